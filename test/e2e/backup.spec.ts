import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { IncidentMonitor } from '../../src/operations/alerts/incident-monitor.js';
import { BackupSchedule } from '../../src/operations/backup/backup.schedule.js';
import { LogTruncationService } from '../../src/operations/retention/log-truncation.service.js';
import { addDays, toDay } from '../../src/domain/calendar/day.js';
import { cliHere, documentOf } from '../support/cli.js';
import { LogLines } from '../support/log-lines.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st, the day of the last scheduled time. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = '2026-11-21';
const NIGHTS = ['2026-11-22T19:00:01.000Z', '2026-11-23T19:00:01.000Z', '2026-11-24T19:00:01.000Z'] as const;
const LIST = '/clients/leaderboard?from=2026-11-01&to=2026-11-21';

interface Health {
  readonly status: string;
  readonly details: { readonly backup?: Readonly<Record<string, unknown>> };
}

let upstream: ScriptedUpstream;
let folder: ReturnType<typeof temporaryFolder>;
let clock: TestClock;
let log: LogLines;
let app: TestApp;
let dir: string;

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  folder = temporaryFolder();
  dir = join(folder.path, 'kept', 'backups');
  clock = TestClock.at(NOW);
  log = new LogLines();
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
  folder.discard();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  app = await createTestApp({
    env: {
      DELIVERY_STATS_API_URL: upstream.url,
      SYNC_ON_START: 'off',
      SYNC_ATTEMPTS: '1',
      BACKUP_CRON: '0 19 * * *',
      BACKUP_DIR: dir,
      BACKUP_KEEP: '2',
      ...env,
    },
    clock,
    log,
    folder: folder.path,
  });
  await app.server.backgroundStarted;
}

/** Resolves when the due backup is made. */
const check = () => app.server.app.get(BackupSchedule).poll();

/** Returns the file names in the backup folder, oldest first. */
const kept = () => readdirSync(dir).sort();

async function health(): Promise<Health> {
  return (await app.request<Health>('GET', '/health', { role: 'monitor' })).body;
}

/** Writes zeros over a table that the test does not read. */
function damage(file: string): void {
  const handle = new Sqlite(file);
  handle.exec('CREATE TABLE unread (a); INSERT INTO unread VALUES (1)');
  const page = handle.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'unread'`).pluck().get() as number;
  const size = handle.pragma('page_size', { simple: true }) as number;
  handle.pragma('wal_checkpoint(TRUNCATE)');
  handle.close();
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(size), 0, size, (page - 1) * size);
  closeSync(descriptor);
}

async function synced(...days: string[]): Promise<void> {
  upstream.serve(
    'Warung',
    days.map((day) => upstreamRow(day)),
  );
  expect((await app.sync({ from: days[0], to: days.at(-1) })).status).toBe('completed');
}

describe('the write-ahead log of the replica', () => {
  it('is small again after a sync that a long read kept from being written back', async () => {
    await start({ BACKUP_CRON: 'off' });
    const days = Array.from({ length: 300 }, (_, index) => addDays(toDay(YESTERDAY), -index));
    for (let n = 0; n < 40; n++) {
      upstream.serve(
        `Warung ${n}`,
        days.map((day) => upstreamRow(day)),
      );
      await app.addClient(`Warung ${n}`);
    }
    const size = () => statSync(join(folder.path, 'replica.sqlite-wal')).size;
    const reader = new Sqlite(join(folder.path, 'replica.sqlite'), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM client').get();
    expect((await app.sync({ daysBack: 300 })).status).toBe('completed');
    const truncation = app.server.app.get(LogTruncationService);
    await truncation.poll();
    expect(size()).toBeGreaterThan(4 * 1024 * 1024);
    reader.close();
    await truncation.poll();
    expect(size()).toBeLessThan(1024 * 1024);
    expect((await app.get('/clients')).body.total).toBe(40);
  });
});

describe('a scheduled backup', () => {
  it('holds the replica as it was, and serves the same numbers after a restore', async () => {
    await start();
    await app.addClient('Warung');
    await synced('2026-11-19', '2026-11-20');
    const before = (await app.get(LIST)).body;
    clock.set(NIGHTS[0]);
    await check();
    const [file = ''] = kept().slice(-1);
    expect(file).toBe('replica-2026-11-22T190001Z.sqlite');
    expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect((await health()).details.backup).toEqual({
      status: 'up',
      lastGoodAt: NIGHTS[0],
      nextBackupAt: '2026-11-23T19:00:00.000Z',
    });
    const metrics = await app.request<string>('GET', '/metrics', { role: 'monitor' });
    expect(metrics.body).toContain(
      `delivery_backup_last_success_timestamp_seconds ${Math.floor(Date.parse(NIGHTS[0]) / 1000)}`,
    );

    clock.set(NOW);
    await app.addClient('Not in the backup', { status: 'churned' });
    await synced('2026-11-20', YESTERDAY);
    expect((await app.get(LIST)).body).not.toEqual(before);
    await app.stop();
    const env = { DATABASE_URL: `sqlite:${folder.path}/replica.sqlite`, DELIVERY_STATS_API_URL: upstream.url };
    const restored = await cliHere(['restore', join(dir, file), '--json'], env);
    expect(documentOf(restored)).toMatchObject({ clientsCount: 1, totalRecords: 2, latestDate: '2026-11-20' });
    await start({ BACKUP_CRON: 'off' });
    expect((await app.get(LIST)).body).toEqual(before);
    expect((await health()).details).not.toHaveProperty('backup');
  });

  it('runs during a sync and holds each restaurant completely or not at all', async () => {
    await start();
    const days = ['2026-11-18', '2026-11-19', '2026-11-20', YESTERDAY];
    const names = Array.from({ length: 30 }, (_, n) => `Warung ${n}`);
    for (const name of names) {
      upstream.serve(
        name,
        days.map((day) => upstreamRow(day)),
      );
      await app.addClient(name);
    }
    await check();
    clock.set(NIGHTS[0]);
    const [run] = await Promise.all([app.sync({ daysBack: 10 }), check()]);
    expect(run.status).toBe('completed');
    const copy = new Sqlite(join(dir, kept().at(-1) ?? ''), { readonly: true });
    const held = copy
      .prepare(
        `SELECT status, (SELECT count(*) FROM client_stat stat WHERE stat.client_id = item.client_id) AS days
         FROM sync_item item`,
      )
      .all() as { status: string; days: number }[];
    copy.close();
    expect(held.map(({ days: count }) => count)).toEqual(
      held.map(({ status }) => (status === 'done' ? days.length : 0)),
    );
  });

  it('runs once per scheduled time, catches up after a start, and rotates only its own files', async () => {
    mkdirSync(dir, { recursive: true });
    for (const name of ['replica-2026.sqlite', 'other-2026-11-01T190000Z.sqlite']) writeFileSync(join(dir, name), '');
    await start();
    await Promise.all([check(), check()]);
    for (const night of NIGHTS) {
      clock.set(night);
      await Promise.all([check(), check()]);
      await check();
    }
    const expected = [
      'other-2026-11-01T190000Z.sqlite',
      'replica-2026-11-23T190001Z.sqlite',
      'replica-2026-11-24T190001Z.sqlite',
      'replica-2026.sqlite',
    ];
    expect(kept()).toEqual(expected);
    await app.stop();
    await start();
    await check();
    expect(kept()).toEqual(expected);
    await app.stop();
    clock.set('2026-11-27T03:00:00.000Z');
    await start();
    await check();
    expect(kept()).toEqual([
      'other-2026-11-01T190000Z.sqlite',
      'replica-2026-11-24T190001Z.sqlite',
      'replica-2026-11-27T030000Z.sqlite',
      'replica-2026.sqlite',
    ]);
  });

  it('shows its failure in /health and opens an incident that the next success closes', async () => {
    mkdirSync(join(folder.path, 'kept'));
    writeFileSync(dir, 'in the way');
    // Nobody answers there: what is told stands in the replica too.
    const webhook = { ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/', ALERT_WEBHOOK_SECRET: 'a secret of the alerts' };
    await start(webhook);
    await check();
    const message = `The backup of 2026-11-21 19:00 UTC failed: BACKUP_DIR can't be read or written (EEXIST).`;
    expect(await health()).toMatchObject({
      status: 'degraded',
      details: { backup: { status: 'degraded', lastGoodAt: null, message } },
    });
    expect((await app.request<Health>('GET', '/health')).body.details.backup).toEqual({ status: 'degraded' });
    const incidents = async () => {
      await app.server.app.get(IncidentMonitor).poll();
      return app.rows(`SELECT message, open FROM incident WHERE kind = 'backup_failed'`);
    };
    expect(await incidents()).toEqual([{ message, open: 1 }]);
    expect(await log.waitForMessage('the backup failed')).toMatchObject({ err: { code: 'EEXIST' } });

    rmSync(dir);
    clock.set(NIGHTS[0]);
    await check();
    expect((await health()).details.backup).toMatchObject({ status: 'up', lastGoodAt: NIGHTS[0] });
    expect(await incidents()).toEqual([{ message, open: null }]);
  });

  it('writes no file from a damaged replica and keeps the good backups', async () => {
    await start();
    await check();
    const good = kept();
    damage(join(folder.path, 'replica.sqlite'));
    clock.set(NIGHTS[0]);
    await check();
    expect((await health()).details.backup).toMatchObject({
      status: 'degraded',
      message: expect.stringContaining('damaged'),
    });
    expect(kept()).toEqual(good);
  });

  it('leaves no file when a shutdown interrupts it, and the next server makes it', async () => {
    await start();
    await check();
    const first = kept();
    clock.set(NIGHTS[0]);
    const looked = check();
    await app.stop();
    await looked;
    await start();
    await check();
    expect(kept()).toEqual([...first, 'replica-2026-11-22T190001Z.sqlite']);
  });

  it('replaces the file that a killed server left', async () => {
    await start({ BACKUP_CRON: 'off' });
    mkdirSync(dir, { recursive: true });
    const left = ['replica-2026-11-21T190000Z.sqlite.partial', 'replica-2026-11-21T190000Z.sqlite.partial-journal'];
    for (const name of left) writeFileSync(join(dir, name), 'half of it');
    await app.database.write((tx) =>
      tx.query(
        `INSERT INTO backup_run (scheduled_for, status, started_at)
         VALUES ('2026-11-20T19:00:00.000Z', 'running', '2026-11-20T19:00:00.000Z'),
                ('2026-11-21T19:00:00.000Z', 'running', '2026-11-21T19:00:00.000Z')`,
      ),
    );
    await app.stop();
    await start();
    await check();
    expect(kept()).toEqual(['replica-2026-11-22T060000Z.sqlite']);
    expect(await app.rows('SELECT status FROM backup_run ORDER BY id')).toEqual([
      { status: 'failed' },
      { status: 'done' },
    ]);
  });
});
