import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ClientDto } from '../../src/clients/client.dto.js';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { nothingFrom, upstreamRow } from '../support/scripted-upstream.js';
import { startSeededFixture, YESTERDAY, type SeededFixture } from '../support/seeded-fixture.js';
import { daysOf, shift } from '../support/expected-figures.js';

const TODAY = shift(YESTERDAY, 1);
const CLIENT = 'Warung `Bu Komang`';

describe('what a manager writes on the dashboard', () => {
  let fixture: SeededFixture;
  let browser: Browser;
  let visit: BrowserVisit;
  let page: Page;
  let clientId: number;

  beforeAll(async () => {
    [fixture, browser] = await Promise.all([startSeededFixture(), launchChromium()]);
    clientId = fixture.findClient(CLIENT).id;
    // Both platforms fell by half in the last week, and GoJek of another restaurant has stopped.
    const weeks = daysOf({ from: shift(YESTERDAY, -34), to: YESTERDAY });
    const isLastWeek = (day: string) => day > shift(YESTERDAY, -7);
    const sales = (day: string) => (isLastWeek(day) ? '500.00' : '1000.00');
    fixture.upstream.serve(
      'Falls on both',
      weeks.map((day) => upstreamRow(day, { grab_sales: sales(day), gojek_sales: sales(day) })),
    );
    fixture.upstream.serve(
      'Lost GoJek',
      weeks.map((day) => upstreamRow(day, { grab_sales: '9.00', ...(isLastWeek(day) && nothingFrom('gojek')) })),
    );
    const clientIds = [await fixture.app.addClient('Falls on both'), await fixture.app.addClient('Lost GoJek')];
    await fixture.app.sync({ clientIds });
  });

  afterAll(async () => {
    await browser.close();
    await fixture.stop();
  });

  beforeEach(() => open(`/admin?client=${clientId}`));

  afterEach(async () => {
    expect(visit.violations).toEqual([]);
    await visit.close();
  });

  async function open(path: string, options: Parameters<typeof BrowserVisit.start>[2] = {}): Promise<void> {
    visit = await BrowserVisit.start(browser, fixture.app.server.url, options);
    await visit.login('ani@example.com', 'a good password', path);
    ({ page } = visit);
    await page.locator('#app[data-ready]').waitFor();
  }

  const byId = (testid: string) => page.getByTestId(testid);
  const findClient = async () => (await fixture.app.get<ClientDto>(`/clients/${clientId}`)).body;

  it('adds a note by keyboard, flags its day on every chart, changes it in its place and deletes it', async () => {
    const day = shift(YESTERDAY, -3);
    await byId('note-add').press('Enter');
    await page.keyboard.type('ads <b>started</b>');
    await byId('notes').locator('[name=day]').fill(day);
    await byId('notes').locator('[name=text]').press('Tab');
    await byId('notes').locator('form button.primary').press('Enter');
    const note = byId('notes').locator('li');
    await note.waitFor();
    expect(await note.locator('p').innerText()).toBe('ads <b>started</b> ani@example.com');
    // The focus is back at the button that opened the form.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('note-add');
    expect(
      await page.locator('.chart svg.flag').evaluateAll((flags) => flags.map(({ dataset }) => dataset.flag)),
    ).toEqual(new Array(4).fill('26'));
    const chart = byId('chart-sales').locator('.picture');
    await chart.focus();
    for (let at = 0; at <= 26; at++) await chart.press('ArrowRight');
    expect(await byId('chart-sales').locator('.tooltip').innerText()).toContain('⚑ ads <b>started</b>');
    await visit.expectAccessible();

    // The chart of all restaurants has the flag too, with the restaurant's name.
    await page.locator('.title .back').click();
    await byId('movers-up').waitFor();
    const all = byId('chart-sales');
    await all.locator('svg.flag').waitFor();
    await all.locator('.picture').focus();
    for (let at = 0; at <= 26; at++) await all.locator('.picture').press('ArrowRight');
    expect(await all.locator('.tooltip').innerText()).toContain(`⚑ ${CLIENT}: ads <b>started</b>`);
    await visit.expectAccessible();
    await page.goBack();
    await note.waitFor();

    await byId('note-edit').click();
    await visit.expectAccessible();
    await byId('notes').locator('[name=text]').fill('ads stopped');
    await byId('notes').locator('[name=text]').press('Escape');
    expect(await note.innerText()).toContain('ads <b>started</b>');
    await byId('note-edit').click();
    await byId('notes').locator('[name=text]').fill('ads stopped');
    await byId('notes').locator('[name=day]').fill(TODAY);
    await byId('notes').locator('form button.primary').click();
    await note.getByText('ads stopped').waitFor();
    // Today is not among the days of the charts.
    expect(await page.locator('.chart svg.flag').count()).toBe(0);
    await byId('note-edit').click();
    await byId('notes').locator('.remove').click();
    await note.waitFor({ state: 'detached' });
  });

  it('is told in Russian on a Russian page which field breaks which rule, and goes on there', async () => {
    await visit.close();
    await open(`/admin?client=${clientId}`, { language: 'ru' });
    await byId('note-add').click();
    await byId('notes').locator('[name=text]').fill('   ');
    await byId('notes').locator('form button.primary').click();
    expect(await page.getByRole('alert').innerText()).toBe('Не сохранено. Что произошло: заполните это поле');
    expect(
      await page.evaluate(() => [document.activeElement?.getAttribute('name'), document.activeElement?.ariaInvalid]),
    ).toEqual(['text', 'true']);
    await visit.expectAccessible();
    await page.keyboard.type('реклама');
    await byId('notes').locator('form button.primary').click();
    await byId('notes').locator('li').getByText('реклама').waitFor();
    await byId('note-edit').click();
    await byId('notes').locator('.remove').click();
    await byId('notes').locator('li').waitFor({ state: 'detached' });
    // The response to the empty note.
    expect(visit.violations.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('is not sent the ranked list again after a note, which does not change it', async () => {
    const period = (await byId('ranked-list').getAttribute('data-period'))?.split('..') ?? [];
    const addNote = async (text: string) => {
      const list = page.waitForResponse((response) => {
        const { pathname, searchParams } = new URL(response.url());
        return pathname === '/api/v1/dashboard' && searchParams.get('from') === period[0];
      });
      await byId('note-add').click();
      await byId('notes').locator('[name=text]').fill(text);
      await byId('notes').locator('form button.primary').click();
      await byId('notes').locator('li').getByText(text).waitFor();
      return (await list).status();
    };
    const rows = () => byId('client-row').allInnerTexts();
    const before = await rows();
    // The list that came with the page has no ETag.
    expect(await addNote('first')).toBe(200);
    expect(await addNote('second')).toBe(304);
    expect(await rows()).toEqual(before);
    expect(before.length).toBeGreaterThan(1);
  });

  it('sets a target in its place and shows how the month goes against it', async () => {
    await byId('target-edit').click();
    await byId('target').locator('[name=monthlyTarget]').fill('90000000');
    await byId('target').locator('[name=monthlyTarget]').press('Enter');
    await byId('forecast').waitFor();
    expect((await findClient()).monthlyTarget).toBe(90_000_000);
    const { body } = await fixture.app.get<{ target: { sales: number; forecast: number; countedDays: number } }>(
      `/clients/${clientId}/report?month=${TODAY.slice(0, 7)}`,
    );
    const millions = (rupiah: number) => `Rp\u00a0${(rupiah / 1e6).toFixed(1)}M`;
    expect(await byId('target').innerText()).toContain(millions(body.target.sales));
    expect(await byId('forecast').innerText()).toContain(millions(body.target.forecast));
    expect(await byId('forecast').innerText()).toContain(
      `Counted: ${body.target.countedDays} complete of 21 past days`,
    );
    await visit.expectAccessible();
    await byId('target-edit').click();
    await byId('target').locator('[name=monthlyTarget]').fill('');
    await byId('target').locator('form button.primary').click();
    await byId('target').getByText('No target is set.').waitFor();
    expect((await findClient()).monthlyTarget).toBeNull();
  });

  it('changes goals and notes in their place, and keeps what was typed when the server rejects it', async () => {
    await byId('goals-edit').click();
    await page.locator('[name=goals]').fill('more\nbreakfasts');
    await page.locator('.about form button.primary').click();
    await byId('goals-edit').waitFor();
    expect((await findClient()).goals).toBe('more\nbreakfasts');
    await byId('notes-edit').click();
    await page.locator('[name=notes]').fill('closed on Nyepi');
    await page.route('**/api/v1/clients/*', (route) => route.abort());
    await page.locator('.about form button.primary').click();
    expect(await page.getByRole('alert').innerText()).toContain('This was not saved.');
    expect(await page.locator('[name=notes]').inputValue()).toBe('closed on Nyepi');
    visit.violations.length = 0;
  });

  it('prints neither buttons nor open forms', async () => {
    await byId('note-add').click();
    await byId('target-edit').click();
    const controls = page.locator('button, form, input, textarea, select').filter({ visible: true });
    expect(await controls.count()).toBeGreaterThan(10);
    await page.emulateMedia({ media: 'print' });
    expect(await controls.evaluateAll((found) => found.map(({ outerHTML }) => outerHTML))).toEqual([]);
    expect(await byId('kpi-sales').isVisible()).toBe(true);
  });

  it('puts what needs attention aside and takes it back', async () => {
    await visit.close();
    await open('/admin');
    const card = byId('attention');
    const entry = (name: string) => card.locator('li', { has: page.getByText(name, { exact: true }) });
    // Both platforms of one restaurant are one entry.
    expect(await entry('Falls on both').locator('.reason').count()).toBe(2);
    expect(await entry('Lost GoJek').getByTestId('stopped').count()).toBe(1);
    await entry('Falls on both').getByTestId('put-aside').click();
    await card.locator('[name=note]').fill('the kitchen is closed');
    await visit.expectAccessible();
    await card.locator('[name=note]').press('Enter');
    const aside = byId('aside');
    await aside.waitFor();
    expect(await card.locator(':scope > ul').getByText('Falls on both').count()).toBe(0);
    await aside.locator('summary').click();
    expect(await aside.locator('li').innerText()).toContain('the kitchen is closed');
    await visit.expectAccessible();
    await byId('take-back').click();
    await aside.waitFor({ state: 'detached' });
    expect(await entry('Falls on both').locator('.reason').count()).toBe(2);
  });
});
