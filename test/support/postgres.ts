import { createHash, randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import pg from 'pg';

/** Database that the tests of this run share. The teardown drops it. Undefined when PostgreSQL is unreachable. */
const SHARED = process.env.TEST_DATABASE_ON_POSTGRES;

/** Declares a suite as `describe` does. The run reports it as skipped when PostgreSQL is unreachable. */
export const describeOnPostgres = SHARED === undefined ? describe.skip : describe;

/** Returns the `DATABASE_URL` of a test schema. The same `owner` gives the same schema. */
export async function temporarySchema(owner: string = randomUUID()): Promise<string> {
  const name = `test_${createHash('sha256').update(owner).digest('hex').slice(0, 20)}`;
  const client = new pg.Client({ connectionString: SHARED });
  await client.connect();
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(SHARED ?? '');
  url.searchParams.set('options', `-c search_path=${name}`);
  return url.href;
}
