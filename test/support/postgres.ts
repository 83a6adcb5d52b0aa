import { createHash, randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import pg from 'pg';

/** The database that the tests of this run share, dropped at its end; undefined where PostgreSQL does not answer. */
const SHARED = process.env.TEST_DATABASE_ON_POSTGRES;

/** As `describe`; reported skipped, by name, where PostgreSQL does not answer. */
export const describeOnPostgres = SHARED === undefined ? describe.skip : describe;

/** `DATABASE_URL` of a schema of a test's own; the same for the same `owner`. */
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
