import type { MouseEvent } from 'react';

/** Shows another page of AdminJS without a reload. Its router listens to the history. */
export function navigateTo(address: string): void {
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Follows a link to a page of AdminJS without a reload, unless the person wants a new tab. */
export function followLink(event: MouseEvent | globalThis.MouseEvent, href: string): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  navigateTo(href);
}
