import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import type { Leaderboard } from '../../src/stats/reports/leaderboard/leaderboard.dto.js';
import { expectReadByLibreOffice, itWithLibreOffice } from '../support/libreoffice.js';
import { startSeededFixture, YESTERDAY, type SeededFixture } from '../support/seeded-fixture.js';

const MONTH = { from: '2026-10-23', to: YESTERDAY };
const LANGUAGES = ['ru', 'en'] as const;
const WORDS = {
  ru: { list: 'Рестораны', days: 'По дням', about: 'Об этом файле', sales: 'Продажи', grab: 'Grab: Продажи' },
  en: { list: 'Restaurants', days: 'Days', about: 'About this file', sales: 'Sales', grab: 'Grab: Sales' },
};

let fixture: SeededFixture;

beforeAll(async () => {
  fixture = await startSeededFixture();
});

afterAll(() => fixture.stop());

describe.each(LANGUAGES)('the workbook of the list in %s', (lang) => {
  it('has the figures of the leaderboard as numbers, and names as text', async () => {
    const query = { ...MONTH, sort: 'totalOrders' };
    const { clients } = await fixture.app
      .get<Leaderboard>(`/clients/leaderboard?${new URLSearchParams(query).toString()}`)
      .then(({ body }) => body);
    const { sheets } = await download({ ...query, view: 'list', lang });
    expect(sheets.map(({ sheet }) => sheet)).toEqual([WORDS[lang].list, WORDS[lang].about]);
    const [headings = [], ...rows] = sheets[0]?.data ?? [];
    expect(headings[3]).toBe(WORDS[lang].sales);
    expect(rows.map((row) => [row[1], row[3], row[4], row[6], row[10], row[12], row[14]])).toEqual(
      clients.map(({ name, totalSales, totalOrders, averageCheck, adShare, coverage, delta }) => [
        ...[name, totalSales, totalOrders, averageCheck, adShare, coverage.days, delta.totalSales],
      ]),
    );
    expect(clients.map(({ name }) => name)).toContain('=cmd()');
  });
});

it('has the days of one restaurant as dates, with empty cells where nobody reported', async () => {
  const clientId = String(fixture.findClient('=cmd()').id);
  const period = { from: '2026-09-23', to: '2026-09-24' };
  const { body } = await fixture.app.get(`/clients/${clientId}/stats?${new URLSearchParams(period).toString()}`);
  const { sheets } = await download({ ...period, view: 'days', clientId, lang: 'en' });
  const [headings, ...rows] = sheets[0]?.data ?? [];
  expect(headings?.slice(0, 3)).toEqual(['Restaurant', 'Day', 'Grab: Sales']);
  expect(rows.map((row) => [row[0], row[1], row[2], row[9], row[16]])).toEqual(
    body.days.map(({ date, grab, gojek, totalSales }) => [
      ...['=cmd()', new Date(`${date}T00:00:00.000Z`), grab?.sales ?? null, gojek?.sales ?? null, totalSales],
    ]),
  );
  expect(rows.flat().filter((cell) => cell === null)).not.toEqual([]);
});

it('shows one platform only, and says so', async () => {
  const { sheets } = await download({ ...MONTH, view: 'days', platform: 'gojek', lang: 'en', search: 'ombak' });
  expect(sheets[0]?.data[0]?.slice(2, -1).every((heading) => String(heading).startsWith('GoJek: '))).toBe(true);
  expect(sheets[1]?.data).toContainEqual(['Platform', 'GoJek']);
  expect(sheets[1]?.data).toContainEqual(['Search', 'ombak']);
});

it('uses the language of the browser without `lang`', async () => {
  const { sheets } = await download({ ...MONTH, view: 'list' }, { 'accept-language': 'ru' });
  expect(sheets[0]?.sheet).toBe(WORDS.ru.list);
});

it('rejects an unknown language', async () => {
  const get = (query: Record<string, string>) =>
    fixture.app.get<{ details: { path: string }[] }>(`/stats/export.xlsx?${new URLSearchParams(query).toString()}`);
  const { status, body } = await get({ ...MONTH, view: 'list', lang: 'fr' });
  expect({ status, paths: body.details.map(({ path }) => path) }).toEqual({ status: 400, paths: ['lang'] });
});

it('has targets, entries that are put aside and notes by their day, in the workbook and in the CSV', async () => {
  const { id } = fixture.findClient('+1 Sushi');
  const [until, day] = ['2026-12-01', '2026-11-20'];
  await fixture.app.call('PATCH', `/clients/${id}`, { monthlyTarget: 70_000_000 });
  await fixture.app.call('PUT', `/clients/${id}/put-aside`, { until, note: 'closed' });
  for (const text of ['=ads', 'new menu']) await fixture.app.post(`/clients/${id}/notes`, { day, text });
  const query = { from: day, to: YESTERDAY, clientId: String(id), lang: 'en' };
  const [list, days] = [await download({ ...query, view: 'list' }), await download({ ...query, view: 'days' })];
  expect(list.sheets[0]?.data.map((row) => row.slice(-2))).toEqual([
    ['Monthly target', 'Put aside until'],
    [70_000_000, new Date(`${until}T00:00:00.000Z`)],
  ]);
  expect(days.sheets[0]?.data.map((row) => row[18] ?? null)).toEqual(['Notes', '=ads; new menu', null]);
  const csv = async (view: string) => {
    const search = new URLSearchParams({ from: day, to: YESTERDAY, clientId: String(id), view }).toString();
    const headers = { authorization: `Bearer ${await fixture.app.token('manager')}` };
    const response = await fetch(`${fixture.app.server.url}/api/v1/stats/export.csv?${search}`, { headers });
    return parse<Record<string, string>>(await response.text(), { columns: true, bom: true });
  };
  expect(await csv('list')).toEqual([expect.objectContaining({ monthly_target: '70000000', put_aside_until: until })]);
  // A text that a spreadsheet would run is inert.
  expect((await csv('days')).map(({ notes }) => notes)).toEqual(["'=ads; new menu", '']);
});

itWithLibreOffice('opens in LibreOffice with numbers and dates as such, in both languages', async () => {
  const clientId = String(fixture.findClient('=cmd()').id);
  const workbooks: Record<string, Buffer> = {};
  for (const lang of LANGUAGES) {
    workbooks[`${lang}-list`] = (await download({ ...MONTH, view: 'list', lang })).file;
    workbooks[`${lang}-days`] = (await download({ ...MONTH, view: 'days', clientId, lang })).file;
  }
  await expectReadByLibreOffice(workbooks);
});

async function download(query: Record<string, string>, headers: Record<string, string> = {}) {
  const path = `/api/v1/stats/export.xlsx?${new URLSearchParams(query).toString()}`;
  const authorization = `Bearer ${await fixture.app.token('manager')}`;
  const response = await fetch(`${fixture.app.server.url}${path}`, { headers: { authorization, ...headers } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="delivery-stats_\w+_[-\d]+_[-\d]+\.xlsx"$/,
  );
  const file = Buffer.from(await response.arrayBuffer());
  const sheets = await readXlsxFile(file, { trim: false });
  return { file, sheets };
}
