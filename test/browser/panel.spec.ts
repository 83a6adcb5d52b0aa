import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';

const PASSWORD = 'a good password';
const ADMIN = 'admin@example.com';
const MANAGER = 'ani@example.com';
const EVIL = '<img src=x onerror=alert(1)>"\'><script>alert(2)</script>{{7*7}}';

/** Latin words that stay in a Russian text. */
const NAMES: ReadonlySet<string> = new Set(['mail', 'Grab', 'GoJek', 'Telegram', 'WhatsApp', 'English']);

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

  it('shows the first figure within 240 px of the top, and a total on the first screen of a phone', async () => {
    const page = await openAs(MANAGER, '/admin', { width: 1440, language: 'ru' });
    const topOf = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y;
    expect(await topOf('.kpi .figure')).toBeLessThanOrEqual(240);
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await topOf('.list-total b')).toBeLessThanOrEqual(400);
  });

  it('shows the chosen colours in spite of the system, on every kind of page, until those of the system are chosen', async () => {
    const page = await openAs(MANAGER, '/admin/account', { scheme: 'light' });
    const background = async (path: string) => {
      await page.goto(path);
      return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    };
    const [light, dark] = ['rgb(244, 246, 245)', 'rgb(18, 22, 20)'];
    expect(await background('/admin/account')).toBe(light);
    await page.getByTestId('theme-dark').click();
    await page.locator('html[data-theme=dark]').waitFor();
    for (const path of ['/admin', '/admin/account', '/admin/resources/clients'])
      expect(await background(path)).toBe(dark);
    await page.goto('/admin');
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(23, 33, 28)');
    expect(await page.locator('.controls, .finder, header').filter({ visible: true }).count()).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await page.goto('/admin/account');
    await page.getByTestId('theme-system').click();
    await page.locator('html:not([data-theme])').waitFor();
    expect(await background('/admin')).toBe(light);
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
    await page.locator('#name:focus').waitFor();
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

  it('returns to the dashboard, with its state, after an edit that began there, and to the list with its filter', async () => {
    const { id } = fixture.findClient('Nol Iklan');
    const page = await openAs(MANAGER, `/admin?client=${id}&period=7d`);
    await page.locator('.about a[href$="/edit"]').click();
    await page.fill('#contactName', 'Pak Wayan');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(`**/admin?client=${id}&period=7d`);
    await page.locator('.about').getByText('Pak Wayan').waitFor();
    await page.goto('/admin/resources/clients?filters.name=Nol');
    await page.locator('tbody tr').getByText('Nol Iklan').click();
    await page.getByTestId('record-panel').getByText('21 Nov 2026').waitFor();
    await page.getByRole('link', { name: '← Restaurants' }).click();
    await page.waitForURL('**/admin/resources/clients?filters.name=Nol');
  });

  it('gives selected restaurants a manager, and shows the list with its filter again', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients?filters.name=Nol');
    await page.getByRole('row', { name: 'Nol Iklan' }).locator('td').first().click();
    await page.getByTestId('action-assignSelected').click();
    await page.locator('select[name=manager]').selectOption({ label: MANAGER });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/admin/resources/clients?filters.name=Nol');
    await page.locator('[data-css=notice]').getByText('1 restaurant changed').waitFor();
    await page.getByRole('row', { name: 'Nol Iklan' }).getByText(MANAGER).waitFor();
  });

  it('says what an empty list would hold, and leads out of a filter that finds nothing', async () => {
    const page = await openAs(MANAGER, '/admin/resources/collections');
    await page.getByText('Nobody has started a data collection from here yet.').waitFor();
    await page.goto('/admin/resources/clients?filters.name=zzz');
    await page.getByRole('link', { name: 'Show the whole list' }).click();
    await page.locator('tbody tr').first().waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('filters statistics by client and days', async () => {
    const page = await openAs(MANAGER, '/admin/resources/statistics');
    await page.getByTestId('filter-button').click();
    await page.getByTestId('property-filter-clientId').getByRole('combobox').fill('Nol');
    await page.getByRole('option', { name: 'Nol Iklan' }).click();
    await page.fill('[id="statDate~~from"]', '2026-11-20');
    await page.getByRole('button', { name: 'Apply changes' }).click();
    await page.locator('tbody tr').nth(2).waitFor({ state: 'detached' });
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringContaining('21 Nov 2026'),
      expect.stringContaining('20 Nov 2026'),
    ]);
    expect(await page.getByTestId('list-totals').innerText()).toMatch(/^Sales\s+Rp\s[\d,.]+\s+Orders\s+\d+/);
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
      page.waitForURL('**/admin/runs/*'),
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

  it('lets a person leave the page of a run that ends at the same moment', async () => {
    const { app, upstream } = fixture;
    const hold = upstream.hold();
    const { body } = await app.post('/sync', { daysBack: 2, clientIds: [fixture.findClient('-1').id] });
    const page = await openAs(ADMIN, `/admin/runs/${body.id}`);
    await page.locator('progress').waitFor();
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/admin/gaps', async (route) => {
      await answered;
      await route.continue();
    });
    const ended = new Promise<void>((resolve) => {
      void page.route(`**/admin/runs/${body.id}`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response });
        if (!(await response.text()).includes('data-live-run')) resolve();
      });
    });
    const leaving = page.waitForRequest('**/admin/gaps');
    await page.evaluate(() => location.assign('/admin/gaps'));
    await leaving;
    hold.release();
    await ended;
    answer();
    await page.waitForURL('**/admin/gaps');
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

  it.each([1400, 360])('invites a user in three clicks, and shows the link, at %d px', async (width) => {
    const page = await openAs(ADMIN, '/admin', { width });
    await (width === 360 ? page.getByTestId('pages-menu') : page.getByRole('link', { name: 'Users' })).click();
    await page.getByRole('link', { name: 'Invite a user' }).click();
    await page.locator('header [aria-current=page]', { hasText: 'Invite a user' }).waitFor({ state: 'attached' });
    await page.locator('[data-testid=property-edit-role]').getByText('manager').waitFor();
    await page.locator('[data-testid=property-edit-email] input').fill(`invited${width}@example.com`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByTestId('invitation-link').waitFor();
    expect(await page.getByTestId('invitation-link').innerText()).toMatch(/\/admin\/invitation\?token=[\w-]{43}$/);
    await page.getByRole('heading', { name: `invited${width}@example.com` }).waitFor();
  });

  it.each([1400, 360])(
    'gives a program a token in three clicks from any page, and shows it, at %d px',
    async (width) => {
      const page = await openAs(ADMIN, '/admin', { width });
      for (const start of ['/admin', '/admin/status']) {
        await page.goto(start);
        await page.getByTestId('pages-menu').click();
        await page.getByRole('link', { name: 'API tokens' }).click();
        await page.waitForURL('**/admin/status#tokens');
        await page.getByRole('link', { name: 'API tokens' }).waitFor({ state: 'hidden' });
        await page.getByLabel('What it is for').fill(`Grafana ${width} ${start}`);
        await page.getByTestId('create-token').click();
        expect(await page.getByTestId('new-token').innerText()).toMatch(/^\S{20,}$/);
        const box = await page.getByTestId('new-token').boundingBox();
        expect(box && box.y > 0 && box.y + box.height < 800).toBe(true);
      }
      expect(await page.locator('header [aria-current=page]').allTextContents()).not.toContain('API tokens');
    },
  );

  it('says that a record does not exist, and leads back to its list', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients/records/999999/show', { width: 1400 });
    await page.getByRole('heading', { name: 'There is no such page.' }).waitFor();
    expect(visit.violations.splice(0)).toEqual([expect.stringContaining('404')]);
    await page.getByRole('link', { name: '← Restaurants' }).click();
    await page.getByRole('heading', { name: 'Restaurants' }).waitFor();
  });

  it('shows no admin action to a manager', async () => {
    const page = await openAs(MANAGER, '/admin/resources/clients', { width: 1400 });
    await page.getByRole('link', { name: 'Syncs', exact: true }).waitFor();
    expect(await page.getByText('Audit log').count()).toBe(0);
    await page.goto('/admin/resources/users');
    await page.getByRole('heading', { name: 'You may not open this. Ask an admin if you need it.' }).waitFor();
    expect(visit.violations.splice(0)).toEqual([expect.stringContaining('403')]);
    expect(await page.innerText('body')).not.toContain(ADMIN);
  });

  it('redirects to the login when the session has ended, and back', async () => {
    const page = await openAs(ADMIN, '/admin/resources/clients', { width: 1400 });
    await page.locator('#app h1', { hasText: 'Restaurants' }).waitFor();
    await visit.settle();
    await page.context().clearCookies();
    await page.getByTestId('pages-menu').click();
    await page.getByText('Audit log').click();
    await page.waitForURL('**/admin/login?next=%2Fadmin%2Fresources%2Faudit*');
    expect(visit.violations.splice(0)).toEqual([expect.stringContaining('401')]);
  });
});
