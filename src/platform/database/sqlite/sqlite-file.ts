import { setTimeout as delay } from 'node:timers/promises';
import Sqlite, { type Database as SqliteHandle } from 'better-sqlite3';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import { bindNumbers } from './bind-numbers.js';
import { MAX_IDLE_WAL_BYTES, sqliteHandle } from './sqlite-database.js';
import { createOwnerOnlyFile } from '../create-owner-only-file.js';
import { toOperationalError } from '../database-errors.js';
import { sqliteCode } from './sqlite-errors.js';
import { assertKnownMigrations, migrationName } from '../migrations/assert-known-migrations.js';
import { migrations } from '../migrations/index.js';

const BUSY_TIMEOUT_MS = 5_000;

/** Returns the TypeORM options of the replica file: WAL, and every commit is on the disk before it is reported. */
export function sqliteOptions(file: string): DataSourceOptions {
  return {
    type: 'better-sqlite3',
    database: file,
    timeout: BUSY_TIMEOUT_MS,
    enableWAL: true,
    migrations,
    migrationsTransactionMode: 'none',
    // TypeORM's default logger writes to stdout, which belongs to the log and to a command's JSON.
    logger: 'debug',
    prepareDatabase: (handle: SqliteHandle) => {
      handle.pragma('synchronous = FULL');
      handle.pragma('temp_store = MEMORY');
      // In KiB. The operating system keeps more of the file in memory than this copy of some pages.
      handle.pragma('cache_size = -8000');
      handle.pragma(`journal_size_limit = ${MAX_IDLE_WAL_BYTES}`);
    },
  };
}

/** Opens the file, created with mode 0600 when it is new, and runs the pending migrations. @throws OperationalError */
export async function openReplica(options: DataSourceOptions): Promise<DataSource> {
  try {
    if (typeof options.database === 'string' && options.database !== ':memory:') {
      createOwnerOnlyFile(options.database);
      await enableWal(options.database);
    }
    const dataSource = await new DataSource(options).initialize();
    bindNumbers(dataSource);
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    throw toOperationalError(error);
  }
}

/** Switches the file to WAL. The switch ignores SQLite's busy timeout, so processes that open a new file at once retry it. */
async function enableWal(file: string): Promise<void> {
  const giveUp = performance.now() + BUSY_TIMEOUT_MS;
  const handle = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    for (;;) {
      try {
        handle.pragma('journal_mode = WAL');
        return;
      } catch (error) {
        if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true || performance.now() > giveUp) throw error;
        await delay(20);
      }
    }
  } finally {
    handle.close();
  }
}

/** All pending migrations in one transaction: after a crash the schema is the old or the new one, and a second process waits. */
async function migrate(dataSource: DataSource): Promise<void> {
  const handle = sqliteHandle(dataSource.manager);
  if (isUpToDate(handle, dataSource.migrations)) return;
  handle.pragma('foreign_keys = OFF');
  try {
    handle.exec('BEGIN IMMEDIATE');
    await dataSource.runMigrations({ transaction: 'none' });
    const broken = handle.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`A migration left ${broken.length} dangling references`);
    handle.exec('COMMIT');
  } catch (error) {
    if (handle.inTransaction) handle.exec('ROLLBACK');
    throw error;
  } finally {
    handle.pragma('foreign_keys = ON');
  }
}

/**
 * Reads only: TypeORM's own check creates its table first, and two processes could do so at once.
 * @throws OperationalError `newer_replica`
 */
function isUpToDate(handle: SqliteHandle, known: readonly MigrationInterface[]): boolean {
  const table = handle.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'migrations'`).get();
  if (!table) return false;
  const done = handle.prepare('SELECT name FROM migrations ORDER BY id').pluck().all() as string[];
  assertKnownMigrations(done, known);
  return known.every((migration) => done.includes(migrationName(migration)));
}
