import type { ListActionResponse } from 'adminjs';
import type { ListTotal } from '../../record-panel.js';
import { toListResponse, type ServerListData } from '../../list/server-list-data.js';

const SERVER_LIST = 'server-list';

let list: ServerListData | null = null;
/** The number of rows that both lists have to show before one replaces the other; null when AdminJS shows another list. */
let expectedTotal: string | null = null;
let address = '';
let isTaken = false;
let isTableDrawn = false;
let shownTotal: string | undefined;
let isReplaced = false;
let drawn: HTMLElement | null = null;

/**
 * Returns the element into which AdminJS draws. On a page with a list of the server it is not in the document yet: that list stays
 * on the screen until AdminJS has drawn the same.
 */
export function createAppElement(serverList: ServerListData | null): HTMLElement {
  const inPage = document.getElementById('app');
  if (inPage || !serverList) return inPage ?? document.body;
  list = serverList;
  expectedTotal = String(serverList.meta.total);
  address = location.href;
  drawn = document.createElement('div');
  drawn.id = 'app';
  // AdminJS shows another page.
  addEventListener('popstate', replaceServerList, { once: true });
  return drawn;
}

/** Returns the response for the list of a table once, while the page has the address for which the server read it. */
export function takeServerList(resourceId: string): ListActionResponse | null {
  if (list === null || isTaken) return null;
  isTaken = true;
  if (list.resourceId === resourceId && location.href === address) return toListResponse(list);
  expectedTotal = null;
  return null;
}

/** Returns the figures of all rows of the list of a table that came with the page; null when AdminJS has to fetch them. */
export function findServerTotals(resourceId: string): readonly ListTotal[] | null {
  return list?.resourceId === resourceId && location.href === address && !isReplaced ? list.totals : null;
}

/** Notes that AdminJS has drawn the rows of a list. */
export function noteTableDrawn(): void {
  isTableDrawn ||= isTaken;
  replaceWhenAlike();
}

/** Notes that AdminJS has drawn the head of a list with the number of its rows. */
export function noteHeadingDrawn(total: string | undefined): void {
  shownTotal = total;
  replaceWhenAlike();
}

function replaceWhenAlike(): void {
  if (isTableDrawn && (expectedTotal === null || shownTotal === expectedTotal)) replaceServerList();
}

/** Puts AdminJS's application in the place of the server's list. What a person has begun goes on. */
function replaceServerList(): void {
  const old = document.getElementById(SERVER_LIST);
  if (!old || !drawn) return;
  const focused = document.activeElement;
  const scrolled = contentOf(old)?.scrollTop ?? 0;
  const typed = searchOf(old);
  isReplaced = true;
  old.replaceWith(drawn);
  const content = contentOf(drawn);
  if (content) content.scrollTop = scrolled;
  const input = searchOf(drawn);
  if (input && typed) input.value = typed.value;
  if (focused && old.contains(focused)) findAlike(focused, drawn)?.focus({ preventScroll: true });
  if (input && typed && focused === typed) input.setSelectionRange(typed.selectionStart, typed.selectionEnd);
  if (old.querySelector('[data-pressed]')) drawn.querySelector<HTMLElement>('[data-testid=filter-button]')?.click();
}

function contentOf(list: HTMLElement): HTMLElement | null {
  return list.querySelector('[data-css=app-content]');
}

function searchOf(list: HTMLElement): HTMLInputElement | null {
  return list.querySelector('input[type=search]');
}

/** Returns the control of AdminJS's list that a control of the server's list stands for. */
function findAlike(control: Element, list: HTMLElement): HTMLElement | null {
  if (control.matches('input[type=search]')) return searchOf(list);
  if (control.matches('button')) return list.querySelector('[data-testid=filter-button]');
  const href = control.getAttribute('href');
  return href === null ? null : list.querySelector(`a[href="${CSS.escape(href)}"]`);
}
