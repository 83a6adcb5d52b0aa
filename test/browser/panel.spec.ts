import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { BrowserVisit, hasChromium, launchChromium } from '../support/browser.js';
import { startSmallWorld, type SmallWorld } from '../support/small-world.js';

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
  'resources/statistics',
  'resources/statistics/records/1_2026-11-20/show',
  'resources/runs',
  'resources/runs/records/1/show',
  'resources/items',
  'resources/items/records/1/show',
  'resources/quarantine',
  'resources/collections',
  'resources/users',
  'resources/users/actions/new',
  'resources/users/records/1/edit',
  'resources/audit',
  'resources/audit/records/1/show',
  'gaps',
  'clients/1/exact?days=30',
  'clients/1/source',
];

(hasChromium ? describe : describe.skip)('the panel in Chromium', () => {
  let world: SmallWorld;
  let browser: Browser;
  let visit: BrowserVisit;
  let opened: BrowserVisit[];

  beforeAll(async () => {
    world = await startSmallWorld();
    browser = await launchChromium();
    const { id } = world.named('Kosong');
    await world.app.call('PATCH', `/clients/${id}`, { notes: EVIL, contactName: EVIL, name: `Kosong ${EVIL}` });
  });

  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  beforeEach(() => {
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((one) => one.close()));
    for (const { complaints } of opened) expect(complaints).toEqual([]);
  });

  const open = async (options: Parameters<typeof BrowserVisit.start>[2] = {}) => {
    visit = await BrowserVisit.start(browser, world.app.server.url, options);
    opened.push(visit);
    return visit.page;
  };
  const openAs = async (email: string, path: string, options: Parameters<typeof BrowserVisit.start>[2] = {}) => {
    const page = await open(options);
    await visit.login(email, PASSWORD, path);
    return page;
  };
  /** Latin words among those of the panel itself, not of what it shows. */
  const foreignWords = async () => {
    const texts = await visit.page
      .locator('label, th, button, h1, h2, legend, small, nav, .adminjs_Badge')
      .allInnerTexts();
    const words = texts.join(' ').match(/\b[a-z]{4,}\b/g) ?? [];
    return words.filter((word) => word !== 'mail');
  };
  /** AdminJS has drawn what it loads. */
  const settled = () => visit.page.waitForLoadState('networkidle');

  it('says that a password is wrong, and keeps the e-mail', async () => {
    const page = await open({ language: 'ru' });
    await page.goto('/admin/resources/clients');
    await page.fill('[name=email]', ADMIN);
    await page.fill('[name=password]', 'not this one');
    await page.press('[name=password]', 'Enter');
    await page.getByTestId('login-error').filter({ hasText: 'Неверный e-mail или пароль.' }).waitFor();
    expect(await page.inputValue('[name=email]')).toBe(ADMIN);
    expect(visit.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    await visit.expectAccessible();
    await page.fill('[name=password]', PASSWORD);
    await page.press('[name=password]', 'Enter');
    await page.waitForURL('**/admin/resources/clients');
  });

  it.each(['ru', 'en'] as const)(
    'every page can be used in %s, wide and narrow',
    async (language) => {
      const page = await openAs(ADMIN, '/admin/account', { language });
      for (const path of PAGES) {
        await page.setViewportSize({ width: 1400, height: 800 });
        await page.goto(`/admin/${path}`);
        await settled();
        for (const width of [1400, 360]) {
          await page.setViewportSize({ width, height: 800 });
          await visit.expectNoSidewaysScroll();
          await visit.expectAccessible();
          const text = await page.innerText('body');
          // A key that nobody translated is shown as itself, or in capitals.
          expect([path, /\b(guards|hints|ours|labels|messages)\.\w+/.exec(text)]).toEqual([path, null]);
          if (language === 'ru') expect([path, await foreignWords()]).toEqual([path, []]);
        }
      }
    },
    180_000,
  );

  it('switches the language, remembers it and stays on the page', async () => {
    const page = await openAs(ADMIN, '/admin/resources/clients?page=1');
    await page.getByTestId('language').click();
    await page.getByRole('heading', { name: 'Клиенты' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/admin/resources/clients');
    await page.goto('/admin/resources/audit');
    await page.getByRole('heading', { name: 'Журнал действий' }).waitFor();
  });

  it('logs out by a button, and the way back leads to the login', async () => {
    const page = await openAs(ADMIN, '/admin/resources/clients');
    await page.getByTestId('logout').click();
    await page.waitForURL('**/admin/login');
    await page.goto('/admin/resources/clients');
    await page.waitForURL('**/admin/login?next=*');
  });

  it('creates a client with its errors at the fields, changes and archives it', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients/actions/new', { language: 'ru' });
    await page.fill('#name', world.named('@x').name);
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByTestId('property-edit-name').getByText('уже есть у другого клиента').waitFor();
    await page.fill('#name', 'Новый `клиент`');
    await page.fill('#startDate', '2026-10-01');
    await page.getByTestId('property-edit-managerId').getByRole('combobox').fill('budi');
    await page.getByText('budi@example.com').click();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/\/records\/\d+\/show/);
    await page.getByText('01.10.2026').waitFor();
    await page.getByText('budi@example.com').waitFor();
    const [made] = await world.app.rows<{ id: number }>(
      "SELECT id FROM client WHERE name = 'Новый `клиент`' AND manager_id = ?",
      [world.managers.budi],
    );
    expect(made).toBeDefined();

    await page.getByTestId('action-edit').click();
    await page.fill('#contactName', 'Ibu Sari');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/\/records\/\d+\/show/);
    await page.getByText('Ibu Sari').waitFor();

    await page.getByTestId('action-archive').click();
    await page.getByText('Отправить клиента в архив?').waitFor();
    await page.locator('button[label="Подтвердить"], button[label="Confirm"]').click();
    await page.waitForURL(/\/admin\/resources\/clients(\?|$)/);
    await page.getByTestId('notice-wrapper').getByText('В архиве').waitFor();
    expect(
      await world.app.rows('SELECT contact_name, archived_at IS NULL AS here FROM client WHERE id = ?', [
        made?.id ?? 0,
      ]),
    ).toEqual([{ contact_name: 'Ibu Sari', here: 0 }]);
  });

  it('filters statistics by client and days', async () => {
    const page = await openAs(MANAGER, '/admin/resources/statistics');
    await page
      .getByTestId('filter-button')
      .or(page.getByText('Filter', { exact: true }))
      .first()
      .click();
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

  it('leads an admin from what is wrong to its mending', async () => {
    const { app, upstream } = world;
    const named = (name: string) => world.named(name);
    const unknown = named('Tak Dikenal');
    upstream.list([{ id: 1, name: 'tak dikenal' }]);
    const page = await openAs(ADMIN, `/admin/resources/items?filters.status=not_found&filters.clientId=${unknown.id}`, {
      width: 1400,
    });
    await page.getByRole('cell', { name: 'does not know this restaurant' }).first().click();
    await page.getByTestId('action-findName').first().click();
    await page.getByRole('button', { name: 'Use this name' }).click();
    await page.getByText(/source\s*tak dikenal$/).waitFor();
    expect((await app.get(`/clients/${unknown.id}`)).body).toMatchObject({ upstreamName: 'tak dikenal' });

    const corrected = named('@x');
    const held = (id: number) =>
      app.rows('SELECT stat_date, grab_sales FROM client_stat WHERE client_id = ? AND stat_date >= ?', [
        id,
        '2026-11-20',
      ]);
    upstream.serve('@x', [{ stat_date: '2026-11-20', grab_sales: '125.50' }]);
    await page.goto(`/admin/resources/clients/records/${corrected.id}/show`);
    await page.getByTestId('action-copyExactly').first().click();
    await page.selectOption('[name=days]', '7');
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByText('Rp 125.5').waitFor();
    const [copied] = await Promise.all([app.runEnds(), page.getByRole('button', { name: 'Copy exactly now' }).click()]);
    expect(copied).toMatchObject({ status: 'completed', exact: true, items: { done: 1 } });
    expect(await held(corrected.id)).toEqual([{ stat_date: '2026-11-20', grab_sales: 12_550 }]);

    const late = named('KOPI ombak');
    upstream.serve('KOPI ombak', [...late.rows, { stat_date: '2026-11-21', grab_sales: '7.00', gojek_sales: '8.00' }]);
    await page.goto('/admin/gaps?from=2026-11-21&to=2026-11-21');
    const [healed] = await Promise.all([app.runEnds(), page.getByTestId('heal').click()]);
    expect(healed.counts.inserted).toBe(1);
    expect(await held(late.id)).toContainEqual({ stat_date: '2026-11-21', grab_sales: 700 });
  });

  it('shows what somebody wrote as text', async () => {
    const { id } = world.named('Kosong');
    const page = await openAs(ADMIN, `/admin/resources/clients/records/${id}/show`);
    await page.getByText(EVIL).first().waitFor();
    await page.goto('/admin/resources/clients?filters.name=Kosong');
    await page.getByText(EVIL).first().waitFor();
    await page.goto('/admin/resources/audit');
    await page.getByText(EVIL).first().waitFor();
  });

  it('shows a manager nothing that is an admin’s', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients', { width: 1400 });
    await page.getByText('Sync runs').waitFor();
    expect(await page.getByText('Audit log').count()).toBe(0);
    await page.goto('/admin/resources/users');
    await page
      .getByText('There is no such page, or you may not open it')
      .or(page.getByText('There is no such page'))
      .first()
      .waitFor();
    expect(await page.innerText('body')).not.toContain(ADMIN);
  });

  it('leads to the login when the session is over, and back', async () => {
    const page = await openAs(ADMIN, '/admin/resources/clients', { width: 1400 });
    await page.getByRole('heading', { name: 'Clients' }).waitFor();
    await page.context().clearCookies();
    await page.getByText('Audit log').click();
    await page.waitForURL('**/admin/login?next=%2Fadmin%2Fresources%2Faudit*');
    expect(visit.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
  });
});
