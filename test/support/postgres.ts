import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import pg from 'pg';

/** The database that the tests of this run share; undefined where PostgreSQL does not answer. */
const SHARED = process.env.TEST_DATABASE_ON_POSTGRES;

/** As `describe`; reported skipped, by name, where PostgreSQL does not answer. */
export const describeOnPostgres = SHARED === undefined ? describe.skip : describe;

/** A schema of a test's own, empty. */
export interface TestSchema {
  /** As `DATABASE_URL`. */
  readonly url: string;
  discard(): Promise<void>;
}

export async function temporarySchema(): Promise<TestSchema> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE SCHEMA ${name}`);
  const url = new URL(SHARED ?? '');
  url.searchParams.set('options', `-c search_path=${name}`);
  return { url: url.href, discard: () => administer(`DROP SCHEMA ${name} CASCADE`) };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SHARED });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
