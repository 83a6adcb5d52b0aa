import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { BrowserVisit, launchChromium, type BrowserVisitOptions } from '../support/browser.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';
import { upstreamRow } from '../support/scripted-upstream.js';

const PASSWORD = 'a good password';
const ADMIN = 'admin@example.com';
const MANAGER = 'ani@example.com';
const LISTS = ['clients', 'owners', 'statistics', 'runs', 'items', 'quarantine', 'collections', 'users', 'audit'];
const EVIL = `<img src=x onerror=alert(1)>"'&<script>alert(2)</script>`;

describe('the list that comes with the page', () => {
  let fixture: SeededFixture;
  let browser: Browser;
  let visits: BrowserVisit[];

  beforeAll(async () => {
    fixture = await startSeededFixture();
    browser = await launchChromium();
    const { app, upstream } = fixture;
    const { body: owner } = await app.post<{ id: number }>('/owners', { name: 'Ibu Made Suartini', language: 'id' });
    await app.call('PATCH', '/clients/1', {
      ownerId: owner.id,
      contactName: EVIL,
      contactTelegram: '@ketut',
      contactPhone: '+62 812 3800 2011',
      startDate: '2026-10-20',
    });
    upstream.serve('@x', [upstreamRow('2026-11-21', { grab_orders: '-3' })]);
    await app.sync({ clientIds: [fixture.findClient('@x').id] });
  });

  afterAll(async () => {
    await browser.close();
    await fixture.stop();
  });

  beforeEach(() => {
    visits = [];
  });

  afterEach(async () => {
    await Promise.all(visits.map((visit) => visit.close()));
    for (const { violations } of visits) expect(violations).toEqual([]);
  });

  const openAs = async (email: string, path: string, options: BrowserVisitOptions = {}) => {
    const visit = await BrowserVisit.start(browser, fixture.app.server.url, options);
    visits.push(visit);
    await visit.login(email, PASSWORD, path);
    return visit.page;
  };

  /** Opens a page whose AdminJS does not start before the returned function is called. */
  const openBeforeAdminjs = async (page: Page, path: string) => {
    const { promise: started, resolve: start } = deferred();
    await page.route('**/components-*.js', async (route) => {
      await started;
      await route.continue();
    });
    await page.goto(path, { waitUntil: 'domcontentloaded' });
    return async () => {
      start();
      await page.locator('#app h1').waitFor();
      await page.unroute('**/components-*.js');
    };
  };

  it('is a readable list without scripts: search, order, pages and records are links and forms', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients?perPage=4', { isWithoutScripts: true });
    const names = () => page.locator('tbody .ds-place-title > :last-child').allInnerTexts();
    expect(await names()).toEqual(['-1', '@x', '+1 Sushi', '=cmd()']);
    await page.getByRole('link', { name: '2', exact: true }).click();
    expect(await names()).not.toContain('@x');
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
    expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('searchbox').fill('agua');
    await page.getByRole('searchbox').press('Enter');
    expect(await names()).toEqual(['Café Água de Côco']);
    await page.locator('tbody tr').click();
    await page.waitForURL(`**/admin/resources/clients/records/${fixture.findClient('Café Água de Côco').id}/show`);
    await page.goto('/admin/resources/clients?filters.name=zzz');
    await page.getByRole('link', { name: 'Whole list' }).click();
    expect(await names()).toContain('Nol Iklan');
  });

  it.each(['ru', 'en'] as const)(
    'stands in %s where AdminJS draws the same list, on every list and width',
    async (language) => {
      const page = await openAs(ADMIN, '/admin/account', { language });
      const moved: string[] = [];
      for (const list of LISTS) {
        for (const width of list === 'clients' ? [1440, 1100, 768, 360] : [1440, 360]) {
          await page.setViewportSize({ width, height: 900 });
          const start = await openBeforeAdminjs(page, `/admin/resources/${list}`);
          const before = await page.evaluate(placesOf, '#server-list');
          await start();
          const after = await page.evaluate(placesOf, '#app');
          moved.push(...differences(before, after).map((line) => `${list} ${width}: ${line}`));
        }
      }
      expect(moved).toEqual([]);
    },
  );

  it('shows the texts of others as texts', async () => {
    const page = await openAs(MANAGER, '/admin/account');
    const start = await openBeforeAdminjs(page, '/admin/resources/clients');
    const cell = (list: string) => page.locator(`${list} tbody .ds-cell`).getByText(EVIL);
    expect(await cell('#server-list').count()).toBe(1);
    await start();
    expect(await cell('#app').count()).toBe(1);
  });

  it('is not fetched a second time, and a changed order is', async () => {
    const page = await openAs(MANAGER, '/admin/account');
    const fetched: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/actions/list')) fetched.push(new URL(request.url()).search);
    });
    await page.goto('/admin/resources/clients?filters.status=active');
    await page.locator('#app tbody tr').first().waitFor();
    expect(fetched).toEqual([]);
    await page.getByRole('columnheader', { name: 'Status' }).getByRole('link').click();
    await page.waitForURL('**/admin/resources/clients?*sortBy=status*');
    await page.getByRole('columnheader', { name: 'Status' }).and(page.locator('[aria-sort]')).waitFor();
    expect(fetched).toEqual(['?filters.status=active&direction=asc&sortBy=status']);
  });

  it('keeps what a person typed, pressed and scrolled before AdminJS was there', async () => {
    const page = await openAs(MANAGER, '/admin/account');
    await page.setViewportSize({ width: 1440, height: 400 });
    const start = await openBeforeAdminjs(page, '/admin/resources/clients');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('searchbox').pressSequentially('agua');
    await page.keyboard.press('ArrowLeft');
    await page.locator('#server-list [data-css=app-content]').evaluate((content) => content.scrollTo(0, 120));
    await start();
    expect(await page.locator('#app [data-css=app-content]').evaluate((content) => content.scrollTop)).toBe(120);
    const search = page.locator('#app input[type=search]:focus');
    expect(await search.evaluate((input: HTMLInputElement) => [input.value, input.selectionStart])).toEqual([
      'agua',
      3,
    ]);
    await page.locator('[data-css=clients-filter-drawer]').getByRole('button', { name: 'Apply' }).waitFor();
    await search.press('Enter');
    await page.waitForURL('**/admin/resources/clients?filters.name=agua');
  });

  it('leaves the refusal of an address to AdminJS', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients?page=0');
    await page.locator('#app h1').waitFor();
    await page.getByText('The records could not be loaded').first().waitFor();
    expect(visits[0]?.violations.splice(0)).toEqual([expect.stringContaining('status of 400')]);
  });
});

/** Returns a promise and the function that resolves it. */
function deferred() {
  let resolve: (() => void) | undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve?.() };
}

/** Returns the texts of a list and their places. Runs in the page. */
function placesOf(list: string): Record<string, readonly number[]> {
  const selector =
    'h1, h1 small, [role=search], .ds-heading button, .ds-actions a, th, .ds-totals > div, .ds-cell > :last-child, .ds-empty-list';
  const parts = [...document.querySelectorAll<HTMLElement>(`${list} :is(${selector})`)].filter((part) =>
    part.checkVisibility(),
  );
  return Object.fromEntries(
    parts.map((part, index) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return [`${index} ${part.innerText}`, [x, y, width, height]];
    }),
  );
}

/** Returns what is not in both lists or has moved by more than a pixel. */
function differences(before: Record<string, readonly number[]>, after: Record<string, readonly number[]>): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !before[name]?.every((value, at) => Math.abs(value - (after[name]?.[at] ?? -1)) <= 1))
    .map((name) => `${name}: ${String(before[name])} -> ${String(after[name])}`);
}
