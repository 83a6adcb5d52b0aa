import { statSync } from 'node:fs';
import type { Database as SqliteHandle } from 'better-sqlite3';
import type { DataSource, EntityManager } from 'typeorm';
import { Database, type CommitOptions, type TruncatesLog, type UnitOfWork } from '../database.js';
import { LoopPacer } from '../../event-loop/index.js';

/** A write-ahead log larger than this is truncated when no reader needs it. */
export const MAX_IDLE_WAL_BYTES = 4 * 1024 * 1024;

/**
 * TypeORM's SQLite driver is one connection: two overlapping transactions would nest and a rollback of one would silently
 * discard the other's writes. So all units of work, reads and writes, run one after the other. SQLite runs in this thread, so the
 * event loop serves others between units that follow each other.
 */
export class SqliteDatabase extends Database implements TruncatesLog {
  private tail: Promise<unknown> = Promise.resolve();
  private readonly pacer = new LoopPacer();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  write<T>(work: UnitOfWork<T>): Promise<T> {
    return this.enqueue('BEGIN IMMEDIATE', work);
  }

  writeShared<T>(work: UnitOfWork<T>, options?: CommitOptions): Promise<T> {
    return this.enqueue('BEGIN IMMEDIATE', work, options);
  }

  read<T>(work: UnitOfWork<T>): Promise<T> {
    return this.enqueue('BEGIN DEFERRED', work);
  }

  /** SQLite counts the rows that this connection has changed, and notices when another connection has committed. */
  readContentVersion(tx: EntityManager): Promise<string> {
    const handle = sqliteHandle(tx);
    const committedByOthers = handle.pragma('data_version', { simple: true }) as number;
    return Promise.resolve(`${committedByOthers} ${totalChanges(handle)}`);
  }

  truncateLog(): Promise<void> {
    const result = this.tail.then(() => {
      const handle = sqliteHandle(this.dataSource.manager);
      const log = statSync(`${handle.name}-wal`, { throwIfNoEntry: false });
      if (!log || log.size <= MAX_IDLE_WAL_BYTES) return;
      const [timeout] = handle.pragma('busy_timeout') as [{ timeout: number }];
      // Without a wait for readers: every other unit of work would wait with it.
      handle.pragma('busy_timeout = 0');
      try {
        handle.pragma('wal_checkpoint(TRUNCATE)');
      } finally {
        handle.pragma(`busy_timeout = ${timeout.timeout}`);
      }
    });
    this.tail = result.catch(() => undefined);
    return result;
  }

  private enqueue<T>(begin: string, work: UnitOfWork<T>, options?: CommitOptions): Promise<T> {
    this.assertNotNested();
    this.pacer.begin();
    const result = this.tail
      .then(() => (this.pacer.isDue ? this.pacer.pause() : undefined))
      .then(() => this.runUnit(() => this.transaction(begin, work, options)));
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async transaction<T>(
    begin: string,
    work: UnitOfWork<T>,
    { synchronous = true }: CommitOptions = {},
  ): Promise<T> {
    const handle = sqliteHandle(this.dataSource.manager);
    const changesBefore = this.fault && totalChanges(handle);
    try {
      if (!synchronous) handle.exec('PRAGMA synchronous = NORMAL');
      handle.exec(begin);
      const result = await work(this.dataSource.manager);
      handle.exec('COMMIT');
      if (changesBefore !== null && totalChanges(handle) > changesBefore) this.clearFault();
      return result;
    } catch (error) {
      if (handle.open && handle.inTransaction) handle.exec('ROLLBACK');
      throw error;
    } finally {
      if (!synchronous && handle.open) handle.exec('PRAGMA synchronous = FULL');
    }
  }
}

function totalChanges(handle: SqliteHandle): number {
  return handle.prepare('SELECT total_changes()').pluck().get() as number;
}

/** Returns the better-sqlite3 connection of an entity manager, for prepared statements inside a unit of work. */
export function sqliteHandle(manager: EntityManager): SqliteHandle {
  return (manager.dataSource.driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
}
