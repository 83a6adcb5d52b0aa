import { useEffect } from 'react';
import { followLink } from './navigate.js';

const LISTS = '/admin/resources/';

/**
 * Replaces AdminJS's top bar. The header is in the page that the server sent; this keeps its current link and the address that
 * the language switch returns to, when AdminJS shows another page without a reload.
 */
export function TopBar(): null {
  useEffect(updateHeader);
  return null;
}

/** Replaces AdminJS's sidebar: the header has the links. */
export function Sidebar(): null {
  return null;
}

/** Follows the header's links to AdminJS's pages without a reload. */
export function followHeaderLinks(): void {
  header()?.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link?.pathname.startsWith(LISTS)) return;
    followLink(event, link.href);
    document.querySelector<HTMLElement>('#pages-menu:popover-open')?.hidePopover();
  });
}

function updateHeader(): void {
  const path = location.pathname;
  const next = header()?.querySelector<HTMLInputElement>('[name=next]');
  if (next) next.value = path + location.search;
  let isInMenu = false;
  const links = [...(header()?.querySelectorAll<HTMLAnchorElement>('nav a') ?? [])];
  const matches = links.map(({ pathname }) => pathname).filter((start) => isPart(path, start));
  const closest = Math.max(...matches.map(({ length }) => length));
  for (const link of links) {
    const isCurrent = isPart(path, link.pathname) && link.pathname.length === closest;
    if (isCurrent) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
    isInMenu ||= isCurrent && link.matches('.menu a:not(.narrow, .not-very-wide)');
  }
  header()?.querySelector('[data-testid=pages-menu]')?.classList.toggle('current', isInMenu);
}

/** Returns whether a page is the one at `start` or, apart from the dashboard, belongs to it. */
function isPart(path: string, start: string): boolean {
  return path === start || (start !== '/admin' && path.startsWith(`${start}/`));
}

function header(): HTMLElement | null {
  return document.querySelector('header.top');
}
