import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { AlertWatch } from '../src/alerts/alert-watch.js';
import { BackupSchedule } from '../src/backup/backup-schedule.js';
import { cliHere, documentOf } from './support/cli.js';
import { LogLines } from './support/log-lines.js';
import { ScriptedUpstream, wireRow } from './support/scripted-upstream.js';
import { temporaryFolder } from './support/test-replica.js';
import { TestClock, TestServer } from './support/test-server.js';

/** 22 November 2026, 14:00 in Bali: yesterday is the 21st. The last tick was on the day before. */
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
let app: TestServer;
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
  app = await TestServer.start({
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
  await app.server.begun;
}

/** Resolves when the backup that is owed was made. */
const look = () => app.server.app.get(BackupSchedule).look();

/** The names in the folder of the backups, the oldest first. */
const kept = () => readdirSync(dir).sort();

async function health(): Promise<Health> {
  return (await app.request<Health>('GET', '/health', { role: 'monitor' })).body;
}

/** Writes zeros over a table that nobody reads. */
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
    days.map((day) => wireRow(day)),
  );
  expect((await app.sync({ from: days[0], to: days.at(-1) })).status).toBe('completed');
}

describe('a scheduled backup', () => {
  it('holds the replica as it was: restored, it serves the same numbers', async () => {
    await start();
    await app.addClient('Warung');
    await synced('2026-11-19', '2026-11-20');
    const before = (await app.get(LIST)).body;
    clock.set(NIGHTS[0]);
    await look();
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

  it('is made while restaurants are copied, and holds each of them whole or not at all', async () => {
    await start();
    const days = ['2026-11-18', '2026-11-19', '2026-11-20', YESTERDAY];
    const names = Array.from({ length: 30 }, (_, n) => `Warung ${n}`);
    for (const name of names) {
      upstream.serve(
        name,
        days.map((day) => wireRow(day)),
      );
      await app.addClient(name);
    }
    await look();
    clock.set(NIGHTS[0]);
    const [run] = await Promise.all([app.sync({ daysBack: 10 }), look()]);
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

  it('is made once a tick, caught up with after a start, and pushes out the oldest of its own only', async () => {
    mkdirSync(dir, { recursive: true });
    for (const name of ['replica-2026.sqlite', 'other-2026-11-01T190000Z.sqlite']) writeFileSync(join(dir, name), '');
    await start();
    await Promise.all([look(), look()]);
    for (const night of NIGHTS) {
      clock.set(night);
      await Promise.all([look(), look()]);
      await look();
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
    await look();
    expect(kept()).toEqual(expected);
    await app.stop();
    clock.set('2026-11-27T03:00:00.000Z');
    await start();
    await look();
    expect(kept()).toEqual([
      'other-2026-11-01T190000Z.sqlite',
      'replica-2026-11-24T190001Z.sqlite',
      'replica-2026-11-27T030000Z.sqlite',
      'replica-2026.sqlite',
    ]);
  });

  it('that fails shows in /health and begins an incident, which the next good one ends', async () => {
    mkdirSync(join(folder.path, 'kept'));
    writeFileSync(dir, 'in the way');
    // Nobody answers there: what is told stands in the replica too.
    const webhook = { ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/', ALERT_WEBHOOK_SECRET: 'a secret of the alerts' };
    await start(webhook);
    await look();
    const message = `The backup of 2026-11-21 19:00 UTC failed: BACKUP_DIR can't be read or written (EEXIST).`;
    expect(await health()).toMatchObject({
      status: 'degraded',
      details: { backup: { status: 'degraded', lastGoodAt: null, message } },
    });
    expect((await app.request<Health>('GET', '/health')).body.details.backup).toEqual({ status: 'degraded' });
    const incidents = async () => {
      await app.server.app.get(AlertWatch).look();
      return app.rows(`SELECT message, open FROM incident WHERE kind = 'backup_failed'`);
    };
    expect(await incidents()).toEqual([{ message, open: 1 }]);
    expect(await log.saying('the backup failed')).toMatchObject({ err: { code: 'EEXIST' } });

    rmSync(dir);
    clock.set(NIGHTS[0]);
    await look();
    expect((await health()).details.backup).toMatchObject({ status: 'up', lastGoodAt: NIGHTS[0] });
    expect(await incidents()).toEqual([{ message, open: null }]);
  });

  it('of a damaged replica is none, and leaves the good ones alone', async () => {
    await start();
    await look();
    const good = kept();
    damage(join(folder.path, 'replica.sqlite'));
    clock.set(NIGHTS[0]);
    await look();
    expect((await health()).details.backup).toMatchObject({
      status: 'degraded',
      message: expect.stringContaining('damaged'),
    });
    expect(kept()).toEqual(good);
  });

  it('that was broken off by the end of the server leaves nothing and is made by the next', async () => {
    await start();
    await look();
    const first = kept();
    clock.set(NIGHTS[0]);
    const looked = look();
    await app.stop();
    await looked;
    await start();
    await look();
    expect(kept()).toEqual([...first, 'replica-2026-11-22T190001Z.sqlite']);
  });

  it('that a killed server left is made again in its place', async () => {
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
    await look();
    expect(kept()).toEqual(['replica-2026-11-22T060000Z.sqlite']);
    expect(await app.rows('SELECT status FROM backup_run ORDER BY id')).toEqual([
      { status: 'failed' },
      { status: 'done' },
    ]);
  });
});
