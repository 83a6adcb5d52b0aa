import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ClientsService } from '../../src/clients/clients.service.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { createTestApp, TestClock, type TestApp, type TestResponse } from '../support/create-test-app.js';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { TestReplica } from '../support/test-replica.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = '2026-11-21';
const WEEK = 'from=2026-11-15&to=2026-11-21';

let upstream: ScriptedUpstream;
let app: TestApp;
let clock: TestClock;
let warung: number;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  upstream.serve('Warung', [upstreamRow(YESTERDAY)]);
  clock = TestClock.at(NOW);
  app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ON_START: 'off' }, clock });
  warung = await app.addClient('Warung');
  for (const name of ['Bakso', 'Nasi', 'Sate', 'Soto']) await app.addClient(name, { status: 'paused' });
  await app.sync();
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

beforeEach(() => clock.set(NOW));

/** Reads a path of the API, conditionally when a tag is given. */
async function read(path: string, tag?: string): Promise<{ status: number; tag: string; body: unknown }> {
  const headers: Record<string, string> = tag === undefined ? {} : { 'if-none-match': tag };
  const { status, headers: received, body } = await app.request('GET', `/api/v1${path}`, { role: 'manager', headers });
  return { status, tag: received.get('etag') ?? '', body };
}

describe('a conditional read', () => {
  const paths = () => [
    `/clients/leaderboard?${WEEK}`,
    `/clients/attention?to=${YESTERDAY}`,
    `/clients/${warung}/stats?${WEEK}`,
    '/stats/yesterday',
    `/stats/gaps?${WEEK}`,
    `/stats/export.csv?${WEEK}&view=days`,
    `/dashboard?${WEEK}`,
    `/dashboard/clients/${warung}?${WEEK}`,
  ];

  /** Expects every report to be unchanged before an event and to be sent again after it. */
  async function expectChangeBy(event: () => unknown): Promise<void> {
    const before = await Promise.all(paths().map((path) => read(path)));
    const unchanged = await Promise.all(paths().map((path, index) => read(path, before[index]?.tag)));
    expect(unchanged).toEqual(before.map(({ tag }) => ({ status: 304, tag, body: '' })));
    await event();
    const after = await Promise.all(paths().map((path, index) => read(path, before[index]?.tag)));
    expect(after.map(({ status }) => status)).toEqual(paths().map(() => 200));
  }

  it('is a 304 until a sync changes a day', async () => {
    await expectChangeBy(async () => {
      upstream.serve('Warung', [upstreamRow(YESTERDAY, { grab_orders: 99 })]);
      await app.sync();
    });
  });

  it('is a 304 until a client changes', async () => {
    await expectChangeBy(() => app.call('PATCH', `/clients/${warung}`, { name: 'Warung Baru' }));
    await app.call('PATCH', `/clients/${warung}`, { name: 'Warung' });
  });

  it('is a 304 until another process changes a client', async () => {
    const other = await TestReplica.open({ folder: app.folder, clock });
    await expectChangeBy(() => other.get(ClientsService).update(warung, { status: 'paused' }, SYSTEM));
    await other.get(ClientsService).update(warung, { status: 'active' }, SYSTEM);
    await other.close();
  });

  it('is a 304 until somebody sets a target or puts a client aside', async () => {
    await expectChangeBy(() => app.call('PATCH', `/clients/${warung}`, { monthlyTarget: 5_000_000 }));
    await expectChangeBy(() =>
      app.call('PUT', `/clients/${warung}/put-aside`, { until: '2026-11-30', note: 'Renovation' }),
    );
    await expectChangeBy(() => app.call('DELETE', `/clients/${warung}/put-aside`));
  });

  it('is a 304 until the next business day begins', async () => {
    await expectChangeBy(() => clock.set('2026-11-22T16:00:00.000Z'));
  });

  it('is a 304 until the time by which yesterday is expected', async () => {
    clock.set('2026-11-22T00:00:00.000Z');
    await expectChangeBy(() => clock.set('2026-11-22T05:00:00.000Z'));
  });

  it('of a client on the dashboard follows the notes about it', async () => {
    const path = `/dashboard/clients/${warung}?${WEEK}`;
    const { tag } = await read(path);
    await app.call('PATCH', `/clients/${warung}`, { notes: 'Closed on Mondays' });
    expect(await read(path, tag)).toMatchObject({ status: 200, body: { card: { notes: 'Closed on Mondays' } } });
  });

  it('has another tag for each query', async () => {
    const [week, day] = await Promise.all([
      read(`/stats/gaps?${WEEK}`),
      read('/stats/gaps?from=2026-11-21&to=2026-11-21'),
    ]);
    expect(week.tag).not.toBe(day.tag);
  });

  it('needs a login like any other', async () => {
    const { tag } = await read('/stats/yesterday');
    const response = await app.request('GET', '/api/v1/stats/yesterday', { headers: { 'if-none-match': tag } });
    expect(response.status).toBe(401);
  });
});

describe('the Link header', () => {
  it.each([
    [1, 'first 1, next 2, last 3'],
    [2, 'first 1, prev 1, next 3, last 3'],
    [3, 'first 1, prev 2, last 3'],
    [9, 'first 1, prev 3, last 3'],
  ])('of page %i of a list leads to the pages beside it', async (page, expected) => {
    const { headers } = await app.get(`/clients?perPage=2&page=${page}`);
    const links = [...(headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)];
    const found = links.map(([, address = '', relation]) => {
      const { pathname, searchParams } = new URL(address, app.server.url);
      expect([pathname, searchParams.get('perPage')]).toEqual(['/api/v1/clients', '2']);
      return `${relation} ${searchParams.get('page')}`;
    });
    expect(found.join(', ')).toBe(expected);
  });

  it('leads through a whole list', async () => {
    const names: string[] = [];
    let path: string | undefined = '/api/v1/clients?perPage=2';
    while (path !== undefined) {
      const { headers, body }: TestResponse<{ items: { name: string }[] }> = await app.request('GET', path, {
        role: 'manager',
      });
      names.push(...body.items.map(({ name }) => name));
      path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(names).toEqual(['Bakso', 'Nasi', 'Sate', 'Soto', 'Warung']);
  });

  it('is absent where the whole list is sent', async () => {
    expect((await app.get(`/clients/leaderboard?${WEEK}`)).headers.get('link')).toBeNull();
    expect((await app.get(`/clients/leaderboard?${WEEK}&perPage=2`)).headers.get('link')).toContain('rel="next"');
  });
});

describe('the Idempotency-Key', () => {
  interface Started {
    readonly id: number;
    readonly created: boolean;
  }

  const post = (path: string, key: string, body: object = {}) =>
    app.request<Started>('POST', `/api/v1${path}`, { role: 'admin', body, headers: { 'idempotency-key': key } });
  const countRuns = async () => (await app.get('/sync/runs')).body.total;

  it('of POST /sync starts one run, however often and late the request is repeated', async () => {
    const before = await countRuns();
    const ended = app.nextRunEnd();
    const together = await Promise.all(Array.from({ length: 4 }, () => post('/sync', 'night', { daysBack: 7 })));
    const { id } = await ended;
    const later = await post('/sync', 'night', { daysBack: 7 });
    for (const { status, body } of [...together, later]) {
      expect({ status, body }).toEqual({ status: 202, body: { id, created: true } });
    }
    expect(await countRuns()).toBe(before + 1);
    expect((await app.sync({ daysBack: 7 })).id).not.toBe(id);
  });

  it.each<[string, (run: RunDto) => Promise<string>]>([
    ['a retry', ({ id }) => Promise.resolve(`/sync/runs/${id}/retry`)],
    ['a retry of what is incomplete', () => Promise.resolve('/sync/incomplete/retry')],
    [
      'an accepted empty response',
      async ({ id }) =>
        `/sync/runs/${id}/items/${(await app.get(`/sync/runs/${id}/items`)).body.items[0]?.id}/accept-empty`,
    ],
  ])('of %s starts one run, also when its repetitions arrive together', async (key, pathAfter) => {
    upstream.next('Warung', json(200, { data: [] }));
    const path = await pathAfter(await app.sync({ daysBack: 7 }));
    const ended = app.nextRunEnd();
    const named = key.replaceAll(' ', '-');
    const together = await Promise.all(Array.from({ length: 3 }, () => post(path, named)));
    const { id } = await ended;
    for (const { status, body } of [...together, await post(path, named)]) {
      expect({ status, body }).toEqual({ status: 202, body: { id, created: true } });
    }
  });

  it('returns the active run again after that run has ended', async () => {
    const held = upstream.hold();
    const ended = app.nextRunEnd();
    const { body: active } = await app.post('/sync');
    const first = await post('/sync', 'while-active');
    expect([first.status, first.body]).toEqual([200, { id: active.id, created: false }]);
    await app.post(`/sync/runs/${active.id}/cancel`);
    held.release();
    await ended;
    const again = await post('/sync', 'while-active');
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('of POST /collection starts one collection, and belongs to one request and one caller', async () => {
    const first = await post('/collection', 'morning');
    expect(first).toMatchObject({ status: 202, body: { created: true } });
    const again = await post('/collection', 'morning');
    expect([again.status, again.body]).toEqual([202, first.body]);
    for (const other of [await post('/collection', 'morning', { thenSync: true }), await post('/sync', 'morning')]) {
      expect(other).toMatchObject({
        status: 422,
        body: { details: [{ path: 'Idempotency-Key', message: 'was sent with another request' }] },
      });
    }
    const { token } = await app.server.app.get(ApiTokensService).create({ name: 'another', role: 'admin' }, SYSTEM);
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'morning' };
    const stranger = await app.request<Started>('POST', '/api/v1/collection', { body: {}, headers });
    // Whether the first collection is still active or not, this is not the stored result.
    expect(stranger).not.toMatchObject({ status: 202, body: first.body });
  });

  it('is free again when the request was rejected', async () => {
    expect((await post('/sync', 'typo', { clientIds: [999_999] })).status).toBe(400);
    const ended = app.nextRunEnd();
    expect(await post('/sync', 'typo', { clientIds: [warung] })).toMatchObject({ status: 202 });
    await ended;
  });

  it.each(['two words', 'x'.repeat(256)])('must have 1 to 255 visible ASCII characters', async (key) => {
    expect(await post('/sync', key)).toMatchObject({
      status: 400,
      body: { details: [{ path: 'Idempotency-Key', message: 'must have 1 to 255 visible ASCII characters' }] },
    });
  });
});
