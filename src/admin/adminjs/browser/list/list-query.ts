/** The parameter in which a server-rendered page says how many records it changed before it led back to the list. */
export const CHANGED_PARAMETER = 'changed';

/** Remembers the filter, order and page of the list that is open, until the tab is closed. */
export function rememberList(resourceId: string): void {
  const query = new URLSearchParams(location.search);
  query.delete(CHANGED_PARAMETER);
  sessionStorage.setItem(resourceId, query.size > 0 ? `?${query.toString()}` : '');
}

/** Returns the query of a list as the person left it, with its `?`; empty when it has none. */
export function listQuery(resourceId: string): string {
  return sessionStorage.getItem(resourceId) ?? '';
}
