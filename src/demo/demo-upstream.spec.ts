import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { z } from 'zod';
import { type DemoOptions, type DemoUpstream, startDemoUpstream } from './demo-upstream.js';
import type { Row } from './http/looker-row.js';
import { restaurantNames } from './figures/names.js';
import { toDay, toDayNumber, type MetricKind, METRICS } from '../domain/index.js';

const NAMES = restaurantNames(127);
// Zod does not validate the fields: there are hundreds of thousands.
const RowOf = z.custom<Row>((value) => typeof value === 'object');
const StatsResponse = z.object({
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

async function stats(query: Record<string, string>): Promise<z.infer<typeof StatsResponse>> {
  const response = await get('getRestaurantStats', query);
  expect(response.status).toBe(200);
  return StatsResponse.parse(await response.json());
}

function isWellFormed(value: Row[string] | undefined, kind: MetricKind): boolean {
  if (value === null) return true;
  return kind === 'money' ? /^\d+\.\d\d$/.test(String(value)) : Number.isSafeInteger(value);
}

const looker = (name: string, dates: Record<string, string> = {}) =>
  stats({ restaurant_name: name, source: 'looker_summary', ...dates });

const post = (path: string, body?: string) =>
  fetch(`${demo.url}/api/v1/${path}`, { method: 'POST', body: body ?? null });

describe('getRestaurantStats', () => {
  it('finds only verbatim names, also unusual ones', async () => {
    await start();
    for (const name of NAMES) {
      const result = await looker(name, { start_date: '2026-11-01', end_date: '2026-11-22' });
      expect(result.restaurant_name).toBe(name);
      expect(result.data.every((row) => row.restaurant_name === name)).toBe(true);
    }
    for (const wrong of ['depot lestari', ' Depot Lestari ', 'Depot Lestari', 'poke paradise', 'nobody']) {
      const response = await get('getRestaurantStats', { restaurant_name: wrong, source: 'looker_summary' });
      expect([response.status, Failure.safeParse(await response.json()).success]).toEqual([404, true]);
    }
  });

  it('returns rows of 59 fields inside the window, newest first, with money as decimal strings', async () => {
    await start();
    const responses = await Promise.all(
      NAMES.map((name) => looker(name, { start_date: '2026-10-01', end_date: '2026-11-22' })),
    );
    for (const { data, records_count, period } of responses) {
      expect(period).toBe('2026-10-01 to 2026-11-22');
      expect(records_count).toBe(data.length);
      const days = data.map((row) => String(row.stat_date));
      expect(days).toEqual([...days].sort().reverse());
      expect(days.every((text) => /^2026-1[01]-\d\dT00:00:00\.000Z$/.test(text))).toBe(true);
      expect(data.filter((row) => Object.keys(row).length !== 59)).toEqual([]);
      expect(
        data.filter((row) => !METRICS.every((metric) => isWellFormed(row[metric.upstreamField], metric.kind))),
      ).toEqual([]);
    }
    expect(responses.some(({ data }) => data.length === 0)).toBe(true);
    expect(responses.flatMap(({ data }) => data).some((row) => row.gojek_sales === null)).toBe(true);
  });

  it('returns all of at least 760 days through yesterday in Bali when no window is given', async () => {
    for (const at of ['2025-06-01T15:59:00Z', '2026-11-23T01:00:00Z', '2026-11-23T16:30:00Z', '2029-01-01T00:00:00Z']) {
      await start({}, at);
      const yesterday = new Date(clock.getTime() - 16 * 3_600_000).toISOString().slice(0, 10);
      const responses = await Promise.all(NAMES.slice(0, 8).map((name) => looker(name)));
      const [from, to] = (responses[0]?.period ?? '').split(' to ');
      expect(to).toBe(yesterday);
      expect(toDayNumber(toDay(to ?? '')) - toDayNumber(toDay(from ?? '')) + 1).toBeGreaterThanOrEqual(760);
      expect(Math.max(...responses.map(({ data }) => data.length))).toBeGreaterThan(700);
      await demo.close();
    }
  });

  it('returns no rows and no error outside its history', async () => {
    await start();
    for (const [edge, date] of [
      ['start_date', '2027-01-01'],
      ['end_date', '2020-01-01'],
    ] as const) {
      expect(await looker('Sate Senja', { [edge]: date })).toMatchObject({ records_count: 0, data: [] });
    }
  });

  it('sends a correct content-type and content-length', async () => {
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
  ])('rejects %s', async (_case, query) => {
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

  it('returns other sources that agree with the summary', async () => {
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
  it('returns for each restaurant the rows of a single call', async () => {
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
  ])('rejects %s', async (_case, body, status) => {
    await start();
    expect((await post('getBatchStats', body)).status).toBe(status);
  });

  it('keeps running when a client stops reading and disconnects', async () => {
    await start({ restaurants: 2000 });
    const call = raw('POST', 'getBatchStats', JSON.stringify({ start_date: '2024-01-01', end_date: '2026-11-22' }));
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    await disconnect(call);
    expect((await looker('Sate Senja')).records_count).toBeGreaterThan(0);
  });
});

describe('the demo upstream', () => {
  it('requires the API key when one is set', async () => {
    await start({ apiKey: 'right' });
    const statuses = [];
    for (const authorization of ['', 'Bearer wrong', 'right', 'Bearer right']) {
      statuses.push((await get('getFieldsInfo', { source: 'grab' }, { headers: { authorization } })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 200]);
  });

  it('returns 404 in JSON for an unknown path', async () => {
    await start();
    for (const path of ['/', '/api/v1/getRestaurantStats/', '/api/v1/getBatchStats', '/%zz?%', '//']) {
      const response = await fetch(demo.url + path);
      expect([path, response.status, Failure.safeParse(await response.json()).success]).toEqual([path, 404, true]);
    }
  });

  it('waits for the given delay and handles a client that disconnects first', async () => {
    await start({ delayMs: 600_000 });
    const call = raw('GET', 'collectionStatus');
    await once(call, 'socket');
    await disconnect(call);
  });
});

function raw(method: string, path: string, body?: string): ClientRequest {
  const call = request(`${demo.url}/api/v1/${path}`, { method, agent: false });
  call.on('error', () => undefined);
  call.end(body);
  return call;
}

/** Disconnects the client. */
async function disconnect(call: ClientRequest): Promise<void> {
  const closed = new Promise((resolve) => call.once('close', resolve));
  call.destroy();
  await closed;
}

it('has, with flaws, a restaurant that it lists and does not know, and impossible values of another', async () => {
  await start({ hasFlaws: true });
  const listed = await stats({ source: 'restaurants' });
  expect(listed.data.map(({ name }) => name)).toContain('Taco Tegal');
  const unknown = await get('getRestaurantStats', { restaurant_name: 'Taco Tegal', source: 'looker_summary' });
  expect(unknown.status).toBe(404);
  const { data } = await stats({ restaurant_name: 'Bingin Breakfast', source: 'looker_summary' });
  expect(data.filter(({ grab_sales: sales }) => sales === 'N/A').length).toBeGreaterThan(1);
});
