import type { PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { Database, type CommitOptions, type UnitOfWork } from '../database.js';
import { advisoryLockKeys } from './postgres-locks.js';

const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';
/** Every statement after the lock sees what earlier holders committed, and no other write commits meanwhile: as on SQLite. */
const BEGIN_EXCLUSIVE = `${BEGIN}; SELECT pg_advisory_xact_lock(${advisoryLockKeys('write')})`;
const BEGIN_SHARED = `${BEGIN}; SELECT pg_advisory_xact_lock_shared(${advisoryLockKeys('write')})`;
const ASYNCHRONOUS = 'SET LOCAL synchronous_commit = off';
const BEGIN_READING = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** Units of work on the connections of a pool. One advisory lock orders the writes of all processes, so none fails by a conflict. */
export class PostgresDatabase extends Database {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  write<T>(work: UnitOfWork<T>): Promise<T> {
    this.assertNotNested();
    // At most one connection of the pool waits for the lock.
    const result = this.tail.then(() => this.commit(BEGIN_EXCLUSIVE, work));
    this.tail = result.catch(() => undefined);
    return result;
  }

  writeShared<T>(work: UnitOfWork<T>, { synchronous = true }: CommitOptions = {}): Promise<T> {
    this.assertNotNested();
    return this.commit(synchronous ? BEGIN_SHARED : `${BEGIN_SHARED}; ${ASYNCHRONOUS}`, work);
  }

  read<T>(work: UnitOfWork<T>): Promise<T> {
    this.assertNotNested();
    return this.runUnit(() => this.transaction(BEGIN_READING, work));
  }

  /** A snapshot names the transactions that it sees. Their numbers could come again only after a crash of the server. */
  async readContentVersion(tx: EntityManager): Promise<string> {
    const [row] = await tx.query<{ version: string }[]>(
      `SELECT concat(pg_postmaster_start_time(), ' ', pg_current_snapshot()) AS version`,
    );
    return row?.version ?? '';
  }

  private async commit<T>(begin: string, work: UnitOfWork<T>): Promise<T> {
    const result = await this.runUnit(() => this.transaction(begin, work));
    this.clearFault();
    return result;
  }

  private async transaction<T>(begin: string, work: UnitOfWork<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const begun = client.query(begin);
      begun.catch(() => undefined);
      // The connection is a pipeline: with the shared lock, the first statement of the work need not wait for the response to BEGIN.
      if (begin === BEGIN_EXCLUSIVE) await begun;
      const result = await work(runner.manager);
      await begun;
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('A statement of the unit of work failed and its error was ignored');
      return result;
    } catch (error) {
      // A connection that can't roll back must not return to the pool.
      await runner.query('ROLLBACK').catch(async () => {
        if (!runner.isReleased) await ((await runner.connect()) as PoolClient).end();
      });
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** Returns the pg connection of a unit of work, for named statements and rows as arrays. @throws Error outside one. */
export async function postgresClient(tx: EntityManager): Promise<PoolClient> {
  if (!tx.queryRunner) throw new Error('There is no connection outside a unit of work');
  return (await tx.queryRunner.connect()) as PoolClient;
}
