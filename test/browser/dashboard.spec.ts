import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { Board } from '../../src/admin/dashboard/server/dashboard.dto.js';
import type { ClientPage } from '../../src/stats/reports/client-page.dto.js';
import { BrowserVisit, launchChromium, type BrowserVisitOptions } from '../support/browser.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';

const PASSWORD = 'a good password';
const HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>';
const MONTH = { from: '2026-10-23', to: '2026-11-21' };

describe('the dashboard in a browser', () => {
  let fixture: SeededFixture;
  let browser: Browser;
  let visit: BrowserVisit;
  let page: Page;

  beforeAll(async () => {
    [fixture, browser] = await Promise.all([startSeededFixture(), launchChromium()]);
    await fixture.app.addClient(HOSTILE, { notes: HOSTILE, goals: HOSTILE, managerId: fixture.managers.ani });
  });

  afterAll(async () => {
    await browser.close();
    await fixture.stop();
  });

  beforeEach(() => open());

  afterEach(async () => {
    // The page had no hidden problem: no error, no policy violation, no request to another host.
    expect(visit.violations).toEqual([]);
    await visit.close();
  });

  async function open(path = '/admin', options: BrowserVisitOptions & { email?: string } = {}): Promise<void> {
    visit = await BrowserVisit.start(browser, fixture.app.server.url, options);
    await visit.login(options.email ?? 'ani@example.com', PASSWORD, path);
    ({ page } = visit);
    await hydrated();
  }

  /** Resolves when the script has started on the page. */
  async function hydrated(): Promise<void> {
    await page.locator('#app[data-ready]').waitFor();
  }

  async function reopen(path: string, options: BrowserVisitOptions & { email?: string } = {}): Promise<void> {
    await visit.close();
    await open(path, options);
  }

  const get = async <T>(path: string) => (await fixture.app.get<T>(path)).body;
  const byId = (testid: string) => page.getByTestId(testid);
  const shown = ({ from, to }: { from: string; to: string }) =>
    page.locator(`[data-testid="ranked-list"][data-period="${from}..${to}"]`).waitFor();
  const value = async (testid: string) => {
    const text = await byId(testid).getAttribute('data-value');
    return text === null ? null : Number(text);
  };
  const choose = async (name: string) => {
    const { id } = fixture.findClient(name);
    await page.locator(`[data-testid="client-row"][data-client-id="${id}"]`).click();
    await page.locator(`[data-testid="kpi-sales"][data-client-id="${id}"]`).waitFor();
    return id;
  };
  const leaderboard = async (query: Record<string, string>) =>
    (await fixture.app.get(`/clients/leaderboard?${new URLSearchParams(query).toString()}`)).body;
  const rows = () =>
    page
      .locator('[data-testid="client-row"]')
      .evaluateAll((list) =>
        list.map((row) => [
          Number(row.getAttribute('data-client-id')),
          row.querySelector('[data-testid="client-sales"]')?.getAttribute('data-value') ?? null,
        ]),
      );
  const expectRows = async (query: Record<string, string>) => {
    const { clients } = await leaderboard(query);
    expect(await rows()).toEqual(
      clients.map(({ id, totalSales }) => [id, totalSales === null ? null : String(totalSales)]),
    );
  };

  it('says how many reports a change compares when it is not all of them', async () => {
    const { pairs, of } = (await leaderboard(MONTH)).totals.matched ?? { pairs: 0, of: 0 };
    expect(pairs).toBeLessThan(of);
    // Once, beside what is compared: it is the same for every figure.
    expect(await byId('matched').allTextContents()).toEqual([`compared: ${pairs} of ${of} reports`]);
  });

  it('shows the numbers of the replica for every period, with and without a restaurant, and never reloads', async () => {
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    await expectRows(MONTH);
    await byId('period-7d').click();
    const week = { from: '2026-11-15', to: '2026-11-21' };
    await shown(week);
    await expectRows(week);
    const id = await choose('Warung `Bu Komang`');
    const ofClient = async (query: string) => (await fixture.app.get(`/clients/${id}/stats?${query}`)).body.summary;
    expect(await value('kpi-orders')).toBe((await ofClient('from=2026-11-15&to=2026-11-21')).totalOrders);
    await byId('period-365d').click();
    await shown({ from: '2025-11-22', to: '2026-11-21' });
    const year = await ofClient('from=2025-11-22&to=2026-11-21');
    expect(await value('kpi-sales')).toBe(year.totalSales);
    expect(await value('kpi-customers')).toBe(year.newCustomers);
    expect(await value('kpi-average-check')).toBe(year.averageCheck);
    // Without a pointer nothing is fetched ahead: the choice, which compares months, is drawn over the numbers before.
    await byId('period-last-month').dispatchEvent('click');
    await shown({ from: '2026-10-01', to: '2026-10-31' });
    await byId('period-365d').click();
    await shown({ from: '2025-11-22', to: '2026-11-21' });
    await byId('exclude-fake').check();
    const without = await ofClient('from=2025-11-22&to=2026-11-21&excludeFake=true');
    await page.locator(`[data-testid="kpi-orders"][data-value="${without.totalOrders}"]`).waitFor();
    expect(without.totalOrders).not.toBe(year.totalOrders);
    expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  });

  it('keeps its whole state in the address: reload, back and a shared link restore it', async () => {
    const id = await choose('+1 Sushi');
    await byId('period-90d').click();
    await shown({ from: '2026-08-24', to: '2026-11-21' });
    await byId('compare').selectOption('year');
    await byId('sort').selectOption('name');
    await page.locator('[aria-busy="false"]').waitFor();
    const address = page.url();
    const before = await rows();
    await page.reload();
    await hydrated();
    expect(await rows()).toEqual(before);
    expect(await byId('kpi-sales').getAttribute('data-client-id')).toBe(String(id));
    await reopen(new URL(address).pathname + new URL(address).search, { email: 'budi@example.com' });
    expect(await rows()).toEqual(before);
    await byId('period-7d').click();
    await shown({ from: '2026-11-15', to: '2026-11-21' });
    await page.goBack();
    await shown({ from: '2026-08-24', to: '2026-11-21' });
    expect(await byId('title').textContent()).toBe('+1 Sushi');
    await page.goForward();
    await shown({ from: '2026-11-15', to: '2026-11-21' });
  });

  it('shows a custom period, and rejects one that ends before it begins', async () => {
    await byId('period-custom').click();
    await page.locator('[name=from]').fill('2026-11-10');
    await page.locator('[name=to]').fill('2026-11-01');
    await byId('period-apply').click();
    expect(await page.locator('.own-period [role=alert]').textContent()).toContain('must not be after');
    await page.locator('[name=to]').fill('2026-11-12');
    await byId('period-apply').click();
    await shown({ from: '2026-11-10', to: '2026-11-12' });
    await expectRows({ from: '2026-11-10', to: '2026-11-12' });
  });

  it('searches without regard to case, diacritics and backticks, with the keyboard only', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('BU KOMANG');
    expect((await rows()).map(([id]) => id)).toEqual([fixture.findClient('Warung `Bu Komang`').id]);
    await byId('search').fill('cafe agua');
    expect((await rows()).map(([id]) => id)).toEqual([fixture.findClient('Café Água de Côco').id]);
    await byId('search').fill('kopi');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const second = Number((await rows())[1]?.[0]);
    await page.locator(`[data-testid="kpi-sales"][data-client-id="${second}"]`).waitFor();
    await byId('search').fill('nobody at all');
    expect(await rows()).toEqual([]);
  });

  it('exports exactly what is on the screen', async () => {
    await byId('search').fill('o');
    await byId('sort').selectOption('totalOrders');
    await page.locator('[aria-busy="false"]').waitFor();
    const onScreen = (await rows()).map(([id]) => String(id));
    const list = await download();
    expect(list.slice(1).map(([id]) => id)).toEqual(onScreen);
    await choose('Nol Iklan');
    const days = await download();
    expect(days).toHaveLength(31);
    expect(new Set(days.slice(1).map(([, name]) => name))).toEqual(new Set(['Nol Iklan']));
    const column = days[0]?.indexOf('total_sales') ?? -1;
    const sales = days.slice(1).reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0);
    expect(sales / 100).toBe(await value('kpi-sales'));
  });

  it('filters the list by own restaurants and by status, and remembers the first filter', async () => {
    const { ani } = fixture.managers;
    await byId('filter-mine').check();
    await page.locator('[aria-busy="false"]').waitFor();
    await expectRows({ ...MONTH, managerId: String(ani) });
    await byId('filter-status').selectOption('paused');
    await page.locator('[aria-busy="false"]').waitFor();
    await expectRows({ ...MONTH, managerId: String(ani), status: 'paused' });
    await page.goto('/admin');
    await expectRows({ ...MONTH, managerId: String(ani) });
  });

  it('shows markup in names and notes as text', async () => {
    await byId('search').fill('onerror');
    await page.locator('[data-testid="client-row"]').click();
    await byId('no-data').waitFor();
    expect(await byId('title').textContent()).toBe(HOSTILE);
    expect(await page.locator('main img, .side img').count()).toBe(0);
    expect(await page.locator('.about').textContent()).toContain(HOSTILE);
  });

  it('draws gaps as gaps and shows the numbers of a day to the arrow keys', async () => {
    await choose('+1 Sushi');
    const chart = byId('chart-sales');
    const path = await chart.locator('path.grab[data-solid]').getAttribute('d');
    expect((path?.match(/M/g) ?? []).length).toBeGreaterThan(5);
    await chart.locator('[role=img]').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await chart.locator('.tooltip').textContent()).toContain('21 Nov 2026');
    await page.keyboard.press('ArrowLeft');
    expect(await chart.locator('.tooltip').textContent()).toContain('20 Nov 2026');
  });

  it('ends no solid line at an incomplete day, and passes through none', async () => {
    const inside = (solid: string | null, index: number) =>
      (solid ?? '').split(' ').some((part) => {
        const [from, to] = part.split('-').map(Number);
        return from !== undefined && to !== undefined && from <= index && index <= to;
      });
    const solidOf = (line: string) =>
      byId('chart-sales').locator(`path.line.${line}[data-solid]`).getAttribute('data-solid');
    const board = await get<Board>(`/dashboard?from=${MONTH.from}&to=${MONTH.to}`);
    const incompleteDays = board.days.expected.flatMap((expected, at) =>
      board.days.reported[at] === expected ? [] : [at],
    );
    expect(incompleteDays.length).toBeGreaterThan(0);
    const listed = await solidOf('total');
    for (const at of incompleteDays) {
      expect([at, inside(listed, at)]).toEqual([at, false]);
      await byId('chart-sales').locator(`circle.total.partial[data-at="${at}"]`).waitFor({ state: 'attached' });
    }
    const { id } = fixture.findClient('+1 Sushi');
    await choose('+1 Sushi');
    const { days } = await get<ClientPage>(`/clients/${id}/stats?from=${MONTH.from}&to=${MONTH.to}`);
    const shown = await solidOf('total');
    expect(days.some(({ complete }) => complete)).toBe(true);
    days.forEach(({ complete }, at) => {
      if (!complete) expect([at, inside(shown, at)]).toEqual([at, false]);
    });
  });

  it('shows the platform, the interval and the comparison of the address, and the four weeks before a single day', async () => {
    await reopen('/admin?period=90d&platform=grab&interval=week&compareFrom=2026-06-01');
    expect(await byId('platform-grab').getAttribute('aria-current')).toBe('true');
    expect(await byId('interval-week').getAttribute('aria-current')).toBe('true');
    expect(await byId('versus').textContent()).toContain('1 Jun 2026');
    const board = await get<Board>('/dashboard?from=2026-08-24&to=2026-11-21&platform=grab&compareFrom=2026-06-01');
    expect(await value('kpi-sales')).toBe(board.totals.totalSales);
    await byId('platform-all').click();
    await page.waitForURL((url) => !url.searchParams.has('platform'));
    await reopen(`/admin?period=yesterday&client=${fixture.findClient('+1 Sushi').id}`);
    expect(await byId('chart-sales').locator('rect.marked').count()).toBe(1);
    await byId('chart-sales').locator('[role=img]').focus();
    await page.keyboard.press('ArrowRight');
    expect(await byId('chart-sales').locator('.tooltip').textContent()).toContain('24 Oct 2026');
  });

  it('says once how many restaurants reported yesterday, with the missing ones as links', async () => {
    const line = byId('yesterday');
    expect(await line.count()).toBe(1);
    const { body } = await fixture.app.get('/stats/yesterday');
    expect(await line.getAttribute('data-reported')).toBe(String(body.reported));
    expect(await line.getAttribute('data-expected')).toBe(String(body.expected));
    expect(await line.locator('a').allTextContents()).toEqual(body.missing.slice(0, 10).map(({ name }) => name));
    await line.locator('a').first().click();
    await page.waitForURL((url) => url.searchParams.get('client') === String(body.missing[0]?.id));
  });

  it.each([
    ['en', 'Sync', 'Rp'],
    ['ru', 'Синхронизация', 'млн'],
  ] as const)('speaks %s, as a portfolio and as a restaurant', async (language, panel, money) => {
    await reopen('/admin', { language });
    expect(await byId('sync-panel').locator('h2').textContent()).toContain(panel);
    expect(await byId('kpi-sales').textContent()).toContain(money);
    await choose('Warung `Bu Komang`');
    await byId('language').click();
    await page.locator(`html[lang="${language === 'en' ? 'ru' : 'en'}"]`).waitFor();
    expect(await byId('title').textContent()).toBe('Warung `Bu Komang`');
  });

  /** Returns the exported file as records. */
  async function download(): Promise<string[][]> {
    const [file] = await Promise.all([page.waitForEvent('download'), byId('export-csv').click()]);
    const text = await readFile(await file.path(), 'utf8');
    return text
      .replace('\uFEFF', '')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
  }
});
