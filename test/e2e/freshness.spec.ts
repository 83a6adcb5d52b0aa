import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, take, toArray } from 'rxjs';
import { LateClientRetrySchedule } from '../../src/sync/schedules/late-client-retry.schedule.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { ItemEnded } from '../../src/sync/sync.events.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { SyncSchedule } from '../../src/sync/schedules/sync.schedule.js';
import { cliHere, documentOf } from '../support/cli.js';
import { nothingFrom, ScriptedUpstream, upstreamRow, type UpstreamRow } from '../support/scripted-upstream.js';
import { startSeededFixture } from '../support/seeded-fixture.js';
import { databaseIn } from '../support/test-database.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { daysOf } from '../support/expected-figures.js';

/** 22 November 2026, 09:00 in Bali, when the nightly run starts. Yesterday is the 21st. */
const TICK = '2026-11-22T01:00:00.000Z';
const YESTERDAY = '2026-11-21';
const WEEK = { from: '2026-11-14', to: '2026-11-20' };

let upstream: ScriptedUpstream;
let folder: ReturnType<typeof temporaryFolder>;
let clock: TestClock;
let app: TestApp;

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
  app = await createTestApp({ env: { ...all, SYNC_ON_START: 'off' }, clock, folder: folder.path });
  await app.server.backgroundStarted;
}

const rows = (period: { from: string; to: string }, fields: UpstreamRow = {}) =>
  daysOf(period).map((date) => upstreamRow(date, fields));
const check = () => app.server.app.get(LateClientRetrySchedule).check();

/** Serves a week, including yesterday for a client that is on time. */
async function client(name: string, { late = false, week = WEEK, fields = {} } = {}): Promise<number> {
  upstream.serve(name, [...rows(week, fields), ...(late ? [] : [upstreamRow(YESTERDAY, fields)])]);
  return app.addClient(name);
}

async function nightly(): Promise<RunDto> {
  clock.set(TICK);
  const ended = app.nextRunEnd();
  await app.server.app.get(SyncSchedule).check();
  return ended;
}

async function names(run: RunDto): Promise<string[]> {
  const { body } = await app.get(`/sync/runs/${run.id}/items`);
  return body.items.map(({ clientName }) => clientName);
}

/** Returns the freshness that each place reports. */
async function stories() {
  const status = (await app.get('/sync/status')).body.freshness;
  const { from, to } = { from: YESTERDAY, to: YESTERDAY };
  const board = (await app.get(`/clients/leaderboard?from=${from}&to=${to}`)).body.freshness;
  const health = (
    await app.request<{ details: { data: Record<string, unknown> } }>('GET', '/health', { role: 'monitor' })
  ).body.details.data;
  const metrics = (await app.request<string>('GET', '/metrics', { role: 'monitor' })).body;
  const gauge = (name: string) =>
    Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(metrics)?.[1]);
  return { status, board, health, gauge };
}

describe('freshness', () => {
  it('is the same in the API, the list, health, metrics and doctor', async () => {
    await client('On time');
    await client('Late', { late: true });
    await client('Grab is late', { late: true });
    upstream.serve('Grab is late', [...rows(WEEK), upstreamRow(YESTERDAY, nothingFrom('grab'))]);
    await client('Opened lately', { week: { from: '2026-11-18', to: '2026-11-20' }, late: true });
    await nightly();
    const { status, board, health, gauge } = await stories();
    expect(status).toEqual({
      demo: false,
      syncedAt: TICK,
      dataThrough: { grab: YESTERDAY, gojek: YESTERDAY },
      yesterday: { date: YESTERDAY, expected: 3, missing: 2 },
      dueBy: '09:30',
      firstCopy: null,
      state: 'due',
    });
    expect(board).toEqual(status);
    const { demo: _, ...told } = status;
    expect(health).toEqual({
      status: 'up',
      ...told,
      message: '1 of 3 restaurants have reported 2026-11-21; the day is expected by 09:30.',
    });
    expect(gauge('delivery_clients_missing_yesterday')).toBe(2);
    expect(gauge('delivery_data_age_seconds{platform="grab"}')).toBe(0);
  });

  it('changes from due to stale at 09:30 in all places', async () => {
    for (const name of ['Late', 'Later']) await client(name, { late: true });
    await nightly();
    for (const [at, state, indicator] of [
      ['2026-11-22T01:29:59.000Z', 'due', 'up'],
      ['2026-11-22T01:30:00.000Z', 'stale', 'degraded'],
    ] as const) {
      clock.set(at);
      const { status, board, health, gauge } = await stories();
      expect([status.state, board.state, health.state, health.status]).toEqual([state, state, state, indicator]);
      expect(gauge('delivery_data_age_seconds{platform="gojek"}')).toBe(86_400);
    }
    const env = { DATABASE_URL: await databaseIn(folder.path), DELIVERY_STATS_API_URL: upstream.url };
    const { checks } = documentOf(await cliHere(['doctor', '--json'], env)) as {
      checks: { name: string; message: string }[];
    };
    expect(checks.find(({ name }) => name === 'data')?.message).toMatch(/^stale: Grab through 2026-11-20/);
  });

  it('makes no statement while the first copy runs, nor after somebody cancels it', async () => {
    await app.stop();
    await start({ SYNC_CRON: 'off' });
    for (const name of ['First', 'Second', 'Third']) await client(name, { late: true });
    clock.set('2026-11-22T03:00:00.000Z');
    const held = upstream.hold('Third');
    const ended = app.nextRunEnd();
    const twoItems = firstValueFrom(app.server.app.get(DomainEvents).on(ItemEnded).pipe(take(2), toArray()));
    const { body } = await app.post('/sync');
    await twoItems;
    const expectFirstCopy = async () => {
      const { status, board, health } = await stories();
      expect(status).toMatchObject({ state: 'copying', firstCopy: { copied: 2, total: 3 } });
      expect(board).toEqual(status);
      expect(health).toMatchObject({ status: 'up', state: 'copying', message: 'First copy: 2 of 3 restaurants.' });
    };
    await expectFirstCopy();
    await app.post(`/sync/runs/${body.id}/cancel`);
    held.release();
    await ended;
    await expectFirstCopy();
    const { incomplete } = (await app.get('/sync/status')).body;
    expect(incomplete).toMatchObject({ notCopied: 0 });
    await app.sync();
    expect((await stories()).status).toMatchObject({ state: 'stale', firstCopy: null });
  });

  it('is the same from memory and from SQL', async () => {
    const fixture = await startSeededFixture();
    const { body } = await fixture.app.get('/sync/status');
    const board = await fixture.app.get('/clients/leaderboard?from=2026-11-01&to=2026-11-21');
    expect(body.freshness.yesterday).toEqual(board.body.freshness.yesterday);
    for (const { id } of fixture.clients) {
      const one = await fixture.app.get(`/clients/${id}/stats?from=2026-11-01&to=2026-11-21`);
      expect(one.body.freshness.yesterday.missing).toBeLessThanOrEqual(one.body.freshness.yesterday.expected);
    }
    await fixture.stop();
  });
});

describe('the retry of clients that are late with yesterday', () => {
  it('runs every half hour until the day arrives, and then stops', async () => {
    await client('On time');
    await client('Late', { late: true });
    const night = await nightly();
    expect(night).toMatchObject({ trigger: 'cron', status: 'completed' });
    await check();
    clock.set('2026-11-22T01:29:59.000Z');
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(1);

    clock.set('2026-11-22T01:30:00.000Z');
    let ended = app.nextRunEnd();
    await check();
    const first = await ended;
    expect(first).toMatchObject({ trigger: 'retry', actor: null, window: { from: YESTERDAY, to: YESTERDAY } });
    expect(await names(first)).toEqual(['Late']);
    await check();

    upstream.serve('Late', [...rows(WEEK), upstreamRow(YESTERDAY)]);
    clock.set('2026-11-22T02:00:00.000Z');
    ended = app.nextRunEnd();
    await check();
    expect(await ended).toMatchObject({ counts: { inserted: 1 } });

    clock.set('2026-11-22T02:30:00.000Z');
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(3);
  });

  it('runs until three hours after the nightly run, once per scheduled time, across restarts', async () => {
    await client('Late', { late: true });
    await nightly();
    const ticks = ['01:30', '02:00', '02:30', '03:00', '03:30', '04:00', '04:30', '05:00'];
    for (const tick of ticks) {
      clock.set(`2026-11-22T${tick}:00.000Z`);
      await app.stop();
      await start();
      await check();
      await app.server.app.get(SyncSchedule).check();
      await idle();
    }
    const runs = await app.rows<{ tick: string }>('SELECT scheduled_for AS tick FROM sync_run ORDER BY id');
    expect(runs.map(({ tick }) => tick.slice(11, 16))).toEqual(['01:00', ...ticks.slice(0, 6)]);
    clock.set('2026-11-22T23:30:00.000Z');
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(7);
  });

  it.each([
    ['a business west of Bali', { BUSINESS_TIMEZONE: 'America/New_York' }, TICK, '2026-11-22T01:30:00.000Z'],
    [
      'a nightly run after noon in Bali',
      { SYNC_CRON: '15 5 * * *' },
      '2026-11-22T05:15:00.000Z',
      '2026-11-22T08:00:00.000Z',
    ],
  ])('runs within three hours of the nightly run for %s', async (_, env, tick, retryAt) => {
    await app.stop();
    clock.set('2026-11-22T00:50:00.000Z');
    await start(env);
    upstream.serve('Late', rows({ from: '2026-11-12', to: '2026-11-19' }));
    await app.addClient('Late');
    clock.set(tick);
    const night = app.nextRunEnd();
    await app.server.app.get(SyncSchedule).check();
    expect(await night).toMatchObject({ trigger: 'cron', status: 'completed' });
    clock.set(retryAt);
    const ended = app.nextRunEnd();
    await check();
    expect(await ended).toMatchObject({ trigger: 'retry', items: { done: 1 } });
    clock.set('2026-11-22T08:30:00.000Z');
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(2);
  });

  it('waits for the nightly run and for any active run', async () => {
    await client('Late', { late: true });
    clock.set(TICK);
    const held = upstream.hold();
    const night = app.nextRunEnd();
    await app.server.app.get(SyncSchedule).check();
    await upstream.waitForCalls(1);
    clock.set('2026-11-22T01:30:00.000Z');
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(1);
    held.release();
    await night;
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(1);
    clock.set('2026-11-22T02:00:00.000Z');
    const again = app.nextRunEnd();
    await check();
    expect(await again).toMatchObject({ trigger: 'retry' });
  });

  it('skips the scheduled time of the nightly run', async () => {
    await app.stop();
    await start({ SYNC_CRON: '0 1,2 * * *' });
    await client('On time');
    await client('Late', { late: true });
    await nightly();
    clock.set('2026-11-22T02:00:00.000Z');
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(1);
    const ended = app.nextRunEnd();
    await app.server.app.get(SyncSchedule).check();
    expect(await ended).toMatchObject({ trigger: 'cron' });
  });

  it('skips clients that reported on few days, are paused or are archived', async () => {
    await client('Opened lately', { week: { from: '2026-11-17', to: '2026-11-20' }, late: true });
    const paused = await client('Paused', { late: true });
    const archived = await client('Archived', { late: true });
    await client('On time');
    await nightly();
    await app.call('PATCH', `/clients/${paused}`, { status: 'paused' });
    await app.post(`/clients/${archived}/archive`);
    clock.set('2026-11-22T01:30:00.000Z');
    await check();
    expect((await app.get('/sync/runs')).body.total).toBe(1);
  });

  /** Nothing is being copied any more. */
  async function idle(): Promise<void> {
    const ended = app.nextRunEnd().catch(() => undefined);
    const { body } = await app.get('/sync/status');
    if (body.running) await ended;
  }
});

describe('the list of gaps', () => {
  const PERIOD = 'from=2026-11-10&to=2026-11-21';

  it('names the missing days of each client, and one sync fills them', async () => {
    const whole = rows({ from: '2026-11-10', to: YESTERDAY });
    upstream.serve('Whole', whole);
    upstream.serve('Holes', [
      ...rows({ from: '2026-11-10', to: '2026-11-12' }),
      upstreamRow('2026-11-13', nothingFrom('gojek')),
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
    const { body } = await app.get(`/stats/gaps?${PERIOD}`);
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
    const one = await app.get(`/stats/gaps?${PERIOD}&clientId=${never}`);
    expect(one.body.clients.map(({ id }) => id)).toEqual([never]);

    for (const name of ['Holes', 'Grab only', 'Never']) upstream.serve(name, whole);
    const healing = await app.sync(body.heal ?? {});
    expect(healing).toMatchObject({ status: 'completed', items: { done: 3 } });
    expect((await app.get(`/stats/gaps?${PERIOD}`)).body).toMatchObject({ clients: [], heal: null });
  });
});
