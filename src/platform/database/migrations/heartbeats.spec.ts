import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { describeOnPostgres, temporarySchema } from '../../../../test/support/postgres.js';
import { temporaryFolder } from '../../../../test/support/test-replica.js';
import { openReplica, sqliteOptions } from '../sqlite/sqlite-file.js';
import { Heartbeats1795910400000 } from './1795910400000-heartbeats.js';
import { migrations } from './index.js';

const SENT_AT = '2026-11-22T01:05:00.000Z';
const NOT_BEFORE = '2026-11-23T01:07:00.000Z';
const before = migrations.slice(0, migrations.indexOf(Heartbeats1795910400000));

/** Adds three nightly runs: the first one's heartbeat was sent, the second one's failed, the third one's was not tried. */
async function addRuns(dataSource: DataSource): Promise<void> {
  for (const [notBefore, sentAt] of [
    ['NULL', `'${SENT_AT}'`],
    [`'${NOT_BEFORE}'`, 'NULL'],
    ['NULL', 'NULL'],
  ]) {
    await dataSource.query(
      `INSERT INTO sync_run (kind, "trigger", exact, whole, window_from, window_to, status, created_at,
         heartbeat_not_before, heartbeat_at)
       VALUES ('full', 'cron', false, true, '2026-11-01', '2026-11-21', 'completed', '', ${notBefore}, ${sentAt})`,
    );
  }
}

async function expectMarksMoved(dataSource: DataSource): Promise<void> {
  const marks = 'SELECT run_id AS id, not_before AS due, sent_at AS sent FROM heartbeat ORDER BY run_id';
  expect(await dataSource.query(marks)).toEqual([
    { id: 1, due: null, sent: SENT_AT },
    { id: 2, due: NOT_BEFORE, sent: null },
  ]);
  const [run] = await dataSource.query<object[]>('SELECT * FROM sync_run WHERE id = 1');
  expect(Object.keys(run ?? {}).filter((column) => column.startsWith('heartbeat'))).toEqual([]);
  await dataSource.query('DELETE FROM sync_run WHERE id = 1');
  expect(await dataSource.query(marks)).toHaveLength(1);
}

it('moves the heartbeat marks of sync runs to their own table on SQLite', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'replica.sqlite');
  try {
    const old = await openReplica({ ...sqliteOptions(file), migrations: before });
    await addRuns(old);
    await old.destroy();
    const migrated = await openReplica(sqliteOptions(file));
    await expectMarksMoved(migrated);
    await migrated.destroy();
  } finally {
    folder.discard();
  }
});

describeOnPostgres('the heartbeats migration', () => {
  it('moves the heartbeat marks of sync runs to their own table on PostgreSQL', async () => {
    const url = await temporarySchema();
    const old = await new DataSource({ type: 'postgres', url, migrations: before }).initialize();
    await old.runMigrations();
    await addRuns(old);
    await old.destroy();
    const migrated = await new DataSource({ type: 'postgres', url, migrations }).initialize();
    await migrated.runMigrations();
    await expectMarksMoved(migrated);
    await migrated.destroy();
  });
});
