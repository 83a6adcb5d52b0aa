import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { NOW, YESTERDAY } from '../support/seeded-fixture.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

const PASSWORD = 'a good password';
const ADMIN = 'admin@example.com';
const MANAGER = 'manager@example.com';

describe('the sync panel in a browser', () => {
  let browser: Browser;
  let upstream: ScriptedUpstream;
  let app: TestApp;
  let visit: BrowserVisit;
  let page: Page;
  let ids: Record<'First' | 'Second' | 'Third', number>;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser.close());

  beforeEach(async () => {
    upstream = await ScriptedUpstream.start();
    app = await createTestApp({
      env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_CONCURRENCY: '1', SYNC_ATTEMPTS: '1' },
      clock: TestClock.at(NOW),
    });
    await app.server.app.get(UsersService).create({ email: MANAGER, role: 'manager', password: PASSWORD }, SYSTEM);
    for (const name of ['First', 'Second', 'Third'])
      upstream.serve(name, [upstreamRow(YESTERDAY, { grab_sales: '1000.00' })]);
    ids = {
      First: await app.addClient('First'),
      Second: await app.addClient('Second'),
      Third: await app.addClient('Third'),
    };
    await app.sync({ daysBack: 30 });
  });

  afterEach(async () => {
    expect(visit.violations).toEqual([]);
    await visit.close();
    await app.stop();
    await upstream.close();
  });

  async function open(email: string, path = '/admin'): Promise<void> {
    visit = await BrowserVisit.start(browser, app.server.url);
    await visit.login(email, PASSWORD, path);
    ({ page } = visit);
    await page.locator('#app[data-ready]').waitFor();
  }

  const byId = (testid: string) => page.getByTestId(testid);
  const progress = (done: number, total: number, of = page) =>
    of.locator(`[data-testid="sync-progress"][data-done="${done}"][data-total="${total}"]`).waitFor();
  const result = (status: string, of = page) =>
    of.locator(`[data-testid="sync-result"][data-status="${status}"]`).waitFor();
  const sales = (id: number, rupiah: number) =>
    page.locator(`[data-testid="kpi-sales"][data-client-id="${id}"][data-value="${rupiah}"]`).waitFor();

  it('shows a run live, also after a reload, then the new numbers in the same state', async () => {
    await open(ADMIN, `/admin?client=${ids.Third}&period=7d`);
    const held = upstream.hold('Second');
    upstream.serve('Third', [upstreamRow(YESTERDAY, { grab_sales: '5000.00', gojek_sales: null })]);
    await byId('sync-days').selectOption('90');
    await byId('sync-scope').selectOption('all');
    await byId('sync-start').click();
    await progress(1, 3);
    expect(await byId('sync-progress').textContent()).toContain('1/3 (33%)');
    await page.reload();
    await progress(1, 3);
    await page.locator('#app[data-ready]').waitFor();
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    const [before] = await app.rows<{ sales: number }>(
      'SELECT total_sales AS sales FROM client_stat WHERE client_id = ?',
      [ids.Third],
    );
    held.release();
    await result('completed');
    await sales(ids.Third, 5000 + (Number(before?.sales) / 100 - 1000));
    expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
    expect(new URL(page.url()).search).toBe(`?client=${ids.Third}&period=7d`);
    expect(await byId('ranked-list').getAttribute('data-period')).toBe('2026-11-15..2026-11-21');
    const run = await app.rows<{ days: string }>('SELECT window_from AS days FROM sync_run ORDER BY id DESC LIMIT 1');
    expect(run[0]?.days).toBe('2026-08-24');
  });

  it('shows a run that ended after the page was rendered and before its stream was open', async () => {
    await open(ADMIN);
    let openStream!: () => void;
    const opening = new Promise<void>((resolve) => (openStream = resolve));
    await page.route('**/api/v1/events', async (route) => {
      await opening;
      await route.continue();
    });
    await page.goto(`/admin?client=${ids.Third}&period=7d`);
    await page.locator('#app[data-ready]').waitFor();
    upstream.serve('Third', [upstreamRow(YESTERDAY, { grab_sales: '6000.00', gojek_sales: '0.00' })]);
    const { status } = await app.sync({ clientIds: [ids.Third] });
    openStream();
    await result(status);
    await sales(ids.Third, 6000);
  });

  it('updates every tab over one stream', async () => {
    const streams: string[] = [];
    visit = await BrowserVisit.start(browser, app.server.url);
    await visit.login(ADMIN, PASSWORD, '/admin/account');
    ({ page } = visit);
    const context = page.context();
    context.on('request', (request) => {
      if (request.url().endsWith('/api/v1/events')) streams.push(request.url());
    });
    const second = await context.newPage();
    for (const tab of [page, second]) {
      await tab.goto('/admin');
      await tab.locator('#app[data-ready]').waitFor();
    }
    const held = upstream.hold('First');
    await second.getByTestId('sync-start').click();
    for (const tab of [page, second]) await progress(0, 3, tab);
    held.release();
    for (const tab of [page, second]) await result('completed', tab);
    expect(streams).toHaveLength(1);
    // The tab that owns the stream closes; the other tab opens its own.
    await page.close();
    await second.waitForRequest((request) => request.url().endsWith('/api/v1/events'));
    const again = upstream.hold('First');
    await app.post('/sync', { daysBack: 3 });
    await progress(0, 3, second);
    again.release();
    await second.getByTestId('sync-start').waitFor();
  });

  it('still shows a run when a status from before its start arrives late', async () => {
    await open(ADMIN);
    let release: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (release = resolve));
    const asked = new Promise<void>((resolve) => {
      const holdResponse = async (route: Route) => {
        const response = await route.fetch();
        resolve();
        await late;
        await route.fulfill({ response });
      };
      void page.route('**/api/v1/sync/status', holdResponse, { times: 1 });
    });
    await app.sync({ daysBack: 3 });
    await asked;
    const held = upstream.hold('First');
    await app.post('/sync', { daysBack: 3 });
    await progress(0, 3);
    const arrived = page.waitForResponse('**/api/v1/sync/status');
    release();
    await arrived;
    await visit.settle();
    expect(await byId('sync-progress').count()).toBe(1);
    held.release();
    await result('completed');
  });

  it('loads a seventh tab where tabs cannot share a stream, and updates a hidden one when it is shown again', async () => {
    await open(ADMIN, `/admin?client=${ids.Third}&period=7d`);
    // As over plain HTTP on another host.
    await page.context().addInitScript(() => delete (Navigator.prototype as { locks?: unknown }).locks);
    await page.reload();
    await page.locator('#app[data-ready]').waitFor();
    await show(page, 'hidden');
    for (let tab = 2; tab <= 7; tab++) {
      const opened = await page.context().newPage();
      await opened.goto('/admin');
      await opened.locator('#app[data-ready]').waitFor();
      await show(opened, 'hidden');
    }
    upstream.serve('Third', [upstreamRow(YESTERDAY, { grab_sales: '5000.00', gojek_sales: '0.00' })]);
    await app.sync({ daysBack: 30 });
    await show(page, 'visible');
    await sales(ids.Third, 5000);
  });

  /** Changes what the page sees of its visibility: a browser without a window never hides a tab. */
  const show = (tab: Page, state: DocumentVisibilityState) =>
    tab.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);

  it('shows a cancelled run as ended', async () => {
    await open(ADMIN);
    const held = upstream.hold();
    await byId('sync-start').click();
    await byId('sync-cancel').click();
    await result('cancelled');
    held.release();
    await byId('sync-start').waitFor();
    expect(await byId('last-run').getAttribute('data-status')).toBe('cancelled');
  });

  it('names the failed restaurants with the reason, and retries only those', async () => {
    await open(ADMIN);
    upstream.next('First', json(500, {}));
    upstream.next('Second', json(404, {}));
    await byId('sync-start').click();
    await result('partial');
    await byId('incomplete-item').first().waitFor();
    const reasons = await byId('incomplete-item').allTextContents();
    expect(reasons).toEqual([
      'First The statistics server reported an error of its own.',
      'Second The statistics server does not know this restaurant; check the name on the statistics server.',
    ]);
    expect(await byId('not-copied').textContent()).toContain('2 restaurants could not be copied when last tried');
    await page.goto(`/admin?client=${ids.Second}`);
    expect(await byId('client-not-copied').textContent()).toContain(
      'This restaurant was not copied completely when last tried. The statistics server does not know this restaurant',
    );
    await page.goto(`/admin?client=${ids.Third}`);
    await byId('kpi-sales').waitFor();
    expect([await byId('client-not-copied').count(), await byId('not-copied').count()]).toEqual([0, 0]);
    await page.goto('/admin');
    // A run of one restaurant clears the report of that restaurant only.
    const one = app.nextRunEnd();
    await app.post('/sync', { clientIds: [ids.First] });
    await one;
    await page.waitForFunction(() =>
      document.querySelector('[data-testid="not-copied"]')?.textContent.includes('1 restaurant could not be copied'),
    );
    await byId('incomplete-item').first().waitFor();
    expect(await byId('incomplete-item').allTextContents()).toEqual([
      'Second The statistics server does not know this restaurant; check the name on the statistics server.',
    ]);
    await byId('incomplete-retry').click();
    await result('completed');
    await byId('incomplete').waitFor({ state: 'detached' });
    upstream.next('First', json(500, {}));
    upstream.next('Second', json(404, {}));
    await byId('sync-start').click();
    await result('partial');
    await byId('sync-retry').click();
    await result('completed');
    await byId('incomplete').waitFor({ state: 'detached' });
    const [items] = await app.rows<{ items: number }>(
      'SELECT count(*) AS items FROM sync_item WHERE run_id = (SELECT max(id) FROM sync_run)',
    );
    expect(Number(items?.items)).toBe(2);
  });

  it('syncs a single restaurant that has no data', async () => {
    upstream.serve('Fourth', [upstreamRow(YESTERDAY)]);
    const id = await app.addClient('Fourth');
    await open(ADMIN, `/admin?client=${id}`);
    expect(await byId('no-data').textContent()).toContain('The restaurant was added today');
    await byId('sync-this-client').click();
    await page.locator(`[data-testid="kpi-sales"][data-client-id="${id}"][data-value]`).waitFor();
  });

  it('copies the open restaurant in two clicks, and all of them from the list', async () => {
    await open(ADMIN);
    await page.locator('[data-testid="ranked-list"] a', { hasText: 'Third' }).click();
    await page
      .locator('[data-testid="sync-scope"] option:checked', { hasText: 'Only this one' })
      .waitFor({ state: 'attached' });
    const [one] = await Promise.all([app.nextRunEnd(), byId('sync-start').click()]);
    expect(one.items).toMatchObject({ done: 1 });
    await byId('sync-scope').selectOption('all');
    await page.goto('/admin');
    const [all] = await Promise.all([app.nextRunEnd(), byId('sync-start').click()]);
    expect(all.items.done).toBeGreaterThan(1);
  });

  it('starts a collection, syncs, and says that it brought new data when the sync has shown so', async () => {
    await open(ADMIN);
    upstream.route('GET /api/v1/collectionStatus', json(404, {}));
    upstream.route('POST /api/v1/triggerCollection', json(200, { success: true, restaurants_updated: 3 }));
    upstream.serve('First', [upstreamRow(YESTERDAY, { grab_sales: '7000.00' })]);
    const collected = async (status: string) => {
      await page.locator(`[data-testid="collect-state"][data-status="${status}"]`).waitFor();
      return byId('collect-state').textContent();
    };
    const held = upstream.hold('First');
    await byId('collect-start').click();
    await byId('sync-progress').waitFor();
    expect(await collected('running')).toContain('is collecting data');
    held.release();
    expect(await collected('succeeded')).toContain('the sync after it brought new data');
    await result('completed');
    const row = page.locator(`[data-client-id="${ids.First}"] [data-testid="client-sales"]`);
    await page.waitForFunction(
      (id) =>
        Number(
          document.querySelector(`[data-client-id="${id}"] [data-testid="client-sales"]`)?.getAttribute('data-value'),
        ) > 7000,
      ids.First,
    );
    expect(Number(await row.getAttribute('data-value'))).toBeGreaterThan(7000);
    await byId('collect-start').click();
    expect(await collected('no_new_data')).toContain('no number changed');
    await app.collect();
    expect(await collected('succeeded')).toMatch(/^The last data collection has ended\. ·/);
  });

  it('shows everything to a manager, without actions', async () => {
    await open(MANAGER);
    await byId('sync-panel').waitFor();
    for (const testid of ['sync-start', 'sync-retry', 'collect-start']) expect(await byId(testid).count()).toBe(0);
    expect(await page.locator('nav a[href*="users"], nav a[href*="audit"]').count()).toBe(0);
    const held = upstream.hold('First');
    await app.post('/sync', { daysBack: 3 });
    await progress(0, 3);
    expect(await byId('sync-cancel').count()).toBe(0);
    const statuses = await page.evaluate(async () => {
      const send = async (path: string) =>
        (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status;
      return [await send('/api/v1/sync'), await send('/api/v1/sync/runs/2/cancel'), await send('/api/v1/collection')];
    });
    expect(statuses).toEqual([403, 403, 403]);
    visit.violations.splice(0);
    held.release();
    await result('completed');
  });
});
