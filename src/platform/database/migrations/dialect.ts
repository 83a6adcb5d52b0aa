import type { QueryRunner } from 'typeorm';

/**
 * The parts of a migration that differ between the databases. Everything else is SQL that both understand: `varchar` for text, days and instants,
 * `boolean`, `integer` for ids and counts (below 2^31), `bigint` for money, quoted names, no database's own functions.
 */
export interface Dialect {
  /** Type and rules of a primary key that the database numbers. SQLite never reuses a number. */
  readonly id: string;
  /** Follows a table definition whose rows are stored in the order of the primary key, where the database supports that. */
  readonly clustered: string;
}

const SQLITE: Dialect = { id: 'integer PRIMARY KEY AUTOINCREMENT NOT NULL', clustered: 'WITHOUT ROWID' };
const POSTGRES: Dialect = { id: 'SERIAL PRIMARY KEY NOT NULL', clustered: '' };

/** Returns the dialect of the database that a migration runs on. */
export function dialectOf(runner: QueryRunner): Dialect {
  return runner.dataSource.options.type === 'postgres' ? POSTGRES : SQLITE;
}
