import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RetentionModule } from './retention.module.js';
import { RetentionSchedule } from './retention.schedule.js';
import { TestClock } from '../../../test/support/create-test-app.js';
import { LogLines } from '../../../test/support/log-lines.js';
import { TestReplica } from '../../../test/support/test-replica.js';

type Row = Readonly<Record<string, string | number>>;

const HOUR_MS = 3_600_000;
const LONG_AGO = '2020-01-01T00:00:00.000Z';
const OLD_EVENT = { actor: 'system', action: 'login', at: LONG_AGO };
const TONIGHT = Date.parse('2026-11-22T18:30:00.000Z');

let userId: number;

/** Every table whose rows are deleted by their age: the days that they are kept, and a row that ended at an instant. */
const KEPT: [table: string, days: number, row: (at: string) => Row][] = [
  ['sync_run', 90, runRow],
  ['collection_run', 90, collectionRow],
  [
    'push_receipt',
    90,
    (at) => ({
      ...{ sender: 'cli', actor: 'cli', batch_id: at, content_hash: '', collected_at: LONG_AGO, received_at: at },
      ...{ status: 200, restaurants: 1, applied: 1, rows: 1, rejected_rows: 0, outcome: '[]' },
    }),
  ],
  [
    'unknown_restaurant',
    90,
    (at) => ({ name: at, actor: 'cli', rows: 1, first_pushed_at: LONG_AGO, last_pushed_at: at }),
  ],
  ['backup_run', 90, (at) => ({ scheduled_for: at, status: 'done', started_at: LONG_AGO, finished_at: at })],
  ['incident', 365, (at) => ({ kind: 'data_stale', message: '', started_at: LONG_AGO, ended_at: at })],
  ['audit_log', 730, (at) => ({ actor: 'system', action: 'login', at })],
  ['telegram_message', 30, (at) => ({ user_id: userId, message_key: at, attempts: 1, parts_sent: 1, created_at: at })],
  [
    'idempotency_key',
    1,
    (at) => ({ caller: 'cli', key: at, request_hash: '', result_id: 1, created: 1, created_at: at }),
  ],
];

let replica: TestReplica;
let clock: TestClock;
let log: LogLines;
let schedule: RetentionSchedule;

beforeAll(async () => {
  clock = TestClock.at(LONG_AGO);
  log = new LogLines();
  replica = await TestReplica.open({ clock, log });
  const user = { email: 'ani@example.com', role: 'manager', password_hash: '' };
  await insert('"user"', { ...user, created_at: LONG_AGO, updated_at: LONG_AGO });
  [{ id: userId } = { id: NaN }] = await replica.rows<{ id: number }>('SELECT id FROM "user"');
});

afterAll(() => replica.close());

beforeEach(async () => {
  for (const table of [...KEPT.map(([name]) => name), 'session', 'login_attempts', 'replica_meta']) {
    await replica.database.write((tx) => tx.query(`DELETE FROM ${table}`));
  }
  await insert('replica_meta', { key: 'another', value: 'another' });
  clock.set(daysBeforeTonight(0));
  schedule = await createSchedule();
});

/** Returns the schedule of another process on the same replica. */
const createSchedule = () => replica.create(RetentionSchedule, RetentionModule);

const findLast = () => replica.database.read((tx) => schedule.findLastRetentionAt(tx));

/** Returns the instant this many days before {@link TONIGHT}, which is a cron time. */
function daysBeforeTonight(days: number): string {
  return new Date(TONIGHT - days * 24 * HOUR_MS).toISOString();
}

function runRow(at: string): Row {
  return {
    ...{ kind: 'full', trigger: 'manual', exact: 0, whole: 0, window_from: '2026-11-01', window_to: '2026-11-01' },
    ...{ status: 'completed', created_at: LONG_AGO, finished_at: at },
  };
}

function collectionRow(at: string): Row {
  return { status: 'succeeded', trigger: 'cron', then_sync: 0, created_at: LONG_AGO, finished_at: at };
}

async function insert(table: string, ...rows: Row[]): Promise<void> {
  await replica.database.write(async (tx) => {
    for (const row of rows) {
      const names = Object.keys(row);
      const places = names.map(() => '?').join(', ');
      await tx.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`, Object.values(row));
    }
  });
}

async function count(table: string): Promise<number> {
  return (await replica.rows(`SELECT 1 FROM ${table}`)).length;
}

describe('retention', () => {
  it.each(KEPT)('keeps the rows of %s this number of days: %d', async (table, days, row) => {
    const [old, young] = [daysBeforeTonight(days + 0.01), daysBeforeTonight(days - 0.01)];
    // The newest rows of some tables are kept at any age.
    const newest = Array.from({ length: 20 }, (_, index) => daysBeforeTonight(index / 100));
    await insert(table, ...[old, young, ...newest].map(row));
    const before = await replica.rows<Row>(`SELECT * FROM ${table} ORDER BY id`);
    await schedule.poll();
    expect(await replica.rows(`SELECT * FROM ${table} ORDER BY id`)).toEqual(before.slice(1));
  });

  it.each([
    ['runs', 'sync_run', runRow],
    ['collections', 'collection_run', collectionRow],
  ])('keeps the twenty newest %s at any age', async (_what, table, row) => {
    await insert(table, ...Array.from({ length: 25 }, () => row(LONG_AGO)));
    await schedule.poll();
    expect(await count(table)).toBe(20);
  });

  it('deletes expired sessions and the failed logins that no longer count', async () => {
    const session = { id_hash: 'old', user_id: userId, created_at: LONG_AGO, seen_at: LONG_AGO };
    await insert('session', session, {
      ...session,
      id_hash: 'new',
      created_at: daysBeforeTonight(0.1),
      seen_at: daysBeforeTonight(0),
    });
    await insert('login_attempts', { account: 'old', address: '', failures: 3, failed_at: daysBeforeTonight(2) });
    await insert('login_attempts', { account: 'new', address: '', failures: 3, failed_at: daysBeforeTonight(0.5) });
    await schedule.poll();
    expect(await replica.rows('SELECT id_hash FROM session')).toEqual([{ id_hash: 'new' }]);
    expect(await replica.rows('SELECT account FROM login_attempts')).toEqual([{ account: 'new' }]);
  });

  it('deletes all that is due, and logs how many rows of each kind', async () => {
    await insert('audit_log', ...Array.from({ length: 1001 }, () => OLD_EVENT));
    await schedule.poll();
    expect(await count('audit_log')).toBe(0);
    expect(log.lines.at(-1)).toMatchObject({ msg: 'housekeeping done', removed: { audit: 1001, runs: 0 } });
  });

  it('happens once a night at 18:30 UTC, in one of the processes', async () => {
    const other = await createSchedule();
    await schedule.poll();
    clock.set(daysBeforeTonight(-0.99));
    await insert('audit_log', OLD_EVENT);
    await schedule.poll();
    await other.poll();
    expect(await count('audit_log')).toBe(1);
    clock.set(daysBeforeTonight(-1));
    await other.poll();
    expect(await count('audit_log')).toBe(0);
  });

  it('tells when it happens next and when it happened last', async () => {
    expect(await findLast()).toBeNull();
    clock.set(daysBeforeTonight(-0.5));
    await schedule.poll();
    expect([await findLast(), schedule.nextRetentionAt()]).toEqual([daysBeforeTonight(0), daysBeforeTonight(-1)]);
  });

  it('happens at the start for a night when no process ran', async () => {
    await schedule.start();
    await schedule.onModuleDestroy();
    expect(await findLast()).toBe(daysBeforeTonight(0));
  });

  it('ends after the current batch when the process stops, and goes on the next night', async () => {
    await insert('audit_log', OLD_EVENT);
    const done = schedule.poll();
    // Writes are executed in their order, so the night is reserved when the second one has ended.
    for (let n = 0; n < 2; n++) await replica.database.write(() => Promise.resolve());
    await schedule.onModuleDestroy();
    await done;
    expect(await findLast()).toBe(daysBeforeTonight(0));
    expect(await count('audit_log')).toBe(1);
    clock.set(daysBeforeTonight(-1));
    await (await createSchedule()).poll();
    expect(await count('audit_log')).toBe(0);
  });
});
