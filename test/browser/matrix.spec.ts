import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { findControlFaults } from '../support/control-faults.js';
import { json, upstreamRow } from '../support/scripted-upstream.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';
import { findTextFaults } from '../support/text-faults.js';

const PASSWORD = 'a good password';
const ADMIN = 'admin@example.com';
/** The token `ground`. */
const LIGHT_GROUND = 'rgb(244, 246, 245)';
const DARK_GROUND = 'rgb(18, 22, 20)';
const WIDTHS = [1440, 1100, 768, 360] as const;
/** The widths at which axe-core looks: between them only the size of the same elements changes. */
const AXE_WIDTHS: readonly number[] = [1440, 360];
/** A row of a list is one line high. */
const MAX_ROW_HEIGHT_PX = 44;
/** Every width at which the header changes, and those beside it. */
const HEADER_WIDTHS = [360, 390, 480, 600, 768, 819, 820, 900, 1024, 1100, 1179, 1180, 1366, 1440, 1920];

/** Every page of the panel, without `/admin`. */
const PAGES = [
  '',
  '?client=1&period=365d',
  '?period=90d&compare=none&sort=averageCheck',
  '/account',
  '/second-factor',
  '/telegram',
  '/confirm?next=/admin/account',
  '/resources/clients',
  '/resources/clients/actions/new',
  '/resources/clients/records/1/show',
  '/resources/clients/records/1/edit',
  '/clients/1/report',
  '/resources/owners',
  '/resources/owners/records/1/show',
  '/owners/1/report',
  '/resources/statistics',
  '/resources/statistics/records/1_2026-11-20/show',
  '/resources/runs',
  '/runs/1',
  '/resources/items',
  '/resources/items/records/1/show',
  '/resources/quarantine',
  '/resources/collections',
  '/resources/collections/records/1/show',
  '/resources/users',
  '/resources/users/actions/new',
  '/resources/users/records/1/edit',
  '/users/1',
  '/status',
  '/pushes',
  '/resources/audit',
  '/resources/audit/records/1/show',
  '/gaps',
  '/clients/1/exact?days=30',
  '/clients/1/source',
] as const;

/** Latin words that stay in a Russian text. */
const NAMES: ReadonlySet<string> = new Set([
  'mail',
  'Grab',
  'GoJek',
  'Telegram',
  'English',
  'ROAS',
  'WhatsApp',
  'Excel',
]);

describe('every page of the panel', () => {
  let fixture: SeededFixture;
  let browser: Browser;

  beforeAll(async () => {
    [fixture, browser] = await Promise.all([startSeededFixture({ env: { INGEST: 'on' } }), launchChromium()]);
    await furnish();
  });

  afterAll(async () => {
    await browser.close();
    await fixture.stop();
  });

  /** Adds what the fixture lacks, so that no list is empty. */
  async function furnish(): Promise<void> {
    const { app, upstream } = fixture;
    const { body: owner } = await app.post<{ id: number }>('/owners', { name: 'Ibu Made Suartini', language: 'id' });
    await app.call('PATCH', '/clients/1', {
      ownerId: owner.id,
      contactName: 'Ketut Arya',
      contactTelegram: '@ketut',
      contactPhone: '+62 812 3800 2011',
      notes: 'New menu photos since 1 November; compare the weeks before and after.',
      goals: 'More orders at lunch',
    });
    const rows = [upstreamRow('2026-11-20'), upstreamRow('2026-11-21', { grab_orders: '-3' })];
    upstream.serve('@x', rows);
    await app.sync({ clientIds: [fixture.findClient('@x').id] });
    upstream.route('GET /api/v1/collectionStatus', json(404, {}));
    upstream.route('POST /api/v1/triggerCollection', json(200, { success: true, restaurants_updated: 3 }));
    await app.collect();
  }

  /** Opens a page, and resolves when it shows its data. */
  async function open(visit: BrowserVisit, path: string): Promise<void> {
    await visit.page.goto(`/admin${path}`);
    const ready = path.startsWith('/resources/') ? '#app h1' : path.startsWith('/') ? 'h1' : '#app[data-ready]';
    await visit.page.locator(ready).first().waitFor();
    await visit.settle();
  }

  it.each(['ru', 'en'] as const)(
    'is readable in %s at every width, in light and dark',
    async (language) => {
      const start = (scheme: 'light' | 'dark') =>
        BrowserVisit.start(browser, fixture.app.server.url, { language, width: WIDTHS[0], scheme });
      const light = await start('light');
      // Both languages have the same markup and the same colours.
      const dark = language === 'ru' ? await start('dark') : null;
      const findings: string[] = [];
      const inspect = async (path: string) => {
        await open(light, path);
        const found = [...(await inspectLight(light, language)), ...light.violations.splice(0)];
        if (dark) {
          await open(dark, path);
          found.push(...(await inspectDark(dark)), ...dark.violations.splice(0));
        }
        findings.push(...found.map((finding) => `${path}: ${finding}`));
      };
      await inspect('/login');
      await light.login(ADMIN, PASSWORD, '/admin/account');
      await dark?.login(ADMIN, PASSWORD, '/admin/account');
      for (const path of PAGES) await inspect(path);
      await light.close();
      await dark?.close();
      expect(findings).toEqual([]);
    },
    900_000,
  );

  /** Returns what is wrong with the open page at each width. Resizing shows the same elements in other sizes. */
  async function inspectLight(visit: BrowserVisit, language: 'ru' | 'en'): Promise<string[]> {
    const { page } = visit;
    const findings: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const seen = await page.evaluate(lookAt);
      const found = [
        ...(await page.evaluate(findTextFaults)),
        ...(await page.evaluate(findControlFaults)),
        ...(language === 'ru' ? foreignWords(seen.texts).map((word) => `"${word}" is not translated`) : []),
        // Both languages have the same markup and the same colours.
        ...(language === 'en' && width === WIDTHS[0] ? await visit.findBarriers({ isColorless: true }) : []),
        ...(language === 'ru' && AXE_WIDTHS.includes(width) ? await visit.findBarriers() : []),
        ...seen.untranslatedKeys,
      ];
      if (seen.isScrolledSideways) found.push('scrolls sideways');
      if (seen.background !== LIGHT_GROUND) found.push(`has the background ${seen.background}`);
      if (seen.headers !== 1) found.push(`has ${seen.headers} headers`);
      if (!/^.+ · Delivery Stats$/.test(seen.title)) found.push(`is called "${seen.title}"`);
      if (seen.cells && seen.cells.length < 2) found.push(`shows only "${seen.cells.join()}" of a row`);
      if (width === WIDTHS[0] && seen.rowHeight > MAX_ROW_HEIGHT_PX) found.push(`has rows of ${seen.rowHeight} px`);
      findings.push(...found.map((finding) => `${width} px: ${finding}`));
    }
    return findings;
  }

  /** Returns what is wrong with the colours of the open page in the dark; the sizes are those in the light. */
  async function inspectDark(visit: BrowserVisit): Promise<string[]> {
    const { page } = visit;
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const findings = background === DARK_GROUND ? [] : [`has the background ${background}`];
    for (const width of AXE_WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      findings.push(...(await visit.findBarriers({ isOnlyColors: true })));
    }
    return findings.map((finding) => `in the dark: ${finding}`);
  }

  it.each(['ru', 'en'] as const)('has a header in %s that neither wraps nor is cut, at any width', async (language) => {
    const visit = await BrowserVisit.start(browser, fixture.app.server.url, { language });
    const { page } = visit;
    await visit.login(ADMIN, PASSWORD, '/admin/account');
    for (const width of HEADER_WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const boxes = await page
        .locator('header a, header button')
        .filter({ visible: true })
        .evaluateAll((elements) =>
          elements
            .filter((element) => !element.closest('.menu') && !element.matches('.skip'))
            .map((element) => {
              const { left, right, top, bottom } = element.getBoundingClientRect();
              return { left, right, middle: (top + bottom) / 2, isCut: element.scrollWidth > element.clientWidth + 1 };
            }),
        );
      const ordered = boxes.sort((a, b) => a.left - b.left);
      const isInOrder = ordered.every(({ left }, at) => left >= (ordered[at - 1]?.right ?? 0));
      const isOneLine = ordered.every(({ middle }) => Math.abs(middle - (ordered[0]?.middle ?? 0)) < 3);
      const isInside = (ordered.at(-1)?.right ?? 0) <= width && !ordered.some(({ isCut }) => isCut);
      expect({ width, isInOrder, isOneLine, isInside }).toEqual({
        width,
        isInOrder: true,
        isOneLine: true,
        isInside: true,
      });
    }
    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByTestId('pages-menu').click();
    await page.getByRole('link', { name: language === 'ru' ? 'Пользователи' : 'Users' }).click();
    await page.waitForURL('**/admin/resources/users');
    await visit.close();
  });
});

/** What a person sees of a page beside the boxes of its texts. It runs in the page. */
function lookAt() {
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
  const textOf = (element: Element) => (element as HTMLElement).innerText;
  const row = document.querySelector<HTMLElement>('[data-css$="-table-wrapper"] tbody tr');
  const labels = 'label, thead th, button, summary, h2, legend, small, nav, dt, .ds-badge, .ds-label, .adminjs_Modal';
  const data = [...document.querySelectorAll('[data-verbatim], bdi, .crumbs a')].map(textOf);
  const texts = [...document.querySelectorAll(labels)]
    .filter((element) => isShown(element) && element.closest('.report') === null)
    .map(textOf)
    .join(' ');
  return {
    isScrolledSideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
    headers: document.querySelectorAll('header.top').length,
    title: document.title,
    // A key without a text appears as itself.
    untranslatedKeys: /\b(guards|hints|controls|labels|messages)\.\w+/.exec(document.body.innerText) ?? [],
    /** The cells of the first row of a list that have a text; null on other pages. */
    cells:
      row &&
      [...row.querySelectorAll('.ds-cell')]
        .filter(isShown)
        .map(textOf)
        .filter((text) => /[\p{L}\d]/u.test(text)),
    rowHeight: row?.offsetHeight ?? 0,
    texts: data.reduce((all, shown) => (shown.trim() === '' ? all : all.replaceAll(shown.trim(), '')), texts),
  };
}

/** Returns Latin words in the panel's own texts. */
function foreignWords(texts: string): string[] {
  const words = texts.replace(/\S+@\S+/g, '').match(/\b[a-z]{4,}\b/gi) ?? [];
  return words.filter((word) => !NAMES.has(word));
}
