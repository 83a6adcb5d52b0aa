import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '../../src/clients/client.entity.js';
import type { Page } from '../../src/platform/http/input/zod-validation.pipe.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import type { ItemDto } from '../../src/sync/runs/item.dto.js';
import type { StartedRun } from '../../src/sync/planning/sync.service.js';
import { LogLines } from '../support/log-lines.js';
import { json, ScriptedUpstream, upstreamRow, type Behaviour } from '../support/scripted-upstream.js';
import { TestReplica } from '../support/test-replica.js';
import { createTestApp, type TestApp, type TestAppOptions, TestClock } from '../support/create-test-app.js';

const YESTERDAY = '2026-11-21';

let upstream: ScriptedUpstream;
let folder: string;
let log: LogLines;
const running: TestApp[] = [];

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  folder = mkdtempSync(join(tmpdir(), 'delivery-stats-'));
  log = new LogLines();
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a server on the folder of the test, by default with the scripted upstream. */
async function start({ env }: Pick<TestAppOptions, 'env'> = {}): Promise<TestApp> {
  const server = await createTestApp({
    folder,
    log,
    clock: TestClock.at('2026-11-22T06:00:00.000Z'),
    env: env ?? { DELIVERY_STATS_API_URL: upstream.url, SYNC_CONCURRENCY: '2', SYNC_ATTEMPTS: '1' },
  });
  running.push(server);
  return server;
}

async function stop(server: TestApp): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

describe('an interrupted run', () => {
  it('is released at once, and the next server completes it under its id with each restaurant copied once', async () => {
    const first = await start();
    const names = ['A', 'B', 'C', 'D', 'E'];
    for (const name of names) {
      upstream.serve(name, [upstreamRow(YESTERDAY)]);
      await first.addClient(name);
    }
    upstream.hold('C', 'D', 'E');
    const { id } = (await first.post<StartedRun>('/sync', { daysBack: 3 })).body;
    await upstream.waitForCalls(4);
    await stop(first);
    const replica = await TestReplica.open({ folder });
    expect(await replica.rows('SELECT id, status FROM sync_run')).toEqual([{ id, status: 'running' }]);
    expect(await replica.rows('SELECT status, lease_owner FROM sync_item ORDER BY id')).toEqual([
      ...['done', 'done'].map((status) => ({ status, lease_owner: null })),
      ...['pending', 'pending', 'pending'].map((status) => ({ status, lease_owner: null })),
    ]);
    await replica.close();

    upstream.everyCall(null);
    const second = await start();
    const run = await second.startupRunEnd();
    expect(run).toMatchObject({
      id,
      trigger: 'manual',
      status: 'completed',
      items: { done: 5 },
      counts: { inserted: 5, updated: 0, unchanged: 0 },
    });
    const items = (await second.get<Page<ItemDto>>(`/sync/runs/${id}/items`)).body.items;
    expect(items.map(({ clientName, attempts, status }) => ({ clientName, attempts, status }))).toEqual(
      names.map((clientName) => ({ clientName, attempts: 1, status: 'done' })),
    );
    expect((await second.get<Page<RunDto>>('/sync/runs')).body.total).toBe(1);
    expect(
      upstream
        .statsCalls()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['A', 'B', 'C', 'C', 'D', 'D', 'E']);
    expect(await log.waitForMessage('resuming an unfinished run')).toMatchObject({ runId: id });
  });
});

describe('a second server', () => {
  it('exits with an instruction when it opens the same replica, and the first continues', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'second_server',
      message: expect.stringMatching(/^Another server already runs on .+\. Stop it first/),
    });
    expect((await first.get('/clients')).status).toBe(200);
    await stop(first);
    expect((await (await start()).get('/clients')).status).toBe(200);
  });
});

describe('the demo', () => {
  const env = { SYNC_ON_START: 'off' };

  it('marks every response', async () => {
    const server = await start({ env });
    await log.waitForMessage('took over the restaurants');
    for (const [path, status] of [
      ['/api/v1/clients', 200],
      ['/api/v1/clients/4711', 404],
      ['/api/v1/clients/leaderboard?from=x&to=y', 400],
      [`/api/v1/stats/export.csv?view=list&from=${YESTERDAY}&to=${YESTERDAY}`, 200],
      ['/health', 200],
      ['/metrics', 200],
      ['/api/docs', 200],
      ['/api/docs-json', 200],
      ['/nope', 404],
      ['/', 302],
    ] as const) {
      const response = await server.request('GET', path, { role: 'admin' });
      expect([path, response.status, response.headers.get('x-demo-data')]).toEqual([path, status, 'true']);
    }
    expect((await fetch(`${server.server.url}/api/v1/clients`)).headers.get('x-demo-data')).toBe('true');
    const leaderboard = await server.get(`/clients/leaderboard?from=${YESTERDAY}&to=${YESTERDAY}`);
    expect(leaderboard.body).toMatchObject({ freshness: { demo: true, state: 'never' }, total: 127 });
  });

  it('has managers with restaurants and contacts, a restaurant that cannot be copied, and rejected rows', async () => {
    const server = await start({ env: {} });
    await log.waitForMessage('the demo has managers');
    const { body } = await server.get('/clients?search=Taco%20Tegal');
    expect(body.items).toMatchObject([{ contactName: expect.any(String), managerId: expect.any(Number) }]);
    expect(await server.rows('SELECT count(DISTINCT manager_id) AS managers FROM client')).toEqual([{ managers: 2 }]);
    const run = await server.startupRunEnd();
    expect(run).toMatchObject({ status: 'partial', items: { done: 126, not_found: 1 } });
    expect(run.counts.quarantined).toBeGreaterThan(0);
  });

  it('does not become a real replica', async () => {
    await stop(await start({ env }));
    await expect(start()).rejects.toMatchObject({
      code: 'other_upstream',
      message: expect.stringMatching(/built-in demo upstream.*DATABASE_URL/),
    });
    expect(upstream.calls).toEqual([]);
    expect((await (await start({ env })).get('/clients')).headers.get('x-demo-data')).toBe('true');
  });

  it('does not open a real replica, and a replica accepts no other upstream', async () => {
    await stop(await start());
    await expect(start({ env })).rejects.toMatchObject({
      code: 'other_upstream',
      message: expect.stringMatching(/demo.*DATABASE_URL/),
    });
    await expect(start({ env: { DELIVERY_STATS_API_URL: 'http://127.0.0.1:1' } })).rejects.toMatchObject({
      code: 'other_upstream',
      message: expect.stringContaining('upstream:moved'),
    });
    expect((await (await start()).get('/clients')).headers.get('x-demo-data')).toBeNull();
  });
});

describe('the first start on a real upstream', () => {
  const LISTED = [
    { id: 7, name: 'Warung ', grab_token: 'gt_live_SECRET', gojek_refresh_token: 'gr_SECRET', password: 'SECRET' },
    { id: 'x9', name: "D'Kafe `☕`", grab_token: 'gt_live_SECRET' },
    { id: 8, name: 'Warung ', grab_token: 'gt_live_SECRET' },
    { id: 9, grab_token: 'gt_live_SECRET' },
    'SECRET',
  ];

  it('imports the listed restaurants with id and name only, and copies them', async () => {
    upstream.list(LISTED as Record<string, unknown>[]);
    for (const name of ['Warung ', "D'Kafe `☕`"]) upstream.serve(name, [upstreamRow(YESTERDAY)]);
    const server = await start();
    const run = await server.startupRunEnd();
    expect(run).toMatchObject({ trigger: 'startup', kind: 'full', status: 'completed', items: { done: 2 } });
    const { body } = await server.get('/clients');
    expect(body.items).toMatchObject([
      { name: "D'Kafe `☕`", upstreamName: "D'Kafe `☕`", upstreamId: 'x9', status: 'active' },
      { name: 'Warung ', upstreamName: 'Warung ', upstreamId: '7', status: 'active' },
    ]);
    expect(body.total).toBe(2);
    const held = () => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
    expect(held().filter((content) => content.includes('SECRET'))).toEqual([]);
    await stop(server);
    expect(held().filter((content) => content.includes('SECRET'))).toEqual([]);
    expect(log.text).not.toContain('SECRET');
  });

  it('imports restaurants only once', async () => {
    upstream.list(LISTED.slice(0, 1) as Record<string, unknown>[]);
    upstream.serve('Warung ', [upstreamRow(YESTERDAY)]);
    const first = await start();
    await first.startupRunEnd();
    await stop(first);
    upstream.list([{ id: 1, name: 'Newcomer' }]);
    const second = await start();
    expect((await second.sync()).progress.total).toBe(1);
    expect((await second.get<Page<Client>>('/clients')).body.items.map(({ name }) => name)).toEqual(['Warung ']);
  });

  it('leaves out and logs the names that no client can have, and copies the others', async () => {
    const names = ['Warung ', 'Kopi\0', '\uD83D', 'x'.repeat(500), 'Kopi\nOmbak', ' '];
    upstream.list(names.map((name, id) => ({ id, name })));
    upstream.serve('Warung ', [upstreamRow(YESTERDAY)]);
    const server = await start();
    expect(await server.startupRunEnd()).toMatchObject({ status: 'completed', items: { done: 1 } });
    expect((await server.get('/clients')).body.items.map(({ name }) => name)).toEqual(['Warung ']);
    expect((await log.waitForMessage('were left out')).count).toBe(5);
  });

  const html: Behaviour = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works</h1>');
  it.each<[string, Behaviour]>([
    ['a name is required', json(400, { error: 'restaurant_name is required' })],
    ['there is no such thing', json(404, {})],
    ['it is broken', json(500, {})],
    ['it wants a key', json(401, {})],
    ['a web page', html],
    ['an empty list', json(200, { data: [] })],
    ['something else', json(200, { restaurants: ['x'] })],
  ])('plans no run when upstream responds that %s, and explains the import', async (_, behaviour) => {
    upstream.everyCall(behaviour);
    const server = await start();
    expect((await log.waitForMessage('there are no clients yet')).msg).toContain('clients:import');
    expect((await server.get('/sync/runs')).body.total).toBe(0);
    expect((await server.get('/clients')).body.total).toBe(0);
    expect(upstream.statsCalls()).toEqual([]);
  });
});

describe('edits of managers during a sync', () => {
  it('are all kept, and the sync loses nothing', async () => {
    const server = await start({ env: { DELIVERY_STATS_API_URL: upstream.url } });
    const days = Array.from({ length: 28 }, (_, index) => upstreamRow(`2026-10-${String(index + 1).padStart(2, '0')}`));
    const ids: number[] = [];
    for (let index = 0; index < 20; index++) {
      upstream.serve(`Warung ${index}`, days);
      ids.push(await server.addClient(`Warung ${index}`));
    }
    const held = upstream.hold();
    const ended = server.nextRunEnd();
    await server.post('/sync', { from: '2026-10-01', to: '2026-10-28' });
    await upstream.waitForCalls(8);
    held.release();
    const rounds = ['goals', 'contactName', 'notes'];
    const responses = await Promise.all([
      ...rounds.flatMap((field) =>
        ids.map((id) => server.call('PATCH', `/clients/${id}`, { [field]: `${field} of ${id}` }, 'manager')),
      ),
      ...ids.slice(15).map((id) => server.call('POST', `/clients/${id}/archive`, undefined, 'manager')),
      ...['New 1', 'New 2'].map((name) => server.call('POST', '/clients', { name, status: 'paused' }, 'manager')),
    ]);
    expect([...new Set(responses.map(({ status }) => status))].sort()).toEqual([200, 201]);
    expect(await ended).toMatchObject({ status: 'completed', items: { done: 20 }, counts: { inserted: 20 * 28 } });
    for (const [index, id] of ids.entries()) {
      expect((await server.get(`/clients/${id}`)).body).toMatchObject({
        goals: `goals of ${id}`,
        contactName: `contactName of ${id}`,
        notes: `notes of ${id}`,
        archivedAt: index < 15 ? null : expect.any(String),
      });
    }
    expect(await server.rows('SELECT count(*) AS days FROM client_stat')).toEqual([{ days: 20 * 28 }]);
    expect((await server.get('/clients')).body.total).toBe(17);
  });
});
