import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IdempotencyKey } from '../../src/platform/idempotency/idempotency-key.entity.js';
import { RetentionSchedule } from '../../src/operations/retention/retention.schedule.js';
import { RETENTION_DAYS, MIN_KEPT_RUNS } from '../../src/operations/retention/retention-periods.js';
import { LogLines } from '../support/log-lines.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { portable } from '../support/test-database.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

const LONG_AGO = '2024-03-01T06:00:00.000Z';
const NOW = '2026-11-22T06:00:00.000Z';
const TONIGHT = '2026-11-22T18:30:01.000Z';
const TOMORROW = '2026-11-23T18:30:01.000Z';

let upstream: ScriptedUpstream;
let folder: ReturnType<typeof temporaryFolder>;
let clock: TestClock;
let log: LogLines;
let app: TestApp;

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  folder = temporaryFolder();
  clock = TestClock.at(LONG_AGO);
  log = new LogLines();
  await start();
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
  folder.discard();
});

async function start(): Promise<void> {
  const env = { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1', SYNC_ON_START: 'off' };
  app = await createTestApp({ env, clock, log, folder: folder.path });
  await app.server.backgroundStarted;
  await tidied();
}

/** Resolves when the due housekeeping is done. */
const tidied = () => app.server.app.get(RetentionSchedule).poll();

/** How often it was done. */
const times = () => log.lines.filter(({ msg }) => msg === 'housekeeping done').length;

async function insert(table: string, ...rows: Record<string, string | number | null>[]): Promise<void> {
  await app.database.write(async (tx) => {
    for (const row of rows) {
      const names = Object.keys(row);
      const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
      await tx.query(portable(sql), Object.values(row));
    }
  });
}

async function column(sql: string): Promise<unknown[]> {
  return (await app.rows<Record<string, unknown>>(sql)).flatMap((row) => Object.values(row));
}

const runIds = async () => (await app.get('/sync/runs?perPage=100')).body.items.map(({ id }) => id).reverse();

/** Returns the instant that many days before {@link TONIGHT}. */
function daysAgo(days: number): string {
  return new Date(Date.parse(TONIGHT) - days * 24 * 3_600_000).toISOString();
}

describe('housekeeping', () => {
  it('keeps runs for ninety days', async () => {
    const run = (days: number) => ({
      kind: 'full',
      trigger: 'manual',
      exact: 0,
      whole: 0,
      window_from: '2026-11-01',
      window_to: '2026-11-01',
      status: 'completed',
      created_at: daysAgo(days),
      finished_at: daysAgo(days),
      announced_at: daysAgo(days),
    });
    // The twenty newest runs are kept, however old they are.
    await insert('sync_run', run(91), run(89), ...Array.from({ length: 20 }, () => run(1)));
    clock.set(TONIGHT);
    await tidied();
    const kept = await app.rows<{ id: number }>('SELECT id FROM sync_run ORDER BY id');
    expect(kept.map(({ id }) => id)).toEqual(Array.from({ length: 21 }, (_, index) => index + 2));
  });

  it('removes old runs with their items, and keeps runs in use, the newest runs and all statistics', async () => {
    const bad = { ...upstreamRow('2024-02-28'), grab_sales: 'NaN' };
    upstream.serve('Lama', [upstreamRow('2024-02-27')]);
    upstream.serve('Warung', [bad, upstreamRow('2024-02-27')]);
    upstream.serve('Kedai', [upstreamRow('2024-02-27')]);
    const gone = await app.addClient('Lama');
    const [warung, kedai] = [await app.addClient('Warung'), await app.addClient('Kedai')];
    const lastOfLama = await app.sync({ daysBack: 5, clientIds: [gone] });
    await app.post(`/clients/${gone}/archive`);
    const old = [];
    for (let n = 0; n < 3; n += 1) old.push(await app.sync({ daysBack: 5 }));
    expect(old[0]).toMatchObject({ status: 'partial', counts: { quarantined: 1 } });
    upstream.serve('Warung', [upstreamRow('2024-02-28')]);
    const success = await app.sync({ daysBack: 5 });
    clock.set(NOW);
    const newest = [];
    for (let n = 0; n < MIN_KEPT_RUNS; n += 1) {
      newest.push(await app.sync({ daysBack: 5, clientIds: [n % 2 === 0 ? warung : kedai] }));
    }
    const stats = `SELECT * FROM client_stat ORDER BY client_id, stat_date`;
    const before = await app.rows(stats);
    const status = (await app.get('/sync/status')).body;

    clock.set(TONIGHT);
    await tidied();
    const left = [lastOfLama, old[2], success, ...newest].map((run) => run?.id);
    expect(await runIds()).toEqual(left);
    expect(await column('SELECT DISTINCT run_id FROM sync_item ORDER BY run_id')).toEqual(left);
    const rows = 'SELECT item.run_id FROM quarantined_row row JOIN sync_item item ON item.id = row.item_id';
    expect(await column(rows)).toEqual([old[2]?.id]);
    expect(await app.rows(stats)).toEqual(before);
    expect((await app.get(`/sync/runs/${old[0]?.id}`)).status).toBe(404);
    clock.set(NOW);
    expect((await app.get('/sync/status')).body).toEqual(status);
  });

  it('keeps the newest runs at any age', async () => {
    upstream.serve('Warung', [upstreamRow('2024-02-28')]);
    await app.addClient('Warung');
    for (let n = 0; n < 3; n += 1) await app.sync({ daysBack: 5 });
    clock.set(TONIGHT);
    await tidied();
    expect(await runIds()).toHaveLength(3);
  });

  it('removes old finished records of users, collections, incidents and backups', async () => {
    clock.set(NOW);
    const [userId] = (await column('SELECT id FROM "user"')) as [number];
    const [just, overdue] = [(days: number) => daysAgo(days - 1), (days: number) => daysAgo(days + 1)];
    const entry = { actor: 'test', action: 'login' };
    await insert(
      'audit_log',
      { ...entry, at: overdue(RETENTION_DAYS.audit) },
      { ...entry, at: just(RETENTION_DAYS.audit) },
    );
    await insert(
      'audit_log',
      ...Array.from({ length: 1_200 }, () => ({ ...entry, at: overdue(RETENTION_DAYS.audit + 1) })),
    );
    await insert(
      'session',
      { id_hash: 'used', user_id: userId, created_at: daysAgo(5), seen_at: daysAgo(1) },
      { id_hash: 'idle', user_id: userId, created_at: daysAgo(5), seen_at: daysAgo(5) },
      { id_hash: 'old', user_id: userId, created_at: daysAgo(15), seen_at: daysAgo(0) },
    );
    await insert(
      'login_attempts',
      { account: 'a', address: '', failures: 3, failed_at: daysAgo(2), known_at: null },
      { account: 'b', address: '', failures: 3, failed_at: daysAgo(0.5), known_at: null },
      { account: 'c', address: 'x', failures: 0, failed_at: null, known_at: daysAgo(100) },
    );
    const started = { caller: 'token:1', requestHash: 'hash', resultId: 1, created: true };
    await app.database.write((tx) =>
      tx.insert(IdempotencyKey, [
        { ...started, key: 'old', createdAt: overdue(RETENTION_DAYS.idempotencyKeys) },
        { ...started, key: 'new', createdAt: just(RETENTION_DAYS.idempotencyKeys) },
      ]),
    );
    const ended = (at: string) => ({ kind: 'data_stale', message: at, started_at: LONG_AGO, ended_at: at });
    await insert('incident', ended(overdue(RETENTION_DAYS.incidents)), ended(just(RETENTION_DAYS.incidents)));
    await insert('incident', { kind: 'data_stale', message: 'open', open: 1, started_at: LONG_AGO });
    for (let n = 0; n < MIN_KEPT_RUNS + 2; n += 1) {
      await app.database.write((tx) =>
        tx.query(
          `INSERT INTO collection_run (status, trigger, then_sync, created_at, finished_at)
           VALUES ('succeeded', 'cron', FALSE, '${LONG_AGO}', '${overdue(RETENTION_DAYS.collections)}')`,
        ),
      );
    }
    const backup = (tick: string, days: number) => ({
      scheduled_for: tick,
      status: 'done',
      started_at: LONG_AGO,
      finished_at: daysAgo(days),
    });
    await insert('backup_run', backup('1', 200), backup('2', 199));

    clock.set(TONIGHT);
    await tidied();
    expect(await column(`SELECT at FROM audit_log WHERE actor = 'test'`)).toEqual([just(RETENTION_DAYS.audit)]);
    expect(await column('SELECT id_hash FROM session')).toEqual(['used']);
    expect(await column('SELECT key FROM idempotency_key')).toEqual(['new']);
    expect(await column('SELECT account FROM login_attempts')).toEqual(['b']);
    expect(await column(`SELECT message FROM incident WHERE kind = 'data_stale' ORDER BY id`)).toEqual([
      just(RETENTION_DAYS.incidents),
      'open',
    ]);
    expect(await column('SELECT id FROM collection_run')).toHaveLength(MIN_KEPT_RUNS);
    expect(await column('SELECT scheduled_for FROM backup_run')).toEqual(['2']);
    // The entry of the first admin is as old.
    expect(log.lines.filter(({ msg }) => msg === 'housekeeping done').at(-1)).toMatchObject({
      removed: {
        runs: 0,
        collections: 2,
        backups: 1,
        idempotencyKeys: 1,
        incidents: 1,
        audit: 1_202,
        sessions: 2,
        logins: 2,
      },
    });
  });

  it('runs once a night, also across restarts and several processes', async () => {
    expect(times()).toBe(1);
    clock.set(TONIGHT);
    await Promise.all([tidied(), tidied()]);
    await app.stop();
    await start();
    await tidied();
    expect(times()).toBe(2);
    clock.set(TOMORROW);
    await tidied();
    expect(times()).toBe(3);
  });
});
