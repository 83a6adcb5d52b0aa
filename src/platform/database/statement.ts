import type { Statement as SqliteStatement } from 'better-sqlite3';
import type { EntityManager } from 'typeorm';
import { postgresClient } from './postgres/postgres-database.js';
import { sqliteHandle } from './sqlite/sqlite-database.js';

/** A value bound to a placeholder. */
export type Cell = number | string | null;

/**
 * A statement that each connection prepares once, alike on SQLite and PostgreSQL, for queries that run for every item of a run.
 * Placeholders are `$1`, `$2`, ...; where PostgreSQL can't infer a type, write `CAST($1 AS integer)`.
 */
export class Statement<Row = never> {
  private readonly prepared = new WeakMap<object, SqliteStatement>();

  /** @param name Unique among the statements of a connection. */
  constructor(
    private readonly name: string,
    private readonly text: string,
  ) {}

  /** Runs the statement inside the caller's unit of work; returns the rows that it selects or returns. */
  async all(tx: EntityManager, values: readonly Cell[]): Promise<Row[]> {
    if (tx.dataSource.options.type === 'postgres') {
      const client = await postgresClient(tx);
      return (await client.query({ name: this.name, text: this.text, values: [...values] })).rows as Row[];
    }
    const statement = this.on(tx);
    const named = Object.fromEntries(values.map((value, index) => [index + 1, value]));
    if (statement.reader) return statement.all(named) as Row[];
    statement.run(named);
    return [];
  }

  private on(tx: EntityManager): SqliteStatement {
    const handle = sqliteHandle(tx);
    let statement = this.prepared.get(handle);
    if (!statement) {
      statement = handle.prepare(this.text);
      this.prepared.set(handle, statement);
    }
    return statement;
  }
}
