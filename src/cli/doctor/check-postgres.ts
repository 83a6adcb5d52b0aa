import pg from 'pg';
import type { HealthChecks } from './health-checks.js';
import { checkMigrations } from './check-file.js';
import { migrationState, type Inspection } from '../../operations/backup/index.js';
import { toOperationalError } from '../../platform/database/index.js';
import { connectionTo } from '../../platform/database/postgres/index.js';

/** As much as both programs' clocks may differ before leases become unreliable. */
const CLOCK_SKEW_MS = 3_000;

type Found = Pick<Inspection, 'migrations' | 'upstream'>;

/** Checks a replica on PostgreSQL. Returns what was found in it; null when nothing can be read from it. */
export async function checkPostgres(checkup: HealthChecks, url: string): Promise<Pick<Inspection, 'upstream'> | null> {
  const client = new pg.Client(connectionTo(url));
  client.on('error', () => undefined);
  try {
    const found = await checkup.add('replica', () => inspected(client));
    if (!found) return null;
    await checkup.add('clock', () => checkClock(client));
    return (await checkMigrations(checkup, found.migrations)) ? found : null;
  } finally {
    await client.end();
  }
}

async function inspected(client: pg.Client) {
  try {
    await client.connect();
    const [server] = await rows<{ version: string; database: string; made: boolean }>(
      client,
      `SELECT current_setting('server_version') AS version, current_database() AS database,
         to_regclass('migrations') IS NOT NULL AND to_regclass('replica_meta') IS NOT NULL AS made`,
    );
    const called = `PostgreSQL ${server?.version}, database ${server?.database}`;
    if (!server?.made) {
      const message = `${called}, holds no replica yet; the first start makes it`;
      return { status: 'warn' as const, message, found: null };
    }
    const applied = await rows<{ name: string }>(client, 'SELECT name FROM migrations');
    const [upstream] = await rows<{ value: string }>(client, `SELECT value FROM replica_meta WHERE key = 'upstream'`);
    const found: Found = {
      migrations: migrationState(applied.map(({ name }) => name)),
      upstream: upstream?.value ?? null,
    };
    return { status: 'ok' as const, message: called, found };
  } catch (error) {
    throw toOperationalError(error);
  }
}

async function checkClock(client: pg.Client) {
  const [clock] = await rows<{ now: Date }>(client, 'SELECT clock_timestamp() AS now');
  const skew = Math.abs(Date.now() - (clock?.now.getTime() ?? NaN));
  if (skew <= CLOCK_SKEW_MS) return { status: 'ok' as const, message: 'agrees with PostgreSQL', found: null };
  const message = `differs from PostgreSQL's by ${Math.round(skew / 1000)} s; several workers need clocks that agree (NTP)`;
  return { status: 'warn' as const, message, found: null };
}

async function rows<T extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<T[]> {
  return (await client.query<T>(sql)).rows;
}
