import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { z } from 'zod';
import { day, dayNumber } from '../stats/day.js';
import { type MetricKind, METRICS } from '../stats/metric-catalogue.js';
import { type DemoOptions, type DemoUpstream, startDemoUpstream } from './demo-upstream.js';
import type { Row } from './looker-row.js';
import { restaurantNames } from './names.js';

const NAMES = restaurantNames(127);
// Not looked into by zod: there are hundreds of thousands of fields.
const RowOf = z.custom<Row>((value) => typeof value === 'object');
const Answer = z.object({
  restaurant_name: z.string().nullable(),
  source: z.string(),
  period: z.string(),
  records_count: z.number(),
  data: z.array(RowOf),
});
const Failure = z.object({ success: z.literal(false), error: z.string() });
const Batch = z.record(z.string(), z.record(z.string(), RowOf));

let demo: DemoUpstream;
let clock: Date;

async function start(options: DemoOptions = {}, at = '2026-11-23T01:00:00Z'): Promise<void> {
  clock = new Date(at);
  demo = await startDemoUpstream({ now: () => clock, collectionMs: 0, ...options });
}

afterEach(() => demo.close());

function get(path: string, query: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
  const encoded = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return fetch(`${demo.url}/api/v1/${path}?${encoded.join('&')}`, init);
}

async function stats(query: Record<string, string>): Promise<z.infer<typeof Answer>> {
  const response = await get('getRestaurantStats', query);
  expect(response.status).toBe(200);
  return Answer.parse(await response.json());
}

function wellFormed(value: Row[string] | undefined, kind: MetricKind): boolean {
  if (value === null) return true;
  return kind === 'money' ? /^\d+\.\d\d$/.test(String(value)) : Number.isSafeInteger(value);
}

const looker = (name: string, dates: Record<string, string> = {}) =>
  stats({ restaurant_name: name, source: 'looker_summary', ...dates });

const post = (path: string, body?: string) =>
  fetch(`${demo.url}/api/v1/${path}`, { method: 'POST', body: body ?? null });

describe('getRestaurantStats', () => {
  it('finds every name verbatim, however odd, and nothing else', async () => {
    await start();
    for (const name of NAMES) {
      const answer = await looker(name, { start_date: '2026-11-01', end_date: '2026-11-22' });
      expect(answer.restaurant_name).toBe(name);
      expect(answer.data.every((row) => row.restaurant_name === name)).toBe(true);
    }
    for (const wrong of ['depot lestari', ' Depot Lestari ', 'Depot Lestari', 'poke paradise', 'nobody']) {
      const response = await get('getRestaurantStats', { restaurant_name: wrong, source: 'looker_summary' });
      expect([response.status, Failure.safeParse(await response.json()).success]).toEqual([404, true]);
    }
  });

  it('answers rows of 59 fields, newest first, inside the window, money as decimal strings', async () => {
    await start();
    const answers = await Promise.all(
      NAMES.map((name) => looker(name, { start_date: '2026-10-01', end_date: '2026-11-22' })),
    );
    for (const { data, records_count, period } of answers) {
      expect(period).toBe('2026-10-01 to 2026-11-22');
      expect(records_count).toBe(data.length);
      const days = data.map((row) => String(row.stat_date));
      expect(days).toEqual([...days].sort().reverse());
      expect(days.every((text) => /^2026-1[01]-\d\dT00:00:00\.000Z$/.test(text))).toBe(true);
      expect(data.filter((row) => Object.keys(row).length !== 59)).toEqual([]);
      expect(
        data.filter((row) => !METRICS.every((metric) => wellFormed(row[metric.upstreamField], metric.kind))),
      ).toEqual([]);
    }
    expect(answers.some(({ data }) => data.length === 0)).toBe(true);
    expect(answers.flatMap(({ data }) => data).some((row) => row.gojek_sales === null)).toBe(true);
  });

  it('holds 760 days and more, ending yesterday in Bali, and gives all of them when not asked for a window', async () => {
    for (const at of ['2025-06-01T15:59:00Z', '2026-11-23T01:00:00Z', '2026-11-23T16:30:00Z', '2029-01-01T00:00:00Z']) {
      await start({}, at);
      const yesterday = new Date(clock.getTime() - 16 * 3_600_000).toISOString().slice(0, 10);
      const answers = await Promise.all(NAMES.slice(0, 8).map((name) => looker(name)));
      const [from, to] = (answers[0]?.period ?? '').split(' to ');
      expect(to).toBe(yesterday);
      expect(dayNumber(day(to ?? '')) - dayNumber(day(from ?? '')) + 1).toBeGreaterThanOrEqual(760);
      expect(Math.max(...answers.map(({ data }) => data.length))).toBeGreaterThan(700);
      await demo.close();
    }
  });

  it('has nothing outside its history, which is no error', async () => {
    await start();
    for (const [edge, date] of [
      ['start_date', '2027-01-01'],
      ['end_date', '2020-01-01'],
    ] as const) {
      expect(await looker('Sate Senja', { [edge]: date })).toMatchObject({ records_count: 0, data: [] });
    }
  });

  it('says with status and content-length what it sends', async () => {
    await start();
    const response = await get('getRestaurantStats', { restaurant_name: '🍕 Pizza Nakal', source: 'looker_summary' });
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('content-length')).toBe(String((await response.arrayBuffer()).byteLength));
  });

  it.each<[string, Record<string, string>]>([
    ['no name', { source: 'looker_summary' }],
    ['an empty name', { source: 'looker_summary', restaurant_name: '' }],
    ['no source', { restaurant_name: 'Sate Senja' }],
    ['an unknown source', { restaurant_name: 'Sate Senja', source: 'users' }],
    ['an impossible day', { restaurant_name: 'Sate Senja', source: 'grab', start_date: '2026-02-30' }],
    ['a day in another form', { restaurant_name: 'Sate Senja', source: 'grab', end_date: '22.11.2026' }],
    [
      'a reversed window',
      { restaurant_name: 'Sate Senja', source: 'grab', start_date: '2026-11-02', end_date: '2026-11-01' },
    ],
  ])('refuses %s', async (_case, query) => {
    await start();
    const response = await get('getRestaurantStats', query);
    expect([response.status, Failure.safeParse(await response.json()).success]).toEqual([400, true]);
  });

  it('lists every restaurant, secrets included', async () => {
    await start({ restaurants: 300 });
    const { data, records_count } = await stats({ source: 'restaurants' });
    expect(records_count).toBe(300);
    expect(data.map(({ name }) => name)).toEqual(restaurantNames(300));
    expect(
      data.every(({ id, grab_token }) => typeof id === 'number' && /^gt_live_\w{16,}$/.test(String(grab_token))),
    ).toBe(true);
  });

  it('has the other sources, which agree with the summary', async () => {
    await start();
    const name = 'Sate Senja';
    const dates = { start_date: '2024-01-01', end_date: '2026-11-22' };
    const of = async (source: string) => (await stats({ restaurant_name: name, source, ...dates })).data;
    const summary = await of('looker_summary');
    const sum = (field: string, rows = summary) => rows.reduce((total, row) => total + Number(row[field]), 0);
    expect(summary.length).toBeGreaterThan(300);
    expect(sum('sales', await of('grab'))).toBeCloseTo(sum('grab_sales'), 1);
    expect(sum('orders', await of('gojek'))).toBe(sum('gojek_orders'));
    expect(sum('orders_count', await of('fake_orders'))).toBe(
      sum('grab_fake_orders_count') + sum('gojek_fake_orders_count'),
    );
    expect(sum('gojek_sales', await of('monthly_commissions'))).toBeCloseTo(sum('gojek_sales'), 1);
    expect((await of('commission_settings')).length).toBe(1);
    const fields: unknown = await (await get('getFieldsInfo', { source: 'looker_summary' })).json();
    expect(fields).toMatchObject({ fields_count: 59, source: 'looker_summary' });
    expect((await get('getFieldsInfo')).status).toBe(400);
  });
});

describe('getBatchStats', () => {
  it('gives everybody the rows they get alone', async () => {
    await start();
    const dates = { start_date: '2026-08-01', end_date: '2026-11-22' };
    const batch = Batch.parse(await (await post('getBatchStats', JSON.stringify(dates))).json());
    expect(Object.keys(batch).length).toBe(127);
    for (const [index, name] of NAMES.entries()) {
      const { data } = await looker(name, dates);
      expect(batch[index + 1]).toEqual(
        Object.fromEntries(data.map((row) => [String(row.stat_date).slice(0, 10), row])),
      );
    }
  });

  it.each([
    ['no body', undefined, 400],
    ['no JSON', '{', 400],
    ['no dates', '{}', 400],
    ['a reversed window', '{"start_date":"2026-11-02","end_date":"2026-11-01"}', 400],
    ['17 KB', JSON.stringify({ start_date: '2026-11-01', end_date: '2026-11-02', filling: 'x'.repeat(17_000) }), 413],
  ])('refuses %s', async (_case, body, status) => {
    await start();
    expect((await post('getBatchStats', body)).status).toBe(status);
  });

  it('survives a client that stops reading and leaves', async () => {
    await start({ restaurants: 2000 });
    const call = raw('POST', 'getBatchStats', JSON.stringify({ start_date: '2024-01-01', end_date: '2026-11-22' }));
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    await left(call);
    expect((await looker('Sate Senja')).records_count).toBeGreaterThan(0);
  });
});

describe('a call', () => {
  it('needs the key when there is one', async () => {
    await start({ apiKey: 'right' });
    const statuses = [];
    for (const authorization of ['', 'Bearer wrong', 'right', 'Bearer right']) {
      statuses.push((await get('getFieldsInfo', { source: 'grab' }, { headers: { authorization } })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 200]);
  });

  it('to nowhere is a 404 in JSON', async () => {
    await start();
    for (const path of ['/', '/api/v1/getRestaurantStats/', '/api/v1/getBatchStats', '/%zz?%', '//']) {
      const response = await fetch(demo.url + path);
      expect([path, response.status, Failure.safeParse(await response.json()).success]).toEqual([path, 404, true]);
    }
  });

  it('waits as long as it was told, and an impatient client costs nothing', async () => {
    await start({ delayMs: 600_000 });
    const call = raw('GET', 'collectionStatus');
    await once(call, 'socket');
    await left(call);
  });
});

function raw(method: string, path: string, body?: string): ClientRequest {
  const call = request(`${demo.url}/api/v1/${path}`, { method, agent: false });
  call.on('error', () => undefined);
  call.end(body);
  return call;
}

/** Breaks the connection off. */
async function left(call: ClientRequest): Promise<void> {
  const closed = new Promise((resolve) => call.once('close', resolve));
  call.destroy();
  await closed;
}
