import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import readXlsxFile from 'read-excel-file/node';
import { REPORT_LANGUAGES } from '../../src/clients/owners/owner.entity.js';
import type { OwnerReport } from '../../src/owner-reports/owner-report.dto.js';
import type { ClientPage } from '../../src/stats/reports/client-page.dto.js';
import type { LeaderboardTotals } from '../../src/stats/reports/leaderboard/leaderboard.dto.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { daysOf } from '../support/expected-figures.js';
import { expectReadByLibreOffice, itWithLibreOffice } from '../support/libreoffice.js';
import { nothingFrom, ScriptedUpstream, type UpstreamRow, upstreamRow } from '../support/scripted-upstream.js';

const NOW = '2026-11-22T06:00:00.000Z';
const PUBLIC_URL = 'https://stats.example.com';
const OCTOBER = 'from=2026-10-01&to=2026-10-31';

let upstream: ScriptedUpstream;
let app: TestApp;
let warung: number;
let kafe: number;
let owner: number;
let stopped: number;
let other: number;
const clock = TestClock.at(NOW);

/** A row for each day of two years; `change` overrides fields, and null omits the day. */
function history(level: number, change: (date: string, n: number) => UpstreamRow | null = () => ({})): UpstreamRow[] {
  return daysOf({ from: '2025-09-01', to: '2026-11-21' }).flatMap((date, n) => {
    const changed = change(date, n);
    if (!changed) return [];
    const sales = { grab_sales: `${level + n * 11}.50`, gojek_sales: `${level * 2 + (n % 9) * 1000}` };
    const orders = {
      grab_orders: 10 + (n % 5),
      gojek_orders: 7 + (n % 3),
      grab_fake_orders_count: n % 4 === 0 ? 2 : 0,
    };
    return [{ ...upstreamRow(date), ...sales, ...orders, ...changed }];
  });
}

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url, PUBLIC_URL }, clock });
  upstream.serve(
    'Warung Ayu',
    history(500_000, (date) => {
      if (date === '2026-10-03' || date === '2026-10-10' || date === '2026-10-11') return nothingFrom('grab');
      return date === '2026-10-20' ? null : {};
    }),
  );
  upstream.serve('Kafe Rahasia', history(777_000));
  upstream.serve(
    'Tutup',
    history(80_000, (date) => (date > '2026-06-30' ? null : {})),
  );
  upstream.serve('Buka', history(70_000));
  upstream.serve(
    'New one',
    history(90_000, (date) => (date < '2026-11-18' ? null : {})),
  );
  owner = (await app.post<{ id: number }>('/owners', { name: 'Ibu Sari', language: 'ru' })).body.id;
  warung = await app.addClient('Warung Ayu', { ownerId: owner, monthlyTarget: 60_000_000 });
  kafe = await app.addClient('Kafe Rahasia', { ownerId: owner });
  await app.addClient('New one');
  other = (await app.post<{ id: number }>('/owners', { name: 'Pak Tutup', language: 'id' })).body.id;
  stopped = await app.addClient('Tutup', { ownerId: other });
  const open = await app.addClient('Buka', { ownerId: other });
  await app.sync({ full: true });
  // The ranked list of active restaurants leaves them out.
  for (const id of [stopped, open]) await app.call('PATCH', `/clients/${id}`, { status: 'paused' });
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const find = async (query: string, path = `/clients/${warung}`) =>
  (await app.call<OwnerReport>('GET', `${path}/report?${query}`, undefined, 'manager')).body;

describe('the report of a month', () => {
  it('has the figures of the client page', async () => {
    const report = await find('month=2026-10');
    const page = async (compare: string) =>
      (await app.get<ClientPage>(`/clients/${warung}/stats?${OCTOBER}&compare=${compare}&excludeFake=true`)).body;
    const [month, year] = [await page('month'), await page('year')];
    expect(month.summary).toMatchObject(report.figures);
    expect(month.platforms).toMatchObject(report.platforms);
    expect(month.summary.delta).toEqual(report.previous.delta);
    expect(year.summary.delta).toEqual(report.year.delta);
    expect([report.previous.matched, report.year.matched]).toEqual([month.summary.matched, year.summary.matched]);
    expect(month.platforms.grab.delta).toEqual(report.previous.platforms.grab);
    expect(month.compare).toMatchObject(report.previous.figures);
    expect(report.coverage).toEqual(month.coverage);
    expect(report.days.map(({ sales, orders }) => [sales, orders])).toEqual(
      month.days.map(({ totalSales, totalOrders }) => [totalSales, totalOrders]),
    );
  });

  it('chooses the best and the worst day among complete days, and means of weekdays too', async () => {
    const { best, worst, days, weekdays } = await find('month=2026-10');
    const complete = days.filter((day) => day.complete && day.sales !== null);
    expect(complete).toHaveLength(27);
    const sorted = complete.map(({ sales }) => sales ?? 0).sort((a, b) => a - b);
    expect([worst?.sales, best?.sales]).toEqual([sorted[0], sorted.at(-1)]);
    // October 2026 begins on a Thursday; Grab is missing on Saturdays the 3rd and 10th and Sunday the 11th, all on Tuesday the 20th.
    expect(weekdays.map((weekday) => weekday.days)).toEqual([4, 3, 4, 5, 5, 3, 3]);
    const mondays = complete.filter(({ date }) => new Date(date).getUTCDay() === 1).map(({ sales }) => sales ?? 0);
    const mean = mondays.reduce((sum, sales) => sum + sales, 0) / mondays.length;
    expect(weekdays[0]?.sales).toBeCloseTo(mean, 2);
  });

  it.each([
    [
      'en',
      [
        'Data for 30 of 31 days, complete for 27.',
        'Grab: no data for 4 days (3 Oct, 10–11 Oct, 20 Oct).',
        'GoJek: no data for 1 day',
      ],
    ],
    [
      'ru',
      [
        'Данные есть за 30 из 31 дня, полные — за 27.',
        'Grab: нет данных за 4 дня (3 окт., 10–11 окт., 20 окт.).',
        'GoJek: нет данных за 1 день',
      ],
    ],
    [
      'id',
      [
        'Data tersedia untuk 30 dari 31 hari, lengkap untuk 27 hari.',
        'Grab: tidak ada data selama 4 hari (3 Okt, 10–11 Okt, 20 Okt).',
      ],
    ],
  ])('says in words what it lacks: %s', async (lang, sentences) => {
    const { status, headers, body } = await app.get<string>(
      `/clients/${warung}/report?month=2026-10&lang=${lang}&format=text`,
    );
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    for (const sentence of sentences) expect(body).toContain(sentence);
    expect(body).not.toMatch(/undefined|NaN|null/);
  });

  it('in a message says of every change what it is compared with', async () => {
    const { body } = await app.get<string>(`/clients/${warung}/report?month=2026-10&lang=ru&format=text`);
    expect(body).toMatch(/^• Заказы: \d+ \(−\d+\s% к предыдущему месяцу, −[\d,]+\s% к прошлому году\)$/m);
    expect(body).toContain('Grab, в скобках изменение к предыдущему месяцу:');
    expect(body).toContain('Предыдущий месяц — это 1–30 сентября 2026: сравниваем 1-е с 1-м');
  });

  it('of a month without data says so instead of a list of dashes, in every form', async () => {
    for (const lang of ['ru', 'en', 'id']) {
      const { body } = await app.get<string>(`/clients/${stopped}/report?month=2026-10&lang=${lang}&format=text`);
      expect(body).toContain({ ru: 'данных нет', en: 'There is no data', id: 'Tidak ada data' }[lang]);
      expect(body).not.toContain('—\n');
      expect(body).not.toContain('•');
    }
    const url = `${app.server.url}/api/v1/clients/${stopped}/report?month=2026-10&lang=en&format=xlsx`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${await app.token('manager')}` } });
    const [summary] = await readXlsxFile(Buffer.from(await response.arrayBuffer()));
    expect(summary?.data.flat()).not.toContain('Sales');
  });

  it('of an owner names the restaurants that have no data at all', async () => {
    const { body } = await app.get<string>(`/owners/${other}/report?month=2026-10&lang=ru&format=text`);
    expect(body).toContain('Нет данных за весь период: Tutup.');
    expect(body).toContain('данные есть за 31 из 62 дней');
    const { clients } = await find('month=2026-10', `/owners/${other}`);
    expect(clients.map(({ name, coverage }) => [name, coverage.days, coverage.expected])).toEqual([
      ['Buka', 31, 31],
      ['Tutup', 0, 31],
    ]);
  });

  it('of a month that is not over counts its days so far and forecasts the target from the counted days', async () => {
    const report = await find('month=2026-11');
    expect(report).toMatchObject({
      requested: { from: '2026-11-01', to: '2026-11-30' },
      period: { from: '2026-11-01', to: '2026-11-21' },
      isOver: false,
      previous: { kind: 'month', period: { from: '2026-10-01', to: '2026-10-21' } },
      target: { month: '2026-11', target: 60_000_000, days: 30, elapsedDays: 21, countedDays: 21 },
    });
    const { sales, forecast, pace, share } = report.target!;
    expect(sales).toBe(report.figures.totalSales);
    expect(forecast).toBeCloseTo((sales! / 21) * 30, 1);
    expect([pace, share]).toEqual([expect.closeTo(forecast! / 60_000_000), expect.closeTo(sales! / 60_000_000)]);
    // The target was set in November: October has none.
    expect((await find('month=2026-10')).target).toBeNull();
  });

  it('gives no forecast from fewer than seven counted days', async () => {
    clock.set('2026-11-07T06:00:00.000Z');
    expect((await find('month=2026-11')).target).toMatchObject({ countedDays: 6, forecast: null, pace: null });
    clock.set(NOW);
  });

  it('sums the restaurants of an owner as the ranked list does, in the language of the owner', async () => {
    const report = await find('month=2026-10', `/owners/${owner}`);
    expect(report).toMatchObject({ language: 'ru', subject: { name: 'Ibu Sari' }, target: null });
    const { totals } = (
      await app.get<{ totals: LeaderboardTotals }>(
        `/clients/leaderboard?${OCTOBER}&compare=month&excludeFake=true&status=active`,
      )
    ).body;
    // The third client has no data in October.
    expect(totals).toMatchObject({ ...report.figures, delta: report.previous.delta });
    expect(report.clients.map(({ name }) => name)).toEqual(['Kafe Rahasia', 'Warung Ayu']);
  });

  it('is a workbook with real numbers and dates', async () => {
    const url = `${app.server.url}/api/v1/clients/${warung}/report?month=2026-10&lang=id&format=xlsx`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${await app.token('manager')}` } });
    const sheets = await readXlsxFile(Buffer.from(await response.arrayBuffer()));
    const report = await find('month=2026-10');
    const [summary, days] = sheets.map(({ data }) => data);
    expect(summary?.find(([label]) => label === 'Penjualan')?.slice(1, 3)).toEqual([
      report.figures.totalSales,
      report.previous.figures.totalSales,
    ]);
    expect(days?.[1]).toEqual([
      new Date('2026-10-01T00:00:00.000Z'),
      report.days[0]!.sales,
      report.days[0]!.orders,
      'ya',
    ]);
  });

  itWithLibreOffice('opens in LibreOffice with numbers and dates as such, in every language', async () => {
    const headers = { authorization: `Bearer ${await app.token('manager')}` };
    const workbooks: Record<string, Buffer> = {};
    for (const lang of REPORT_LANGUAGES) {
      const url = `${app.server.url}/api/v1/clients/${warung}/report?month=2026-11&lang=${lang}&format=xlsx`;
      const response = await fetch(url, { headers });
      workbooks[lang] = Buffer.from(await response.arrayBuffer());
    }
    await expectReadByLibreOffice(workbooks);
  });

  it('rejects a period of which no day is over, two periods at once, and none', async () => {
    for (const [query, path] of [
      ['month=2026-12', 'from'],
      ['month=2026-10&from=2026-10-01', 'month'],
      ['month=2026-13', 'month'],
      ['lang=en', 'from'],
    ] as const)
      expect(await app.get(`/clients/${warung}/report?${query}`)).toMatchObject({
        status: 400,
        body: { details: [{ path }] },
      });
  });
});

describe('the link to a report', () => {
  const create = async (id = warung, fields: object = {}) =>
    (
      await app.call<{ id: number; url: string; expiresAt: string }>(
        'POST',
        `/clients/${id}/report-links`,
        { month: '2026-10', lang: 'id', expiresInDays: 7, ...fields },
        'manager',
      )
    ).body;
  const open = async (url: string) => {
    const response = await fetch(url.replace(PUBLIC_URL, app.server.url), { redirect: 'manual' });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };

  it('shows the report without a login, and nothing of another restaurant', async () => {
    await app.call(
      'PUT',
      `/clients/${warung}/report-comment`,
      { month: '2026-10', text: 'Iklan <b>naik</b>' },
      'manager',
    );
    const { url, expiresAt } = await create();
    expect(expiresAt).toBe('2026-11-29T16:00:00.000Z');
    const { status, headers, body } = await open(url);
    expect(status).toBe(200);
    expect(body).toContain('Laporan Oktober 2026');
    expect(body).toContain('Tautan ini berlaku sampai 29 November 2026.');
    expect(body).toContain('Iklan &lt;b>naik&lt;/b>');
    expect(body).toContain('<meta name="robots" content="noindex, nofollow, noarchive"/>');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(body).not.toMatch(/<script|<link|<a |<form|src=|href=/);
    const other = await find('month=2026-10', `/clients/${kafe}`);
    const numbers = [...Object.values(other.figures), ...other.days.map(({ sales }) => sales)]
      .filter((value) => value !== null && value > 100_000)
      .map((value) => new Intl.NumberFormat('id', { maximumFractionDigits: 0 }).format(value!));
    for (const secret of ['Rahasia', 'New one', 'Ibu Sari', 'token:', ...numbers]) expect(body).not.toContain(secret);
  });

  it('is one and the same page for an unknown, an expired and a revoked link', async () => {
    const [expired, revoked] = [await create(), await create()];
    expect((await app.call('DELETE', `/report-links/${revoked.id}`, undefined, 'manager')).status).toBe(204);
    clock.set(expired.expiresAt);
    const pages = [];
    for (const url of [expired.url, revoked.url, `${app.server.url}/r/${'a'.repeat(43)}`, `${app.server.url}/r/x`])
      pages.push(await open(url));
    clock.set(NOW);
    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
    expect(pages[0]?.body).toContain('Tautan ini tidak berfungsi');
    expect(pages[0]?.body).not.toContain('Warung');
  });

  it('is stored as a hash, listed without its token, and written to no log', async () => {
    const { id, url } = await create();
    const token = url.split('/r/')[1] ?? '';
    const rows = await app.rows<object>('SELECT * FROM report_link', []);
    const events = await app.rows<object>('SELECT * FROM audit_log', []);
    const { body } = await app.get<{ items: { id: number }[] }>(`/clients/${warung}/report-links`);
    expect(body.items[0]).toMatchObject({ id, from: '2026-10-01', to: '2026-10-31', language: 'id', revokedAt: null });
    for (const text of [rows, events, body]) expect(JSON.stringify(text)).not.toContain(token);
    expect(JSON.stringify(body)).not.toContain('Hash');
  });

  it('begins with the public address, whatever host the request names', async () => {
    const { port } = new URL(app.server.url);
    const headers = {
      authorization: `Bearer ${await app.token('manager')}`,
      'content-type': 'application/json',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    };
    const request = httpRequest({ port, method: 'POST', path: `/api/v1/clients/${warung}/report-links`, headers });
    request.end(JSON.stringify({ month: '2026-10', expiresInDays: 1 }));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const body = (await json(response)) as { url: string };
    expect([response.statusCode, new URL(body.url).origin]).toEqual([201, PUBLIC_URL]);
  });

  it('opens nothing else', async () => {
    const { url } = await create();
    for (const path of ['/../api/v1/clients', '/clients', '/..%2fadmin', '?month=2026-09&client=2'])
      expect((await open(url + path)).body).not.toContain('Rahasia');
    expect((await open(`${url}?month=2026-09`)).body).toContain('Oktober 2026');
  });

  it('makes an address wait after twenty wrong tokens, and lets a right one wait too', async () => {
    const { url } = await create(warung, { expiresInDays: 30 });
    const statuses: number[] = [];
    for (let guess = 0; guess < 40; guess++)
      statuses.push((await open(`${app.server.url}/r/${String(guess).padStart(43, 'z')}`)).status);
    expect(statuses.slice(-15)).toEqual(new Array(15).fill(429));
    const { status, headers, body } = await open(url);
    expect([status, body.includes('Warung')]).toEqual([429, false]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    // Earlier tests counted wrong tokens on the 29th.
    clock.set('2026-11-29T16:20:00.000Z');
    expect((await open(url)).status).toBe(200);
    clock.set(NOW);
  });
});
