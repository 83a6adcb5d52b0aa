import type { Statement } from 'better-sqlite3';
import type { EntityManager } from 'typeorm';
import { sqliteHandle } from '../database/sqlite-database.js';
import type { DayRow } from './day-row.js';
import type { Day } from './day.js';
import type { Period } from './period.js';
import {
  cellsOf,
  dayRow,
  EVER,
  MARK,
  SELECT_DAYS,
  StatRows,
  SUMMARISE,
  VALUE_COLUMNS,
  VERIFIED,
  type Changes,
  type Mark,
} from './stat-rows.js';

const SQL = {
  select: SELECT_DAYS('?', '?', '?'),
  insert: `INSERT INTO client_stat (${[...VALUE_COLUMNS, 'created_at', 'client_id', 'stat_date'].join(', ')})
    VALUES (${Array(VALUE_COLUMNS.length + 3)
      .fill('?')
      .join(', ')})`,
  update: `UPDATE client_stat SET ${VALUE_COLUMNS.map((column) => `${column} = ?`).join(', ')}
    WHERE client_id = ? AND stat_date = ?`,
  delete: 'DELETE FROM client_stat WHERE client_id = ? AND stat_date = ?',
  summarise: SUMMARISE('@client', '@verifiedThrough', '@syncedAt'),
  verified: VERIFIED('?'),
  mark: MARK('@client', '@verifiedThrough', '@syncedAt'),
} as const;

/** Prepared statements on the one connection, a row at a time, without yielding: nothing is faster on SQLite. */
export class SqliteStatRows extends StatRows {
  private readonly prepared = new Map<string, Statement>();

  days(tx: EntityManager, clientId: number, { from, to }: Period = EVER): Promise<DayRow[]> {
    return Promise.resolve(this.read(tx, clientId, from, to));
  }

  histories(tx: EntityManager, clientIds: readonly number[]): Promise<Map<number, DayRow[]>> {
    const result = new Map<number, DayRow[]>();
    for (const clientId of clientIds) result.set(clientId, this.read(tx, clientId, EVER.from, EVER.to));
    return Promise.resolve(result);
  }

  write(tx: EntityManager, clientId: number, { inserts, updates, deletes }: Changes, mark: Mark): Promise<void> {
    const { syncedAt } = mark;
    const insert = this.statement(tx, SQL.insert);
    for (const row of inserts) insert.run(...cellsOf(row, syncedAt), syncedAt, clientId, row.date);
    const update = this.statement(tx, SQL.update);
    for (const row of updates) update.run(...cellsOf(row, syncedAt), clientId, row.date);
    const remove = this.statement(tx, SQL.delete);
    for (const date of deletes) remove.run(clientId, date);
    const changed = inserts.length + updates.length + deletes.length > 0;
    this.statement(tx, changed ? SQL.summarise : SQL.mark).run({ client: clientId, ...mark });
    return Promise.resolve();
  }

  verifiedThrough(tx: EntityManager, clientId: number): Promise<Day | null> {
    const row = this.statement(tx, SQL.verified).get(clientId) as { verified_through: Day | null } | undefined;
    return Promise.resolve(row?.verified_through ?? null);
  }

  private read(tx: EntityManager, clientId: number, from: Day, to: Day): DayRow[] {
    const rows = this.statement(tx, SQL.select).raw().all(clientId, from, to);
    return (rows as [Day, ...(number | null)[]][]).map(dayRow);
  }

  private statement(tx: EntityManager, sql: string): Statement {
    let statement = this.prepared.get(sql);
    if (!statement) {
      statement = sqliteHandle(tx).prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement;
  }
}
