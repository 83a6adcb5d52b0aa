import { join } from 'node:path';
import { temporarySchema } from './postgres.js';

/** The database of this project's replicas, which test/support/jest/environment.mjs sets. */
declare const TEST_DATABASE: 'sqlite' | 'postgres';

/** Returns the `DATABASE_URL` of the replica that belongs to a folder: a SQLite file in it, or a PostgreSQL schema named after it. */
export async function databaseIn(folder: string): Promise<string> {
  return TEST_DATABASE === 'postgres' ? temporarySchema(folder) : `sqlite:${join(folder, 'replica.sqlite')}`;
}

/** Returns SQL with `?` for its parameters in the dialect of this project's database. */
export function portable(sql: string): string {
  let place = 0;
  return TEST_DATABASE === 'postgres' ? sql.replace(/\?/g, () => `$${++place}`) : sql;
}
