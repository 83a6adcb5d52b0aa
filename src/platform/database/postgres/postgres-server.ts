import pg from 'pg';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { toOperationalError } from '../database-errors.js';
import { assertKnownMigrations } from '../migrations/assert-known-migrations.js';
import { migrations } from '../migrations/index.js';
import { advisoryLockKeys } from './postgres-locks.js';

const MAX_CONNECTIONS = 10;
/** Limit for the wait for a free connection, or for PostgreSQL. */
const CONNECT_TIMEOUT_MS = 10_000;
/** PostgreSQL ends the transaction of a process that froze in it after this. Shorter than a lease, so its items go on elsewhere. */
const IDLE_TRANSACTION_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 60_000;

const SESSION_SETTINGS = `SET idle_in_transaction_session_timeout = ${IDLE_TRANSACTION_TIMEOUT_MS};
  SET lock_timeout = ${LOCK_TIMEOUT_MS}; SET statement_timeout = ${STATEMENT_TIMEOUT_MS}`;

/** Parses a sum or count, which pg returns as text. @throws RangeError when a double can't hold it exactly. */
function parseExactNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} has no exact number`);
  return value;
}

/** Parses whole numbers to numbers, everything else as pg does. */
const types = new pg.TypeOverrides();
for (const type of [pg.types.builtins.INT8, pg.types.builtins.NUMERIC]) types.setTypeParser(type, parseExactNumber);

/** Returns the settings of a connection outside the pool, the same as the pool's. */
export function connectionTo(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'delivery-stats',
  };
}

/** Returns the TypeORM options of a replica on PostgreSQL. */
export function postgresOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName: 'delivery-stats',
    migrations,
    logger: 'debug',
    // The pool replaces a broken connection; the unit of work that used it has failed with the error.
    poolErrorHandler: () => undefined,
    installExtensions: false,
    extra: {
      max: MAX_CONNECTIONS,
      pipeline: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // Not as options of pg, which sends them in the startup packet: PgBouncer refuses that.
      onConnect: (client: pg.ClientBase) => client.query(SESSION_SETTINGS),
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
    throw toOperationalError(error);
  }
}

async function listDoneMigrations(runner: QueryRunner): Promise<string[]> {
  const [table] = (await runner.query(`SELECT to_regclass('migrations') AS name`)) as { name: string | null }[];
  if (!table?.name) return [];
  const rows = (await runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
  return rows.map(({ name }) => name);
}

/** All pending migrations in one transaction, in one process at a time. @throws OperationalError `newer_replica` */
async function migrate(dataSource: DataSource): Promise<void> {
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query(`SELECT pg_advisory_lock(${advisoryLockKeys('migrate')})`);
    assertKnownMigrations(await listDoneMigrations(guard), dataSource.migrations);
    await dataSource.runMigrations({ transaction: 'all' });
    await guard.query(`SELECT pg_advisory_unlock(${advisoryLockKeys('migrate')})`);
  } finally {
    await guard.release();
  }
}
