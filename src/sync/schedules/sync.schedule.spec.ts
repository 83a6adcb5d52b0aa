import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ModuleRef } from '@nestjs/core';
import { firstValueFrom, take, toArray } from 'rxjs';
import { json, ScriptedUpstream, upstreamRow } from '../../../test/support/scripted-upstream.js';
import { temporaryFolder } from '../../../test/support/test-replica.js';
import { createTestApp, type TestApp, TestClock } from '../../../test/support/create-test-app.js';
import type { RunDto } from '../runs/run.dto.js';
import { SyncSchedule } from './sync.schedule.js';
import { SyncModule } from '../sync.module.js';
import { RunEnded } from '../sync.events.js';
import { DomainEvents } from '../../platform/events/domain-events.js';

/** Five hours after a cron time of `0 1 * * *`. */
const FIRST_START = '2026-11-22T06:00:00.000Z';
const FIRST_TICK = '2026-11-22T01:00:00.000Z';

let folder: ReturnType<typeof temporaryFolder>;
let upstream: ScriptedUpstream;
let clock: TestClock;
let app: TestApp;

beforeEach(async () => {
  folder = temporaryFolder();
  upstream = await ScriptedUpstream.start();
  upstream.list([{ id: 1, name: 'Warung' }]);
  upstream.serve('Warung', [upstreamRow('2026-11-20'), upstreamRow('2026-11-21')]);
  clock = TestClock.at(FIRST_START);
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
  folder.discard();
});

/** Starts the server on the test's folder and waits until its schedule is active. `run` is the first run that ends. */
async function start(env: Record<string, string> = {}): Promise<{ run: Promise<RunDto> }> {
  app = await createTestApp({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_CRON: '0 1 * * *', SYNC_ATTEMPTS: '1', ...env },
    clock,
    folder: folder.path,
  });
  const run = app.nextRunEnd();
  await app.server.backgroundStarted;
  return { run };
}

/** Starts the server for the first time and waits for its run to end. */
async function firstStart(env: Record<string, string> = {}): Promise<void> {
  await (
    await start(env)
  ).run;
}

async function restart(env: Record<string, string> = {}): Promise<{ run: Promise<RunDto> }> {
  await app.stop();
  return start(env);
}

const check = () => app.server.app.get(SyncSchedule).check();

/** Sets the clock and waits for the run that the schedule starts then. */
async function runAt(instant: string): Promise<RunDto> {
  clock.set(instant);
  const ended = app.nextRunEnd();
  await check();
  return ended;
}

const runsEnd = (count: number) =>
  firstValueFrom(app.server.app.get(DomainEvents).on(RunEnded).pipe(take(count), toArray()));

/** Returns every run, the oldest first, as its trigger, status and cron time. */
async function runs(): Promise<string[]> {
  const rows = await app.rows<{ trigger: string; status: string; tick: string | null }>(
    'SELECT "trigger", status, scheduled_for AS tick FROM sync_run ORDER BY id',
  );
  return rows.map(({ trigger, status, tick }) => `${trigger} ${status} ${tick ?? '-'}`);
}

const FIRST_RUN = `startup completed ${FIRST_TICK}`;

describe('SyncSchedule at the first start', () => {
  it('starts one full run for the previous cron time', async () => {
    const { run } = await start();
    expect(await run).toMatchObject({ kind: 'full', trigger: 'startup', status: 'completed', counts: { inserted: 2 } });
    await check();
    await check();
    expect(await runs()).toEqual([FIRST_RUN]);
  });

  it('starts no run at the second start', async () => {
    await firstStart();
    await restart();
    await check();
    expect(await runs()).toEqual([FIRST_RUN]);
  });

  it('starts another run at the next start when nothing was copied', async () => {
    upstream.next('Warung', json(500, {}));
    await firstStart();
    await (
      await restart()
    ).run;
    await check();
    expect(await runs()).toEqual([`startup failed ${FIRST_TICK}`, 'startup completed -']);
  });

  it('starts no run without clients, not even at a cron time', async () => {
    upstream.list([]);
    await start();
    clock.set('2026-11-23T01:00:00.000Z');
    await check();
    expect(await runs()).toEqual([]);
  });

  it('starts runs only for later cron times when SYNC_ON_START is off', async () => {
    await start({ SYNC_ON_START: 'off' });
    await check();
    clock.set('2026-11-24T12:00:00.000Z');
    await restart({ SYNC_ON_START: 'off' });
    await check();
    expect(await runs()).toEqual([]);
    expect(await runAt('2026-11-25T01:00:00.000Z')).toMatchObject({ trigger: 'cron', status: 'completed' });
    expect(await runs()).toEqual(['cron completed 2026-11-25T01:00:00.000Z']);
  });

  it('starts only the startup run when SYNC_CRON is off', async () => {
    await firstStart({ SYNC_CRON: 'off' });
    expect(app.server.app.get(SyncSchedule).nextRunAt()).toBeNull();
    clock.set('2026-11-25T01:00:00.000Z');
    await check();
    expect(await runs()).toEqual(['startup completed -']);
  });
});

describe('SyncSchedule at a cron time', () => {
  beforeEach(() => firstStart());

  it('starts one run at the exact instant', async () => {
    expect(app.server.app.get(SyncSchedule).nextRunAt()).toBe('2026-11-23T01:00:00.000Z');
    clock.set('2026-11-23T00:59:59.999Z');
    await check();
    expect(await runs()).toEqual([FIRST_RUN]);
    expect(await runAt('2026-11-23T01:00:00.000Z')).toMatchObject({ kind: 'full', trigger: 'cron' });
    await Promise.all([check(), check(), check()]);
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-23T01:00:00.000Z']);
    expect(app.server.app.get(SyncSchedule).nextRunAt()).toBe('2026-11-24T01:00:00.000Z');
  });

  it('starts one run for several cron times missed while the server was down', async () => {
    await app.stop();
    clock.set('2026-11-26T05:00:00.000Z');
    expect(await (await start()).run).toMatchObject({ trigger: 'cron', window: { to: '2026-11-25' } });
    await check();
    await restart();
    await check();
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-26T01:00:00.000Z']);
  });

  it('starts one run for several cron times missed while the machine slept', async () => {
    await runAt('2026-11-25T07:30:00.000Z');
    await check();
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-25T01:00:00.000Z']);
  });

  it('starts the run after the active run ends', async () => {
    clock.set('2026-11-23T00:59:58.000Z');
    const before = upstream.statsCalls().length;
    const held = upstream.hold();
    const ended = runsEnd(2);
    await app.post('/sync');
    await upstream.waitForCalls(before + 1);
    clock.set('2026-11-23T01:00:00.000Z');
    await check();
    expect(await runs()).toEqual([FIRST_RUN, 'manual running -']);
    held.release();
    await ended;
    await check();
    expect(await runs()).toEqual([FIRST_RUN, 'manual completed -', 'cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('starts one run when two schedules handle the same cron time', async () => {
    const other = await app.server.app.select(SyncModule).get(ModuleRef, { strict: true }).create(SyncSchedule);
    clock.set('2026-11-23T01:00:00.000Z');
    const ended = app.nextRunEnd();
    await Promise.all([other.check(), check()]);
    await ended;
    await Promise.all([check(), other.check()]);
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('starts no second run when the clock jumps back', async () => {
    await runAt('2026-11-23T01:00:00.000Z');
    for (const past of ['2026-11-23T00:30:00.000Z', '2026-11-20T12:00:00.000Z', '2020-01-01T00:00:00.000Z']) {
      clock.set(past);
      await check();
    }
    clock.set('2026-11-23T02:00:00.000Z');
    await check();
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('starts a run after the clock was years ahead for a while', async () => {
    await runAt('2028-01-01T12:00:00.000Z');
    clock.set('2026-11-23T00:30:00.000Z');
    await check();
    await runAt('2026-11-23T01:00:00.000Z');
    expect((await runs()).slice(2)).toEqual(['cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('starts no second run when the first one fails', async () => {
    upstream.next('Warung', json(500, {}));
    expect((await runAt('2026-11-23T01:00:00.000Z')).status).toBe('failed');
    await check();
    await restart();
    await check();
    expect(await runs()).toEqual([FIRST_RUN, 'cron failed 2026-11-23T01:00:00.000Z']);
  });
});

describe('SyncSchedule with SYNC_NIGHTLY=incremental', () => {
  it('starts a full run every week though the runs start at different milliseconds', async () => {
    await firstStart({ SYNC_NIGHTLY: 'incremental' });
    const full: string[] = [];
    for (let at = 1; at <= 21; at++) {
      const night = new Date(Date.UTC(2026, 10, 22 + at, 1, 0, 0, 900 - 40 * at)).toISOString();
      const { kind } = await runAt(night);
      if (kind === 'full') full.push(night.slice(0, 10));
    }
    expect(full).toEqual(['2026-11-29', '2026-12-06', '2026-12-13']);
  });

  it('starts another full run when the last one copied nothing', async () => {
    upstream.next('Warung', json(500, {}));
    await firstStart({ SYNC_NIGHTLY: 'incremental' });
    expect((await runAt('2026-11-23T01:00:00.000Z')).kind).toBe('full');
    expect((await runAt('2026-11-24T01:00:00.000Z')).kind).toBe('incremental');
  });
});
