import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { explained } from './database-errors.js';
import { migrations } from './migrations/index.js';
import { lockOf } from './postgres-locks.js';

const CONNECTIONS = 10;
/** How long a free connection, or PostgreSQL itself, is waited for. */
const PATIENCE_MS = 10_000;
/** A process that froze inside a unit of work gives its locks up after this; shorter than a lease, so that its items move on. */
const FROZEN_MS = 10_000;
const LOCK_TIMEOUT_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 60_000;

/** Sums and counts come as text because they may be too big for a double: those that are must not pass for exact. */
function exactNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} has no exact number`);
  return value;
}

/** Whole numbers as numbers, all else as pg parses it. */
const types = new pg.TypeOverrides();
for (const type of [pg.types.builtins.INT8, pg.types.builtins.NUMERIC]) types.setTypeParser(type, exactNumber);

/** Settings of a connection outside the pool, as the pool's. */
export function connectionTo(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    keepAlive: true,
    application_name: 'delivery-stats',
  };
}

/** DataSource options of a replica on PostgreSQL. */
export function postgresOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName: 'delivery-stats',
    migrations,
    logger: 'debug',
    // A connection that broke is replaced; whoever needed it was told.
    poolErrorHandler: () => undefined,
    installExtensions: false,
    extra: {
      max: CONNECTIONS,
      pipeline: true,
      connectionTimeoutMillis: PATIENCE_MS,
      idle_in_transaction_session_timeout: FROZEN_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      types,
    },
  };
}

/** Connects and brings the schema up to date. @throws OperationalError */
export async function openPostgres(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = new DataSource(options);
  try {
    await dataSource.initialize();
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw explained(error);
  }
}

/** All pending migrations in one transaction, in one process at a time. */
async function migrate(dataSource: DataSource): Promise<void> {
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query(`SELECT pg_advisory_lock(${lockOf('migrate')})`);
    await dataSource.runMigrations({ transaction: 'all' });
    await guard.query(`SELECT pg_advisory_unlock(${lockOf('migrate')})`);
  } finally {
    await guard.release();
  }
}
