import type { QueryRunner } from 'typeorm';

/**
 * What a migration must say differently to each database. All else is the SQL both speak: `varchar` for text, days and instants,
 * `boolean`, `integer` for ids and counts (below 2^31), `bigint` for money, quoted names, no database's own functions.
 */
export interface Dialect {
  /** Type and rules of a primary key the database numbers. SQLite never gives a number twice. */
  readonly id: string;
  /** Stands after a table whose rows are kept in the order of the primary key, where the database can. */
  readonly clustered: string;
}

const SQLITE: Dialect = { id: 'integer PRIMARY KEY AUTOINCREMENT NOT NULL', clustered: 'WITHOUT ROWID' };
const POSTGRES: Dialect = { id: 'SERIAL PRIMARY KEY NOT NULL', clustered: '' };

/** The dialect of the database a migration runs on. */
export function dialectOf(runner: QueryRunner): Dialect {
  return runner.dataSource.options.type === 'postgres' ? POSTGRES : SQLITE;
}
