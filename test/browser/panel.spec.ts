import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';

const PASSWORD = 'a good password';
const ADMIN = 'admin@example.com';
const MANAGER = 'ani@example.com';
const EVIL = '<img src=x onerror=alert(1)>"\'><script>alert(2)</script>{{7*7}}';

const PAGES = [
  'account',
  'resources/clients',
  'resources/clients/actions/new',
  'resources/clients/records/1/show',
  'resources/clients/records/1/edit',
  'resources/owners',
  'resources/statistics',
  'resources/statistics/records/1_2026-11-20/show',
  'resources/runs',
  'runs/1',
  'resources/items',
  'resources/items/records/1/show',
  'resources/quarantine',
  'resources/collections',
  'resources/users',
  'resources/users/actions/new',
  'users/1',
  'status',
  'resources/users/records/1/edit',
  'resources/audit',
  'resources/audit/records/1/show',
  'gaps',
  'clients/1/exact?days=30',
  'clients/1/source',
];

/** Latin words that stay in a Russian text. */
const NAMES: ReadonlySet<string> = new Set(['mail', 'Grab', 'GoJek', 'Telegram', 'English']);

describe('the panel in Chromium', () => {
  let fixture: SeededFixture;
  let browser: Browser;
  let visit: BrowserVisit;
  let opened: BrowserVisit[];

  beforeAll(async () => {
    fixture = await startSeededFixture();
    browser = await launchChromium();
    const { id } = fixture.findClient('Kosong');
    await fixture.app.call('PATCH', `/clients/${id}`, { notes: EVIL, contactName: EVIL, name: `Kosong ${EVIL}` });
  });

  afterAll(async () => {
    await browser.close();
    await fixture.stop();
  });

  beforeEach(() => {
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((one) => one.close()));
    for (const { violations } of opened) expect(violations).toEqual([]);
  });

  const open = async (options: Parameters<typeof BrowserVisit.start>[2] = {}) => {
    visit = await BrowserVisit.start(browser, fixture.app.server.url, options);
    opened.push(visit);
    return visit.page;
  };
  const openAs = async (email: string, path: string, options: Parameters<typeof BrowserVisit.start>[2] = {}) => {
    const page = await open(options);
    await visit.login(email, PASSWORD, path);
    return page;
  };
  /** Returns Latin words in the panel's own texts, without the data it shows. */
  const foreignWords = async () => {
    const texts = await visit.page
      .locator('label, thead th, button, summary, h2, legend, small, nav, .ds-badge, .ds-label, .adminjs_Modal')
      .allInnerTexts();
    // A name that a person gave stands in any language.
    const data = await visit.page.locator('[data-verbatim]').allInnerTexts();
    const words =
      data
        .reduce((text, shown) => text.replaceAll(shown.trim(), ''), texts.join(' '))
        .replace(/\S+@\S+/g, '')
        .match(/\b[a-z]{4,}\b/gi) ?? [];
    return words.filter((word) => !NAMES.has(word));
  };
  /** Returns the texts that a person sees in the first row of a list, cell by cell; null when the list is empty. */
  const textsOfFirstRow = async () => {
    const row = visit.page.locator('tbody tr').first();
    if ((await row.count()) === 0) return null;
    const cells = await row.locator('.ds-cell').filter({ visible: true }).allInnerTexts();
    return cells.filter((text) => /[\p{L}\d]/u.test(text));
  };
  /** Resolves when AdminJS has rendered its loaded data. */
  const settled = () => visit.page.waitForLoadState('networkidle');

  it('reports a wrong password and keeps the e-mail', async () => {
    const page = await open({ language: 'ru' });
    await page.goto('/admin/resources/clients');
    await page.fill('[name=email]', ADMIN);
    await page.fill('[name=password]', 'not this one');
    await page.press('[name=password]', 'Enter');
    await page.getByTestId('login-error').filter({ hasText: 'Неверный e-mail или пароль.' }).waitFor();
    expect(await page.inputValue('[name=email]')).toBe(ADMIN);
    expect(visit.violations.splice(0)).toEqual([expect.stringContaining('401')]);
    await visit.expectAccessible();
    await page.fill('[name=password]', PASSWORD);
    await page.press('[name=password]', 'Enter');
    await page.waitForURL('**/admin/resources/clients');
  });

  it.each(['ru', 'en'] as const)(
    'has no unusable page in %s, wide and narrow',
    async (language) => {
      const page = await openAs(ADMIN, '/admin/account', { language });
      for (const path of PAGES) {
        await page.setViewportSize({ width: 1400, height: 800 });
        await page.goto(`/admin/${path}`);
        await settled();
        for (const width of [1400, 360]) {
          await page.setViewportSize({ width, height: 800 });
          await visit.expectNoSidewaysScroll();
          // The markup is the same in both languages, and so are the colours.
          await visit.expectAccessible({ isColorless: language === 'en' });
          expect([path, await page.locator('header').count(), await page.title()]).toEqual([
            path,
            1,
            expect.stringMatching(/^.+ · Delivery Stats$/),
          ]);
          if (/^resources\/\w+$/.test(path)) {
            const texts = await textsOfFirstRow();
            if (texts) expect([path, width, texts.length >= 2, texts]).toEqual([path, width, true, texts]);
          }
          const text = await page.innerText('body');
          // An untranslated key appears as itself, or in capitals.
          expect([path, /\b(guards|hints|ours|labels|messages)\.\w+/.exec(text)]).toEqual([path, null]);
          if (language === 'ru') expect([path, await foreignWords()]).toEqual([path, []]);
        }
      }
    },
    180_000,
  );

  it.each(['ru', 'en'] as const)('has a header in %s that neither wraps nor is cut, at any width', async (language) => {
    const page = await openAs(ADMIN, '/admin/resources/clients', { language });
    await settled();
    for (const width of [360, 390, 480, 600, 768, 819, 820, 900, 1024, 1100, 1179, 1180, 1366, 1440, 1920]) {
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
  });

  it('shows the first figure within 240 px of the top, and a total on the first screen of a phone', async () => {
    const page = await openAs(MANAGER, '/admin', { width: 1440, language: 'ru' });
    const topOf = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y;
    expect(await topOf('.kpi .figure')).toBeLessThanOrEqual(240);
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await topOf('.list-total b')).toBeLessThanOrEqual(400);
  });

  it.each(['light', 'dark'] as const)('has the same colours on every kind of page in the %s scheme', async (scheme) => {
    const page = await openAs(ADMIN, '/admin/account', { scheme });
    const colors = new Set<string>();
    for (const path of ['', 'account', 'resources/clients', 'resources/clients/records/1/edit', 'gaps']) {
      await page.goto(`/admin/${path}`);
      await settled();
      await visit.expectAccessible();
      colors.add(
        await page.evaluate(() => {
          const { backgroundColor, color } = getComputedStyle(document.body);
          return `${backgroundColor} ${color}`;
        }),
      );
    }
    expect(colors.size).toBe(1);
  });

  it('switches the language, remembers it and stays on the page', async () => {
    const page = await openAs(ADMIN, '/admin/resources/clients?page=1');
    await page.getByTestId('language').click();
    await page.getByRole('heading', { name: 'Рестораны' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/admin/resources/clients');
    await page.goto('/admin/resources/audit');
    await page.getByRole('heading', { name: 'Журнал действий' }).waitFor();
  });

  it('logs out with a button, and the back button leads to the login', async () => {
    const page = await openAs(ADMIN, '/admin/resources/clients');
    await page.getByTestId('logout').click();
    await page.waitForURL('**/admin/login');
    await page.goto('/admin/resources/clients');
    await page.waitForURL('**/admin/login?next=*');
  });

  it('creates a client with errors shown at the fields, updates and archives it', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients/actions/new', { language: 'ru' });
    await page.fill('#name', fixture.findClient('@x').name);
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByTestId('property-edit-name').getByText('уже есть у другого ресторана').waitFor();
    // The browser itself writes every refusal to the console.
    expect(visit.violations.splice(0)).toEqual([expect.stringContaining('status of 400')]);
    await page.fill('#name', 'Новый `ресторан`');
    await page.fill('#startDate', '2026-10-01');
    await page.getByTestId('property-edit-managerId').getByRole('combobox').fill('budi');
    await page.getByText('budi@example.com').click();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/\/records\/\d+\/show/);
    await page.getByText('01.10.2026').waitFor();
    await page.getByText('budi@example.com').waitFor();
    const [made] = await fixture.app.rows<{ id: number }>(
      "SELECT id FROM client WHERE name = 'Новый `ресторан`' AND manager_id = ?",
      [fixture.managers.budi],
    );
    expect(made).toBeDefined();

    await page.getByTestId('action-edit').click();
    await page.fill('#contactName', 'Ibu Sari');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/\/records\/\d+\/show/);
    await page.getByText('Ibu Sari').waitFor();

    await page.getByTestId('more-actions').click();
    await page.getByTestId('action-archive').click();
    await page.getByText('Отправить ресторан в архив?').waitFor();
    expect(await foreignWords()).toEqual([]);
    await page.locator('button[label="Подтвердить"]').click();
    await page.waitForURL(/\/admin\/resources\/clients(\?|$)/);
    await page.getByTestId('notice-wrapper').getByText('В архиве').waitFor();
    expect(
      await fixture.app.rows('SELECT contact_name, archived_at IS NULL AS here FROM client WHERE id = ?', [
        made?.id ?? 0,
      ]),
    ).toEqual([{ contact_name: 'Ibu Sari', here: 0 }]);
  });

  it('filters statistics by client and days', async () => {
    const page = await openAs(MANAGER, '/admin/resources/statistics');
    await page.getByTestId('filter-button').click();
    await page.getByTestId('property-filter-clientId').getByRole('combobox').fill('Nol');
    await page.getByText('Nol Iklan').first().click();
    await page.fill('[id="statDate~~from"]', '2026-11-20');
    await page.getByRole('button', { name: 'Apply changes' }).click();
    await page.locator('tbody tr').nth(2).waitFor({ state: 'detached' });
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringContaining('21 Nov 2026'),
      expect.stringContaining('20 Nov 2026'),
    ]);
  });

  it('links an admin from a problem to its repair page', async () => {
    const { app, upstream } = fixture;
    const named = (name: string) => fixture.findClient(name);
    const unknown = named('Tak Dikenal');
    upstream.list([{ id: 1, name: 'tak dikenal' }]);
    const page = await openAs(ADMIN, `/admin/resources/items?filters.status=not_found&filters.clientId=${unknown.id}`, {
      width: 1400,
    });
    await page.getByRole('cell', { name: 'does not know this restaurant' }).first().click();
    await page.getByTestId('action-findName').first().click();
    await page.getByRole('button', { name: 'Use this name' }).click();
    await page.getByText(/statistics server\s*tak dikenal$/).waitFor();
    expect((await app.get(`/clients/${unknown.id}`)).body).toMatchObject({ upstreamName: 'tak dikenal' });

    const corrected = named('@x');
    const held = (id: number) =>
      app.rows('SELECT stat_date, grab_sales FROM client_stat WHERE client_id = ? AND stat_date >= ?', [
        id,
        '2026-11-20',
      ]);
    upstream.serve('@x', [{ stat_date: '2026-11-20', grab_sales: '125.50' }]);
    await page.goto(`/admin/resources/clients/records/${corrected.id}/show`);
    await page.getByTestId('more-actions').click();
    await page.getByTestId('action-copyExactly').first().click();
    await page.selectOption('[name=days]', '7');
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByText('Rp 125.50').waitFor();
    const [copied] = await Promise.all([
      app.nextRunEnd(),
      page.getByRole('button', { name: 'Make an exact copy' }).click(),
    ]);
    expect(copied).toMatchObject({ status: 'completed', exact: true, items: { done: 1 } });
    expect(await held(corrected.id)).toEqual([{ stat_date: '2026-11-20', grab_sales: 12_550 }]);

    const late = named('KOPI ombak');
    upstream.serve('KOPI ombak', [...late.rows, { stat_date: '2026-11-21', grab_sales: '7.00', gojek_sales: '8.00' }]);
    await page.goto('/admin/gaps?from=2026-11-21&to=2026-11-21');
    const [healed] = await Promise.all([app.nextRunEnd(), page.getByTestId('heal').click()]);
    expect(healed.counts.inserted).toBe(1);
    expect(await held(late.id)).toContainEqual({ stat_date: '2026-11-21', grab_sales: 700 });
  });

  it('keeps the page of a run current until the run has ended', async () => {
    const { app, upstream } = fixture;
    const [first, second] = [fixture.findClient('Nol Iklan'), fixture.findClient('-1')];
    const hold = upstream.hold();
    const { body } = await app.post('/sync', { daysBack: 2, clientIds: [first.id, second.id] });
    const page = await openAs(ADMIN, `/admin/runs/${body.id}`, { language: 'ru' });
    await page.locator('progress[data-done="0"]').waitFor();
    hold.release();
    await page.getByText('Скопировано 2 из 2 ресторанов за').waitFor();
    expect(await page.locator('progress').count()).toBe(0);
    await page.getByRole('link', { name: '← Синхронизации' }).click();
    await page.locator('tbody tr').first().getByText('2 из 2').click();
    await page.waitForURL(`**/admin/runs/${body.id}`);
  });

  it('shows user input as text', async () => {
    const { id } = fixture.findClient('Kosong');
    const page = await openAs(ADMIN, `/admin/resources/clients/records/${id}/show`);
    await page.getByText(EVIL).first().waitFor();
    await page.goto('/admin/resources/clients?filters.name=Kosong');
    await page.getByText(EVIL).first().waitFor();
    await page.goto('/admin/resources/audit');
    await page.getByText(EVIL).first().waitFor();
  });

  it('shows no admin action to a manager', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients', { width: 1400 });
    await page.getByRole('link', { name: 'Syncs', exact: true }).waitFor();
    expect(await page.getByText('Audit log').count()).toBe(0);
    await page.goto('/admin/resources/users');
    await page
      .getByText('There is no such page, or you may not open it')
      .or(page.getByText('There is no such page'))
      .first()
      .waitFor();
    expect(await page.innerText('body')).not.toContain(ADMIN);
  });

  it('redirects to the login when the session has ended, and back', async () => {
    const page = await openAs(ADMIN, '/admin/resources/clients', { width: 1400 });
    await page.getByRole('heading', { name: 'Restaurants' }).waitFor();
    await page.context().clearCookies();
    await page.getByTestId('pages-menu').click();
    await page.getByText('Audit log').click();
    await page.waitForURL('**/admin/login?next=%2Fadmin%2Fresources%2Faudit*');
    expect(visit.violations.splice(0)).toEqual([expect.stringContaining('401')]);
  });
});
