import { InvitationsService } from '../../src/auth/invitations/invitations.service.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { findControlFaults } from '../support/control-faults.js';
import { LONG_NAME, PAGES, STATES } from '../support/panel-states.js';
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

  /** A link to the report of a restaurant, and an invitation. */
  const links = { report: '', invitation: '' };

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
    await app.addClient(LONG_NAME, { contactName: LONG_NAME, ownerId: owner.id });
    const { body: link } = await app.post<{ url: string }>('/clients/1/report-links', {
      month: '2026-10',
      lang: 'ru',
      expiresInDays: 7,
    });
    links.report = new URL(link.url).pathname;
    const users = app.server.app.get(UsersService);
    const { id } = await users.createInvited({ email: 'new@example.com', role: 'manager' }, SYSTEM);
    const invitation = await app.server.app.get(InvitationsService).create(id, SYSTEM);
    links.invitation = `/invitation?token=${invitation.token}`;
  }

  /** Opens a page, and resolves when it shows its data. */
  async function open(visit: BrowserVisit, path: string): Promise<void> {
    await visit.page.goto(`/admin${path}`);
    const ready = path.startsWith('/resources/')
      ? '#app h1, .card h1'
      : path.startsWith('/')
        ? 'h1'
        : '#app[data-ready]';
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
      /** Inspects what `show` leads to. An AdminJS page loads again when the colours of the system change, the others only change theirs. */
      const inspect = async (
        name: string,
        show: (visit: BrowserVisit) => Promise<unknown>,
        expected: string[] = [],
      ) => {
        const found: string[] = [];
        await show(light);
        found.push(...(await inspectLight(light, language)));
        if (dark && name.startsWith('/resources/')) {
          await show(dark);
          found.push(...(await inspectDark(dark)));
        } else if (dark) {
          await light.page.emulateMedia({ colorScheme: 'dark' });
          found.push(...(await inspectDark(light)));
          await light.page.emulateMedia({ colorScheme: 'light' });
        }
        const violations = [light, dark].flatMap((visit) => visit?.violations.splice(0) ?? []);
        found.push(...violations.filter((text) => !expected.some((part) => text.includes(part))));
        findings.push(...found.map((finding) => `${name}: ${finding}`));
      };
      const inspectPage = (path: string, expected?: string[]) => inspect(path, (visit) => open(visit, path), expected);
      await inspectPage('/login');
      await inspectPage(links.invitation);
      await inspectPage('/invitation?token=x', ['404']);
      for (const visit of [light, dark]) await visit?.login(ADMIN, PASSWORD, '/admin/account');
      for (const path of PAGES) await inspectPage(path);
      for (const path of ['/nothing', '/resources/clients/records/999999/show']) await inspectPage(path, ['404']);
      for (const { path, what, make } of STATES) {
        const show = async (visit: BrowserVisit) => {
          await open(visit, path);
          await make(visit.page);
          await visit.settle();
        };
        await inspect(`${path} ${what}`, show, ['400']);
      }
      await light.close();
      await dark?.close();
      expect(findings).toEqual([]);
    },
    900_000,
  );

  it('shows the report behind a link at every width', async () => {
    const visit = await BrowserVisit.start(browser, fixture.app.server.url);
    const findings: string[] = [];
    await visit.page.goto(links.report);
    for (const width of WIDTHS) {
      await visit.page.setViewportSize({ width, height: 900 });
      const seen = await visit.page.evaluate(lookAt);
      const found = await visit.page.evaluate(findTextFaults);
      if (seen.isScrolledSideways) found.push('scrolls sideways');
      if (AXE_WIDTHS.includes(width)) found.push(...(await visit.findBarriers()));
      findings.push(...found.map((finding) => `${width} px: ${finding}`));
    }
    await visit.close();
    expect([...findings, ...visit.violations]).toEqual([]);
  });

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

  /** Returns what is wrong with the colours and the boxes of the open page in the dark. */
  async function inspectDark(visit: BrowserVisit): Promise<string[]> {
    const { page } = visit;
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const findings = background === DARK_GROUND ? [] : [`has the background ${background}`];
    for (const width of AXE_WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      findings.push(...(await page.evaluate(findTextFaults)), ...(await visit.findBarriers({ isOnlyColors: true })));
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
