/** Remembers the filter, order and page of the list that is open, until the tab is closed. */
export function rememberList(resourceId: string): void {
  sessionStorage.setItem(resourceId, location.search);
}

/** Returns the query of a list as the person left it, with its `?`; empty when it has none. */
export function listQuery(resourceId: string): string {
  return sessionStorage.getItem(resourceId) ?? '';
}
