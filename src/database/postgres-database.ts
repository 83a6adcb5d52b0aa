import type { PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { Database, type Durability, type UnitOfWork } from './database.js';
import { lockOf } from './postgres-locks.js';

const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';
/** Every statement after the lock sees all that earlier holders committed, and nobody commits beside it: as on SQLite. */
const BEGIN_ALONE = `${BEGIN}; SELECT pg_advisory_xact_lock(${lockOf('write')})`;
const BEGIN_BESIDE = `${BEGIN}; SELECT pg_advisory_xact_lock_shared(${lockOf('write')})`;
const RELAXED = 'SET LOCAL synchronous_commit = off';
const BEGIN_READING = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** Units of work on connections of a pool. Writes of all processes take turns by one advisory lock, so none needs repeating. */
export class PostgresDatabase extends Database {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  write<T>(work: UnitOfWork<T>): Promise<T> {
    this.refuseNesting();
    // One connection of the pool at most waits for the lock.
    const result = this.tail.then(() => this.changing(BEGIN_ALONE, work));
    this.tail = result.catch(() => undefined);
    return result;
  }

  writeBeside<T>(work: UnitOfWork<T>, { relaxed }: Durability = {}): Promise<T> {
    this.refuseNesting();
    return this.changing(relaxed ? `${BEGIN_BESIDE}; ${RELAXED}` : BEGIN_BESIDE, work);
  }

  read<T>(work: UnitOfWork<T>): Promise<T> {
    this.refuseNesting();
    return this.unit(() => this.transaction(BEGIN_READING, work));
  }

  private async changing<T>(begin: string, work: UnitOfWork<T>): Promise<T> {
    const result = await this.unit(() => this.transaction(begin, work));
    this.mended();
    return result;
  }

  private async transaction<T>(begin: string, work: UnitOfWork<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const begun = client.query(begin);
      begun.catch(() => undefined);
      // The connection is a pipeline: where the lock is shared, the work's first statement need not wait for the answer.
      if (begin === BEGIN_ALONE) await begun;
      const result = await work(runner.manager);
      await begun;
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('A statement of the unit of work failed and was passed over');
      return result;
    } catch (error) {
      // Whoever can't be rolled back must not go back into the pool.
      await runner.query('ROLLBACK').catch(async () => {
        if (!runner.isReleased) await ((await runner.connect()) as PoolClient).end();
      });
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** The pg connection of a unit of work: for named statements and rows as arrays. */
export async function postgresClient(tx: EntityManager): Promise<PoolClient> {
  if (!tx.queryRunner) throw new Error('There is no connection outside a unit of work');
  return (await tx.queryRunner.connect()) as PoolClient;
}
