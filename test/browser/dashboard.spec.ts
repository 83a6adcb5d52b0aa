import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { Leaderboard } from '../../src/stats/leaderboard.service.js';
import { BrowserVisit, hasChromium, launchChromium, type Visit } from '../support/browser.js';
import { startSmallWorld, type SmallWorld } from '../support/small-world.js';

const PASSWORD = 'a good password';
const HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>';
const MONTH = { from: '2026-10-23', to: '2026-11-21' };

(hasChromium ? describe : describe.skip)('the dashboard in a browser', () => {
  let world: SmallWorld;
  let browser: Browser;
  let visit: BrowserVisit;
  let page: Page;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startSmallWorld(), launchChromium()]);
    await world.app.addClient(HOSTILE, { notes: HOSTILE, goals: HOSTILE, managerId: world.managers.ani });
  });

  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  beforeEach(() => open());

  afterEach(async () => {
    // Nothing went wrong that a person would not see: no error, no breach of the policy, no request to elsewhere.
    expect(visit.complaints).toEqual([]);
    await visit.close();
  });

  async function open(path = '/admin', options: Visit & { email?: string } = {}): Promise<void> {
    visit = await BrowserVisit.start(browser, world.app.server.url, options);
    await visit.login(options.email ?? 'ani@example.com', PASSWORD, path);
    ({ page } = visit);
    await hydrated();
  }

  /** Once the script has taken the page over. */
  async function hydrated(): Promise<void> {
    await page.locator('#app[data-ready]').waitFor();
  }

  async function reopen(path: string, options: Visit & { email?: string } = {}): Promise<void> {
    await visit.close();
    await open(path, options);
  }

  const byId = (testid: string) => page.getByTestId(testid);
  const shown = ({ from, to }: { from: string; to: string }) =>
    page.locator(`[data-testid="ranked-list"][data-period="${from}..${to}"]`).waitFor();
  const value = async (testid: string) => {
    const text = await byId(testid).getAttribute('data-value');
    return text === null ? null : Number(text);
  };
  const choose = async (name: string) => {
    const { id } = world.named(name);
    await page.locator(`[data-testid="client-row"][data-client-id="${id}"]`).click();
    await page.locator(`[data-testid="kpi-sales"][data-client-id="${id}"]`).waitFor();
    return id;
  };
  const leaderboard = async (query: Record<string, string>) =>
    (await world.app.get<Leaderboard>(`/clients/leaderboard?${new URLSearchParams(query).toString()}`)).body;
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

  it('says beside a change that it is against fewer days', async () => {
    const { totals } = await leaderboard(MONTH);
    expect(totals.comparedDays).toBeLessThan(totals.coverage.expected);
    expect(await byId('kpi-sales').getByTestId('compared-days').textContent()).toBe(
      `before: ${totals.comparedDays}/${totals.coverage.expected} days`,
    );
  });

  it('has the replica’s numbers for every period, with and without a restaurant, and never reloads', async () => {
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    await expectRows(MONTH);
    await byId('period-7d').click();
    const week = { from: '2026-11-15', to: '2026-11-21' };
    await shown(week);
    await expectRows(week);
    const id = await choose('Warung `Bu Komang`');
    const ofClient = async (query: string) =>
      (await world.app.get<{ summary: Record<string, number | null> }>(`/clients/${id}/stats?${query}`)).body.summary;
    expect(await value('kpi-orders')).toBe((await ofClient('from=2026-11-15&to=2026-11-21')).totalOrders);
    await byId('period-365d').click();
    await shown({ from: '2025-11-22', to: '2026-11-21' });
    const year = await ofClient('from=2025-11-22&to=2026-11-21');
    expect(await value('kpi-sales')).toBe(year.totalSales);
    expect(await value('kpi-customers')).toBe(year.newCustomers);
    expect(await value('kpi-average-check')).toBe(year.averageCheck);
    await byId('exclude-fake').check();
    const without = await ofClient('from=2025-11-22&to=2026-11-21&excludeFake=true');
    await page.locator(`[data-testid="kpi-orders"][data-value="${without.totalOrders}"]`).waitFor();
    expect(without.totalOrders).not.toBe(year.totalOrders);
    expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  });

  it('says its whole state in the address: reload, back and a shared link bring it again', async () => {
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

  it('shows a period of one’s own, and refuses one that ends before it begins', async () => {
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

  it('searches without case, diacritics and backticks, by the keyboard alone', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('BU KOMANG');
    expect((await rows()).map(([id]) => id)).toEqual([world.named('Warung `Bu Komang`').id]);
    await byId('search').fill('cafe agua');
    expect((await rows()).map(([id]) => id)).toEqual([world.named('Café Água de Côco').id]);
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
    const sales = days.slice(1).reduce((sum, row) => sum + Math.round(Number(row.at(-2)) * 100), 0);
    expect(sales / 100).toBe(await value('kpi-sales'));
  });

  it('narrows the list to one’s own and to a status, and remembers the former', async () => {
    const { ani } = world.managers;
    await byId('filter-mine').check();
    await page.locator('[aria-busy="false"]').waitFor();
    await expectRows({ ...MONTH, managerId: String(ani) });
    await byId('filter-status').selectOption('paused');
    await page.locator('[aria-busy="false"]').waitFor();
    await expectRows({ ...MONTH, managerId: String(ani), status: 'paused' });
    await page.goto('/admin');
    await expectRows({ ...MONTH, managerId: String(ani) });
  });

  it('keeps markup in names and notes a text', async () => {
    await byId('search').fill('onerror');
    await page.locator('[data-testid="client-row"]').click();
    await byId('no-data').waitFor();
    expect(await byId('title').textContent()).toBe(HOSTILE);
    expect(await page.locator('main img, .side img').count()).toBe(0);
    expect(await page.locator('.about').textContent()).toContain(HOSTILE);
  });

  it.each([1400, 1100, 360])('cuts no figure of the list and lays nothing over it, %s px wide', async (width) => {
    for (const sort of ['totalSales', 'averageCheck']) {
      await reopen(`/admin?sort=${sort}`, { language: 'ru', width });
      const faults = await page.locator('[data-testid="client-row"]').evaluateAll((list) =>
        list.flatMap((row) => {
          const sales = row.querySelector('.sales')?.getBoundingClientRect();
          const line = row.querySelector('.second')?.getBoundingClientRect();
          const tags = [...row.querySelectorAll('.tags > *')].map((tag) => tag.getBoundingClientRect());
          if (!sales || !line) return ['a row without figures'];
          const seen = tags.filter(({ top }) => top < line.bottom);
          const wrong =
            sales.right > line.right || seen.some(({ left, right }) => left < sales.right || right > line.right);
          return wrong ? [row.textContent] : [];
        }),
      );
      expect(faults).toEqual([]);
    }
  });

  it('draws gaps as gaps and tells a day’s numbers to the arrow keys', async () => {
    await choose('+1 Sushi');
    const chart = byId('chart-sales');
    const path = await chart.locator('path.grab').getAttribute('d');
    expect((path?.match(/M/g) ?? []).length).toBeGreaterThan(5);
    await chart.locator('[role=img]').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await chart.locator('.legend').textContent()).toContain('21 Nov 2026');
    await page.keyboard.press('ArrowLeft');
    expect(await chart.locator('.legend').textContent()).toContain('20 Nov 2026');
  });

  it.each([
    ['en', 'Sync', 'Rp'],
    ['ru', 'Синхронизация', 'млн'],
  ] as const)(
    'speaks %s, without serious findings of axe, as a portfolio and as a restaurant',
    async (language, panel, money) => {
      await reopen('/admin', { language });
      expect(await byId('sync-panel').locator('h2').textContent()).toContain(panel);
      expect(await byId('kpi-sales').textContent()).toContain(money);
      await visit.expectAccessible();
      await choose('Warung `Bu Komang`');
      await visit.expectAccessible();
      await byId('language').click();
      await page.locator(`html[lang="${language === 'en' ? 'ru' : 'en'}"]`).waitFor();
      expect(await byId('title').textContent()).toBe('Warung `Bu Komang`');
    },
  );

  it.each(['en', 'ru'] as const)('fits a phone in %s', async (language) => {
    await reopen('/admin', { language, width: 360 });
    await visit.expectNoSidewaysScroll();
    await visit.expectAccessible();
    await choose('Warung `Bu Komang`');
    await visit.expectNoSidewaysScroll();
    await visit.expectAccessible();
  });

  /** The exported file as records. */
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
