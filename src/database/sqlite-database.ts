import type { Database as SqliteHandle } from 'better-sqlite3';
import type { DataSource, EntityManager } from 'typeorm';
import { Database, type Durability, type UnitOfWork } from './database.js';

/**
 * TypeORM's SQLite driver is one connection: two overlapping transactions would nest and a rollback of one would silently
 * discard the other's writes. So units of work, reads and writes alike, take turns here.
 */
export class SqliteDatabase extends Database {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  write<T>(work: UnitOfWork<T>): Promise<T> {
    return this.turn('BEGIN IMMEDIATE', work);
  }

  writeBeside<T>(work: UnitOfWork<T>, durability?: Durability): Promise<T> {
    return this.turn('BEGIN IMMEDIATE', work, durability);
  }

  read<T>(work: UnitOfWork<T>): Promise<T> {
    return this.turn('BEGIN DEFERRED', work);
  }

  private turn<T>(begin: string, work: UnitOfWork<T>, durability?: Durability): Promise<T> {
    this.refuseNesting();
    const result = this.tail.then(() => this.unit(() => this.transaction(begin, work, durability)));
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async transaction<T>(begin: string, work: UnitOfWork<T>, { relaxed }: Durability = {}): Promise<T> {
    const handle = sqliteHandle(this.dataSource.manager);
    const changesBefore = this.fault && totalChanges(handle);
    try {
      if (relaxed) handle.exec('PRAGMA synchronous = NORMAL');
      handle.exec(begin);
      const result = await work(this.dataSource.manager);
      handle.exec('COMMIT');
      if (changesBefore !== null && totalChanges(handle) > changesBefore) this.mended();
      return result;
    } catch (error) {
      if (handle.open && handle.inTransaction) handle.exec('ROLLBACK');
      throw error;
    } finally {
      if (relaxed && handle.open) handle.exec('PRAGMA synchronous = FULL');
    }
  }
}

function totalChanges(handle: SqliteHandle): number {
  return handle.prepare('SELECT total_changes()').pluck().get() as number;
}

/** The better-sqlite3 connection under an entity manager: for prepared statements inside a unit of work. */
export function sqliteHandle(manager: EntityManager): SqliteHandle {
  return (manager.dataSource.driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
}
