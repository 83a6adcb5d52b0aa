const ROW = '[data-testid="client-row"] a';

/** Adds the keys: `/` focuses the search, arrows move through the list, Enter in the search opens the first restaurant. */
export function addKeyboardShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    const search = document.querySelector<HTMLInputElement>('[data-testid="search"]');
    if (!search) return;
    const { target } = event;
    const row = target.closest(ROW);
    if (event.key === '/' && !target.matches('input:not([type="checkbox"]), textarea, select')) {
      search.focus();
      search.select();
    } else if (target === search && event.key === 'ArrowDown') focusRow(findRows()[0]);
    else if (target === search && event.key === 'Enter') findRows()[0]?.click();
    else if (row && event.key === 'ArrowDown') focusRow(findRows()[indexOf(row) + 1]);
    else if (row && event.key === 'ArrowUp') focusRow(findRows()[indexOf(row) - 1] ?? search);
    else return;
    event.preventDefault();
  });
}

function findRows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROW)];
}

function indexOf(row: Element): number {
  return findRows().findIndex((other) => other === row);
}

function focusRow(element: HTMLElement | undefined): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}
