import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Database as SqliteHandle } from 'better-sqlite3';
import { DataSource, EntityManager } from 'typeorm';
import { OperationalError } from '../errors.js';
import { explained } from './sqlite-errors.js';

/**
 * The only door to the replica. TypeORM's SQLite driver is one connection: two overlapping transactions would nest and a
 * rollback of one would silently discard the other's writes. So units of work, reads and writes alike, take turns here:
 * a reader never meets a half-done transaction and every unit sees one consistent state.
 *
 * A unit must await nothing but the database; long work is cut into several units.
 */
@Injectable()
export class Database {
  private tail: Promise<unknown> = Promise.resolve();
  private readonly inside = new AsyncLocalStorage<true>();
  private failure: OperationalError | null = null;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in a transaction of its own; a throw rolls all of it back.
   * @throws OperationalError when the disk failed, is full or can't be written.
   */
  write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.turn('BEGIN IMMEDIATE', work);
  }

  /** Runs `work` on one snapshot of the replica, also when another process is writing. */
  read<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.turn('BEGIN DEFERRED', work);
  }

  /** Why the last write could not be kept (disk full, read-only file); null when writing works as far as is known. */
  get fault(): OperationalError | null {
    return this.failure;
  }

  private turn<T>(begin: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.inside.getStore())
      throw new Error('A unit of work was started inside another one: it would wait for itself');
    const result = this.tail.then(() => this.inside.run(true, () => this.transaction(begin, work)));
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async transaction<T>(begin: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const handle = sqliteHandle(this.dataSource.manager);
    const changesBefore = this.failure && totalChanges(handle);
    try {
      handle.exec(begin);
      const result = await work(this.dataSource.manager);
      handle.exec('COMMIT');
      if (changesBefore !== null && totalChanges(handle) > changesBefore) this.failure = null;
      return result;
    } catch (error) {
      if (handle.open && handle.inTransaction) handle.exec('ROLLBACK');
      const reason = explained(error);
      if (reason instanceof OperationalError && LASTING.has(reason.code)) this.failure = reason;
      throw reason;
    }
  }
}

/** Faults that last until somebody does something about the machine. */
const LASTING: ReadonlySet<string> = new Set(['disk_full', 'database_read_only', 'database_io']);

function totalChanges(handle: SqliteHandle): number {
  return handle.prepare('SELECT total_changes()').pluck().get() as number;
}

/** The better-sqlite3 connection under an entity manager: for prepared statements inside a unit of work. */
export function sqliteHandle(manager: EntityManager): SqliteHandle {
  return (manager.dataSource.driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
}
