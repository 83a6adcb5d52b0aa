import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Gaps } from '../src/stats/gaps.service.js';
import type { Freshness } from '../src/stats/freshness.js';
import type { Leaderboard } from '../src/stats/leaderboard.service.js';
import { LateYesterday } from '../src/sync/late-yesterday.js';
import type { RunView } from '../src/sync/run-view.js';
import { SyncSchedule } from '../src/sync/sync-schedule.js';
import { cliHere, documentOf } from './support/cli.js';
import { nothingFrom, ScriptedUpstream, wireRow, type WireRow } from './support/scripted-upstream.js';
import { startSmallWorld } from './support/small-world.js';
import { databaseIn } from './support/test-database.js';
import { temporaryFolder } from './support/test-replica.js';
import { TestClock, TestServer } from './support/test-server.js';
import { daysOf } from './support/wire-model.js';

/** 22 November 2026, 09:00 in Bali, when the nightly run begins: yesterday is the 21st. */
const TICK = '2026-11-22T01:00:00.000Z';
const YESTERDAY = '2026-11-21';
const WEEK = { from: '2026-11-14', to: '2026-11-20' };

let upstream: ScriptedUpstream;
let folder: ReturnType<typeof temporaryFolder>;
let clock: TestClock;
let app: TestServer;

beforeEach(async () => {
  folder = temporaryFolder();
  upstream = await ScriptedUpstream.start();
  clock = TestClock.at('2026-11-22T00:50:00.000Z');
  await start();
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
  folder.discard();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  const all = { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1', SYNC_CRON: '0 1 * * *', ...env };
  app = await TestServer.start({ env: { ...all, SYNC_ON_START: 'off' }, clock, folder: folder.path });
  await app.server.begun;
}

const rows = (period: { from: string; to: string }, fields: WireRow = {}) =>
  daysOf(period).map((date) => wireRow(date, fields));
const look = () => app.server.app.get(LateYesterday).look();

/** Serves a week, and yesterday too where the client is on time. */
async function client(name: string, { late = false, week = WEEK, fields = {} } = {}): Promise<number> {
  upstream.serve(name, [...rows(week, fields), ...(late ? [] : [wireRow(YESTERDAY, fields)])]);
  return app.addClient(name);
}

async function nightly(): Promise<RunView> {
  clock.set(TICK);
  const ended = app.runEnds();
  await app.server.app.get(SyncSchedule).look();
  return ended;
}

async function names(run: RunView): Promise<string[]> {
  const { body } = await app.get<{ items: { clientName: string }[] }>(`/sync/runs/${run.id}/items`);
  return body.items.map(({ clientName }) => clientName);
}

/** What each place tells of the freshness. */
async function stories() {
  const status = (await app.get<{ freshness: Freshness }>('/sync/status')).body.freshness;
  const { from, to } = { from: YESTERDAY, to: YESTERDAY };
  const board = (await app.get<Leaderboard>(`/clients/leaderboard?from=${from}&to=${to}`)).body.freshness;
  const health = (
    await app.request<{ details: { data: Record<string, unknown> } }>('GET', '/health', { role: 'monitor' })
  ).body.details.data;
  const metrics = (await app.request<string>('GET', '/metrics', { role: 'monitor' })).body;
  const gauge = (name: string) =>
    Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(metrics)?.[1]);
  return { status, board, health, gauge };
}

describe('freshness', () => {
  it('is one story: API, list, health, metrics and doctor', async () => {
    await client('On time');
    await client('Late', { late: true });
    await client('Grab is late', { late: true });
    upstream.serve('Grab is late', [...rows(WEEK), wireRow(YESTERDAY, nothingFrom('grab'))]);
    await client('Opened lately', { week: { from: '2026-11-18', to: '2026-11-20' }, late: true });
    await nightly();
    const { status, board, health, gauge } = await stories();
    expect(status).toEqual({
      demo: false,
      syncedAt: TICK,
      dataThrough: { grab: YESTERDAY, gojek: YESTERDAY },
      yesterday: { date: YESTERDAY, expected: 3, missing: 2 },
      state: 'due',
    });
    expect(board).toEqual(status);
    const { demo: _, ...told } = status;
    expect(health).toEqual({ status: 'up', ...told });
    expect(gauge('delivery_clients_missing_yesterday')).toBe(2);
    expect(gauge('delivery_data_age_days{platform="grab"}')).toBe(0);
  });

  it('turns from due to stale at half past nine, everywhere at once', async () => {
    await client('Late', { late: true });
    await nightly();
    for (const [at, state, indicator] of [
      ['2026-11-22T01:29:59.000Z', 'due', 'up'],
      ['2026-11-22T01:30:00.000Z', 'stale', 'degraded'],
    ] as const) {
      clock.set(at);
      const { status, board, health, gauge } = await stories();
      expect([status.state, board.state, health.state, health.status]).toEqual([state, state, state, indicator]);
      expect(gauge('delivery_data_age_days{platform="gojek"}')).toBe(1);
    }
    const env = { DATABASE_URL: await databaseIn(folder.path), DELIVERY_STATS_API_URL: upstream.url };
    const { checks } = documentOf(await cliHere(['doctor', '--json'], env)) as {
      checks: { name: string; message: string }[];
    };
    expect(checks.find(({ name }) => name === 'data')?.message).toMatch(/^stale: Grab through 2026-11-20/);
  });

  it('is counted alike from memory and from SQL', async () => {
    const world = await startSmallWorld();
    const { body } = await world.app.get<{ freshness: Freshness }>('/sync/status');
    const board = await world.app.get<Leaderboard>('/clients/leaderboard?from=2026-11-01&to=2026-11-21');
    expect(body.freshness.yesterday).toEqual(board.body.freshness.yesterday);
    for (const { id } of world.clients) {
      const one = await world.app.get<{ freshness: Freshness }>(`/clients/${id}/stats?from=2026-11-01&to=2026-11-21`);
      expect(one.body.freshness.yesterday.missing).toBeLessThanOrEqual(one.body.freshness.yesterday.expected);
    }
    await world.stop();
  });
});

describe('who is late with yesterday', () => {
  it('is tried again every half hour until it is there, and only then', async () => {
    await client('On time');
    await client('Late', { late: true });
    const night = await nightly();
    expect(night).toMatchObject({ trigger: 'cron', status: 'completed' });
    await look();
    clock.set('2026-11-22T01:29:59.000Z');
    await look();
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(1);

    clock.set('2026-11-22T01:30:00.000Z');
    let ended = app.runEnds();
    await look();
    const first = await ended;
    expect(first).toMatchObject({ trigger: 'retry', actor: null, window: { from: YESTERDAY, to: YESTERDAY } });
    expect(await names(first)).toEqual(['Late']);
    await look();

    upstream.serve('Late', [...rows(WEEK), wireRow(YESTERDAY)]);
    clock.set('2026-11-22T02:00:00.000Z');
    ended = app.runEnds();
    await look();
    expect(await ended).toMatchObject({ counts: { inserted: 1 } });

    clock.set('2026-11-22T02:30:00.000Z');
    await look();
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(3);
  });

  it('is tried until 04:00 UTC, once a tick, whatever restarts in between', async () => {
    await client('Late', { late: true });
    await nightly();
    const ticks = ['01:30', '02:00', '02:30', '03:00', '03:30', '04:00', '04:30', '05:00'];
    for (const tick of ticks) {
      clock.set(`2026-11-22T${tick}:00.000Z`);
      await app.stop();
      await start();
      await look();
      await app.server.app.get(SyncSchedule).look();
      await idle();
    }
    const runs = await app.rows<{ tick: string }>('SELECT scheduled_for AS tick FROM sync_run ORDER BY id');
    expect(runs.map(({ tick }) => tick.slice(11, 16))).toEqual(['01:00', ...ticks.slice(0, 6)]);
    clock.set('2026-11-22T23:30:00.000Z');
    await look();
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(7);
  });

  it('waits for the nightly run, and for any that is active', async () => {
    await client('Late', { late: true });
    clock.set(TICK);
    const held = upstream.hold();
    const night = app.runEnds();
    await app.server.app.get(SyncSchedule).look();
    await upstream.called(1);
    clock.set('2026-11-22T01:30:00.000Z');
    await look();
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(1);
    held.letGo();
    await night;
    await look();
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(1);
    clock.set('2026-11-22T02:00:00.000Z');
    const again = app.runEnds();
    await look();
    expect(await again).toMatchObject({ trigger: 'retry' });
  });

  it('leaves a tick of the nightly run to the nightly run', async () => {
    await app.stop();
    await start({ SYNC_CRON: '0 1,2 * * *' });
    await client('On time');
    await client('Late', { late: true });
    await nightly();
    clock.set('2026-11-22T02:00:00.000Z');
    await look();
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(1);
    const ended = app.runEnds();
    await app.server.app.get(SyncSchedule).look();
    expect(await ended).toMatchObject({ trigger: 'cron' });
  });

  it('is nobody who reported on few days, is paused or archived', async () => {
    await client('Opened lately', { week: { from: '2026-11-17', to: '2026-11-20' }, late: true });
    const paused = await client('Paused', { late: true });
    const archived = await client('Archived', { late: true });
    await client('On time');
    await nightly();
    await app.call('PATCH', `/clients/${paused}`, { status: 'paused' });
    await app.post(`/clients/${archived}/archive`);
    clock.set('2026-11-22T01:30:00.000Z');
    await look();
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(1);
  });

  /** Nothing is being copied any more. */
  async function idle(): Promise<void> {
    const ended = app.runEnds().catch(() => undefined);
    const { body } = await app.get<{ running: boolean }>('/sync/status');
    if (body.running) await ended;
  }
});

describe('gaps', () => {
  const PERIOD = 'from=2026-11-10&to=2026-11-21';

  it('names who misses which days, and one sync heals them', async () => {
    const whole = rows({ from: '2026-11-10', to: YESTERDAY });
    upstream.serve('Whole', whole);
    upstream.serve('Holes', [
      ...rows({ from: '2026-11-10', to: '2026-11-12' }),
      wireRow('2026-11-13', nothingFrom('gojek')),
      ...rows({ from: '2026-11-16', to: '2026-11-19' }),
    ]);
    upstream.serve('Grab only', rows({ from: '2026-11-12', to: YESTERDAY }, nothingFrom('gojek')));
    upstream.serve('Never', []);
    await app.addClient('Whole');
    const holes = await app.addClient('Holes');
    const grabOnly = await app.addClient('Grab only', { startDate: '2026-11-11' });
    const never = await app.addClient('Never', { startDate: '2026-11-20' });
    await app.addClient('Never, no start');
    await app.sync({ daysBack: 12 });
    const { body } = await app.get<Gaps>(`/stats/gaps?${PERIOD}`);
    expect(body).toEqual({
      period: { from: '2026-11-10', to: YESTERDAY },
      clients: [
        {
          id: holes,
          name: 'Holes',
          missing: 5,
          gaps: [
            { from: '2026-11-13', to: '2026-11-13', days: 1, platforms: ['gojek'] },
            { from: '2026-11-14', to: '2026-11-15', days: 2, platforms: ['grab', 'gojek'] },
            { from: '2026-11-20', to: YESTERDAY, days: 2, platforms: ['grab', 'gojek'] },
          ],
        },
        {
          id: never,
          name: 'Never',
          missing: 2,
          gaps: [{ from: '2026-11-20', to: YESTERDAY, days: 2, platforms: ['grab', 'gojek'] }],
        },
        {
          id: grabOnly,
          name: 'Grab only',
          missing: 1,
          gaps: [{ from: '2026-11-11', to: '2026-11-11', days: 1, platforms: ['grab'] }],
        },
      ],
      heal: { from: '2026-11-11', to: YESTERDAY, clientIds: [holes, grabOnly, never] },
    });
    const one = await app.get<Gaps>(`/stats/gaps?${PERIOD}&clientId=${never}`);
    expect(one.body.clients.map(({ id }) => id)).toEqual([never]);

    for (const name of ['Holes', 'Grab only', 'Never']) upstream.serve(name, whole);
    const healing = await app.sync(body.heal ?? {});
    expect(healing).toMatchObject({ status: 'completed', items: { done: 3 } });
    expect((await app.get<Gaps>(`/stats/gaps?${PERIOD}`)).body).toMatchObject({ clients: [], heal: null });
  });
});
