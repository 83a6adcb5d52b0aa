import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Housekeeping } from '../src/housekeeping/housekeeping.js';
import { KEPT_DAYS, NEWEST_KEPT } from '../src/housekeeping/retention.js';
import type { Page } from '../src/http/validation.js';
import type { RunView } from '../src/sync/run-view.js';
import { LogLines } from './support/log-lines.js';
import { ScriptedUpstream, wireRow } from './support/scripted-upstream.js';
import { portable } from './support/test-database.js';
import { temporaryFolder } from './support/test-replica.js';
import { TestClock, TestServer } from './support/test-server.js';

const LONG_AGO = '2024-03-01T06:00:00.000Z';
const NOW = '2026-11-22T06:00:00.000Z';
const TONIGHT = '2026-11-22T18:30:01.000Z';
const TOMORROW = '2026-11-23T18:30:01.000Z';

let upstream: ScriptedUpstream;
let folder: ReturnType<typeof temporaryFolder>;
let clock: TestClock;
let log: LogLines;
let app: TestServer;

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
  app = await TestServer.start({ env, clock, log, folder: folder.path });
  await app.server.begun;
  await tidied();
}

/** Resolves when the housekeeping that is owed was done. */
const tidied = () => app.server.app.get(Housekeeping).look();

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

const runIds = async () =>
  (await app.get<Page<RunView>>('/sync/runs?perPage=100')).body.items.map(({ id }) => id).reverse();

/** An instant that many days before {@link TONIGHT}. */
function daysAgo(days: number): string {
  return new Date(Date.parse(TONIGHT) - days * 24 * 3_600_000).toISOString();
}

describe('housekeeping', () => {
  it('removes old runs whole, and keeps what is still read, the newest and every number', async () => {
    const bad = { ...wireRow('2024-02-28'), grab_sales: 'NaN' };
    upstream.serve('Lama', [wireRow('2024-02-27')]);
    upstream.serve('Warung', [bad, wireRow('2024-02-27')]);
    upstream.serve('Kedai', [wireRow('2024-02-27')]);
    const gone = await app.addClient('Lama');
    const [warung, kedai] = [await app.addClient('Warung'), await app.addClient('Kedai')];
    const lastOfLama = await app.sync({ daysBack: 5, clientIds: [gone] });
    await app.post(`/clients/${gone}/archive`);
    const old = [];
    for (let n = 0; n < 3; n += 1) old.push(await app.sync({ daysBack: 5 }));
    expect(old[0]).toMatchObject({ status: 'partial', counts: { quarantined: 1 } });
    upstream.serve('Warung', [wireRow('2024-02-28')]);
    const success = await app.sync({ daysBack: 5 });
    clock.set(NOW);
    const newest = [];
    for (let n = 0; n < NEWEST_KEPT; n += 1) {
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

  it('leaves the newest runs however old they are', async () => {
    upstream.serve('Warung', [wireRow('2024-02-28')]);
    await app.addClient('Warung');
    for (let n = 0; n < 3; n += 1) await app.sync({ daysBack: 5 });
    clock.set(TONIGHT);
    await tidied();
    expect(await runIds()).toHaveLength(3);
  });

  it('removes what is over and old of people, collections, incidents and backups', async () => {
    clock.set(NOW);
    const [userId] = (await column('SELECT id FROM "user"')) as [number];
    const [just, overdue] = [(days: number) => daysAgo(days - 1), (days: number) => daysAgo(days + 1)];
    const entry = { actor: 'test', action: 'login' };
    await insert('audit_log', { ...entry, at: overdue(KEPT_DAYS.audit) }, { ...entry, at: just(KEPT_DAYS.audit) });
    await insert('audit_log', ...Array.from({ length: 1_200 }, () => ({ ...entry, at: overdue(KEPT_DAYS.audit + 1) })));
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
    const ended = (at: string) => ({ kind: 'data_stale', message: at, started_at: LONG_AGO, ended_at: at });
    await insert('incident', ended(overdue(KEPT_DAYS.incidents)), ended(just(KEPT_DAYS.incidents)));
    await insert('incident', { kind: 'data_stale', message: 'open', open: 1, started_at: LONG_AGO });
    for (let n = 0; n < NEWEST_KEPT + 2; n += 1) {
      await app.database.write((tx) =>
        tx.query(
          `INSERT INTO collection_run (status, trigger, then_sync, created_at, finished_at)
           VALUES ('succeeded', 'cron', FALSE, '${LONG_AGO}', '${overdue(KEPT_DAYS.collections)}')`,
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
    expect(await column(`SELECT at FROM audit_log WHERE actor = 'test'`)).toEqual([just(KEPT_DAYS.audit)]);
    expect(await column('SELECT id_hash FROM session')).toEqual(['used']);
    expect(await column('SELECT account FROM login_attempts')).toEqual(['b']);
    expect(await column(`SELECT message FROM incident WHERE kind = 'data_stale' ORDER BY id`)).toEqual([
      just(KEPT_DAYS.incidents),
      'open',
    ]);
    expect(await column('SELECT id FROM collection_run')).toHaveLength(NEWEST_KEPT);
    expect(await column('SELECT scheduled_for FROM backup_run')).toEqual(['2']);
    // The entry of the first admin is as old.
    expect(log.lines.filter(({ msg }) => msg === 'housekeeping done').at(-1)).toMatchObject({
      removed: { runs: 0, collections: 2, backups: 1, incidents: 1, audit: 1_202, sessions: 2, logins: 2 },
    });
  });

  it('is done once a night, also over restarts and whoever else looks', async () => {
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
