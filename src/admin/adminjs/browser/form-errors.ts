import type { RecordJSON } from 'adminjs';

/** Scrolls to the first field of a refused form and gives it the focus. */
export function focusFirstError({ errors }: Pick<RecordJSON, 'errors'>): void {
  const [first] = Object.keys(errors)
    .map(findField)
    .filter((field) => field !== null)
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  first?.scrollIntoView({ block: 'center' });
  first?.focus({ preventScroll: true });
}

function findField(name: string): HTMLElement | null {
  const inputs = 'input:not([type=hidden]), select, textarea';
  return (
    document.getElementById(name) ??
    document.querySelector<HTMLElement>(`[data-testid="property-edit-${name}"] :is(${inputs})`)
  );
}
