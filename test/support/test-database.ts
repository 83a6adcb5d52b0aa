import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { describeOnPostgres, temporarySchema } from './postgres.js';

let postgres = false;

/**
 * Registers the tests of another file once more, with every replica on PostgreSQL. Reported skipped, by name, where that does
 * not answer.
 */
export async function onPostgres(suite: string, load: () => Promise<unknown>): Promise<void> {
  if (describeOnPostgres !== describe) {
    describe.skip(`${suite}, on PostgreSQL`, () => it('runs', () => undefined));
    return;
  }
  postgres = true;
  await load();
}

/** `DATABASE_URL` of the replica that belongs to a folder: a file in it, or a schema named after it. */
export async function databaseIn(folder: string): Promise<string> {
  return postgres ? temporarySchema(folder) : `sqlite:${join(folder, 'replica.sqlite')}`;
}

/** SQL with `?` for its parameters, as the database of these tests wants it. */
export function portable(sql: string): string {
  let place = 0;
  return postgres ? sql.replace(/\?/g, () => `$${++place}`) : sql;
}
