import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ModuleRef } from '@nestjs/core';
import { firstValueFrom, take, toArray } from 'rxjs';
import { json, ScriptedUpstream, wireRow } from '../../test/support/scripted-upstream.js';
import { temporaryFolder } from '../../test/support/test-replica.js';
import { TestClock, TestServer } from '../../test/support/test-server.js';
import type { RunView } from './run-view.js';
import { SyncSchedule } from './sync-schedule.js';
import { SyncModule } from './sync.module.js';
import { SyncSignals } from './sync-signals.js';

/** Five hours after a tick of `0 1 * * *`. */
const FIRST_START = '2026-11-22T06:00:00.000Z';
const FIRST_TICK = '2026-11-22T01:00:00.000Z';

let folder: ReturnType<typeof temporaryFolder>;
let upstream: ScriptedUpstream;
let clock: TestClock;
let app: TestServer;

beforeEach(async () => {
  folder = temporaryFolder();
  upstream = await ScriptedUpstream.start();
  upstream.list([{ id: 1, name: 'Warung' }]);
  upstream.serve('Warung', [wireRow('2026-11-20'), wireRow('2026-11-21')]);
  clock = TestClock.at(FIRST_START);
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
  folder.discard();
});

/** Starts the server on the test's folder until its schedule is in force; `run` is the first run that ends. */
async function start(env: Record<string, string> = {}): Promise<{ run: Promise<RunView> }> {
  app = await TestServer.start({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_CRON: '0 1 * * *', SYNC_ATTEMPTS: '1', ...env },
    clock,
    folder: folder.path,
  });
  const run = app.runEnds();
  await app.server.begun;
  return { run };
}

/** The first start of all, with its run done. */
async function firstStart(env: Record<string, string> = {}): Promise<void> {
  await (
    await start(env)
  ).run;
}

async function restart(env: Record<string, string> = {}): Promise<{ run: Promise<RunView> }> {
  await app.stop();
  return start(env);
}

const look = () => app.server.app.get(SyncSchedule).look();

/** Puts the clock there and waits for the run that comes of it. */
async function runAt(instant: string): Promise<RunView> {
  clock.set(instant);
  const ended = app.runEnds();
  await look();
  return ended;
}

const runsEnd = (count: number) =>
  firstValueFrom(app.server.app.get(SyncSignals).runEnded.pipe(take(count), toArray()));

/** Every run there ever was: trigger, status and the tick it answers. */
async function runs(): Promise<string[]> {
  const rows = await app.rows<{ trigger: string; status: string; tick: string | null }>(
    'SELECT "trigger", status, scheduled_for AS tick FROM sync_run ORDER BY id',
  );
  return rows.map(({ trigger, status, tick }) => `${trigger} ${status} ${tick ?? '-'}`);
}

const FIRST_RUN = `startup completed ${FIRST_TICK}`;

describe('the first start', () => {
  it('makes one full run, which answers the tick before it', async () => {
    const { run } = await start();
    expect(await run).toMatchObject({ kind: 'full', trigger: 'startup', status: 'completed', counts: { inserted: 2 } });
    await look();
    await look();
    expect(await runs()).toEqual([FIRST_RUN]);
  });

  it('is followed by a second one that makes none', async () => {
    await firstStart();
    await restart();
    await look();
    expect(await runs()).toEqual([FIRST_RUN]);
  });

  it('is tried again when nothing was copied', async () => {
    upstream.next('Warung', json(500, {}));
    await firstStart();
    await (
      await restart()
    ).run;
    await look();
    expect(await runs()).toEqual([`startup failed ${FIRST_TICK}`, 'startup completed -']);
  });

  it('makes no run without clients, and neither does a tick', async () => {
    upstream.list([]);
    await start();
    clock.set('2026-11-23T01:00:00.000Z');
    await look();
    expect(await runs()).toEqual([]);
  });

  it('makes no run with SYNC_ON_START=off, nor for ticks that passed; those to come are answered', async () => {
    await start({ SYNC_ON_START: 'off' });
    await look();
    clock.set('2026-11-24T12:00:00.000Z');
    await restart({ SYNC_ON_START: 'off' });
    await look();
    expect(await runs()).toEqual([]);
    expect(await runAt('2026-11-25T01:00:00.000Z')).toMatchObject({ trigger: 'cron', status: 'completed' });
    expect(await runs()).toEqual(['cron completed 2026-11-25T01:00:00.000Z']);
  });

  it('makes its run without a schedule too, and no other', async () => {
    await firstStart({ SYNC_CRON: 'off' });
    expect(app.server.app.get(SyncSchedule).nextRunAt()).toBeNull();
    clock.set('2026-11-25T01:00:00.000Z');
    await look();
    expect(await runs()).toEqual(['startup completed -']);
  });
});

describe('a tick', () => {
  beforeEach(() => firstStart());

  it('makes one run, at its very instant', async () => {
    expect(app.server.app.get(SyncSchedule).nextRunAt()).toBe('2026-11-23T01:00:00.000Z');
    clock.set('2026-11-23T00:59:59.999Z');
    await look();
    expect(await runs()).toEqual([FIRST_RUN]);
    expect(await runAt('2026-11-23T01:00:00.000Z')).toMatchObject({ kind: 'full', trigger: 'cron' });
    await Promise.all([look(), look(), look()]);
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-23T01:00:00.000Z']);
    expect(app.server.app.get(SyncSchedule).nextRunAt()).toBe('2026-11-24T01:00:00.000Z');
  });

  it('that was missed is caught up exactly once, however many were', async () => {
    await app.stop();
    clock.set('2026-11-26T05:00:00.000Z');
    expect(await (await start()).run).toMatchObject({ trigger: 'cron', window: { to: '2026-11-25' } });
    await look();
    await restart();
    await look();
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-26T01:00:00.000Z']);
  });

  it('is missed while the machine sleeps, and caught up when it wakes', async () => {
    await runAt('2026-11-25T07:30:00.000Z');
    await look();
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-25T01:00:00.000Z']);
  });

  it('waits for the active run, then goes', async () => {
    clock.set('2026-11-23T00:59:58.000Z');
    const before = upstream.statsCalls().length;
    const held = upstream.hold();
    const ended = runsEnd(2);
    await app.post('/sync');
    await upstream.called(before + 1);
    clock.set('2026-11-23T01:00:00.000Z');
    await look();
    expect(await runs()).toEqual([FIRST_RUN, 'manual running -']);
    held.letGo();
    await ended;
    await look();
    expect(await runs()).toEqual([FIRST_RUN, 'manual completed -', 'cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('that two schedules answer makes one run', async () => {
    const other = await app.server.app.select(SyncModule).get(ModuleRef, { strict: true }).create(SyncSchedule);
    clock.set('2026-11-23T01:00:00.000Z');
    const ended = app.runEnds();
    await Promise.all([other.look(), look()]);
    await ended;
    await Promise.all([look(), other.look()]);
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('is not answered again when the clock jumps back', async () => {
    await runAt('2026-11-23T01:00:00.000Z');
    for (const past of ['2026-11-23T00:30:00.000Z', '2026-11-20T12:00:00.000Z', '2020-01-01T00:00:00.000Z']) {
      clock.set(past);
      await look();
    }
    clock.set('2026-11-23T02:00:00.000Z');
    await look();
    expect(await runs()).toEqual([FIRST_RUN, 'cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('is answered as ever after the clock was years ahead for a while', async () => {
    await runAt('2028-01-01T12:00:00.000Z');
    clock.set('2026-11-23T00:30:00.000Z');
    await look();
    await runAt('2026-11-23T01:00:00.000Z');
    expect((await runs()).slice(2)).toEqual(['cron completed 2026-11-23T01:00:00.000Z']);
  });

  it('whose run fails is not answered again', async () => {
    upstream.next('Warung', json(500, {}));
    expect((await runAt('2026-11-23T01:00:00.000Z')).status).toBe('failed');
    await look();
    await restart();
    await look();
    expect(await runs()).toEqual([FIRST_RUN, 'cron failed 2026-11-23T01:00:00.000Z']);
  });
});

describe('incremental nights', () => {
  it('have a full run every week, though no tick comes at the same millisecond', async () => {
    await firstStart({ SYNC_NIGHTLY: 'incremental' });
    const full: string[] = [];
    for (let at = 1; at <= 21; at++) {
      const night = new Date(Date.UTC(2026, 10, 22 + at, 1, 0, 0, 900 - 40 * at)).toISOString();
      const { kind } = await runAt(night);
      if (kind === 'full') full.push(night.slice(0, 10));
    }
    expect(full).toEqual(['2026-11-29', '2026-12-06', '2026-12-13']);
  });

  it('are full again when the last full one copied nothing', async () => {
    upstream.next('Warung', json(500, {}));
    await firstStart({ SYNC_NIGHTLY: 'incremental' });
    expect((await runAt('2026-11-23T01:00:00.000Z')).kind).toBe('full');
    expect((await runAt('2026-11-24T01:00:00.000Z')).kind).toBe('incremental');
  });
});
