const ROW = '[data-testid="client-row"] a';

/** `/` goes to the search, arrows walk through the list, Enter in the search opens the first restaurant found. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    const search = document.querySelector<HTMLInputElement>('[data-testid="search"]');
    if (!search) return;
    const { target } = event;
    const row = target.closest(ROW);
    if (event.key === '/' && !target.matches('input:not([type="checkbox"]), textarea, select')) {
      search.focus();
      search.select();
    } else if (target === search && event.key === 'ArrowDown') focusRow(rows()[0]);
    else if (target === search && event.key === 'Enter') rows()[0]?.click();
    else if (row && event.key === 'ArrowDown') focusRow(rows()[indexOf(row) + 1]);
    else if (row && event.key === 'ArrowUp') focusRow(rows()[indexOf(row) - 1] ?? search);
    else return;
    event.preventDefault();
  });
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROW)];
}

function indexOf(row: Element): number {
  return rows().findIndex((other) => other === row);
}

function focusRow(element: HTMLElement | undefined): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}
