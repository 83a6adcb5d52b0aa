import type { Statement } from 'better-sqlite3';
import type { EntityManager } from 'typeorm';
import {
  toColumnValues,
  toDailyStat,
  ALL_DAYS,
  buildUpsertMark,
  buildSelectDays,
  METRIC_COLUMNS,
  buildUpsertSummary,
  VALUE_COLUMNS,
  buildSelectVerified,
} from './stat-statements.js';
import { StatRepository, type StatChanges, type SyncMark } from './stat.repository.js';
import { sqliteHandle } from '../../platform/database/index.js';
import type { DailyStat, Day, MetricValues, Period } from '../../domain/index.js';

const SQL = {
  select: buildSelectDays('?', '?', '?'),
  // One text a client: JSON.parse makes the values in half of the time that the driver needs to return each of them.
  history: `SELECT json_group_array(json_array(stat_date, json_array(${METRIC_COLUMNS.join(', ')})))
    FROM (${buildSelectDays('?', '?', '?')})`,
  insert: `INSERT INTO client_stat (${[...VALUE_COLUMNS, 'created_at', 'client_id', 'stat_date'].join(', ')})
    VALUES (${Array(VALUE_COLUMNS.length + 3)
      .fill('?')
      .join(', ')})`,
  update: `UPDATE client_stat SET ${VALUE_COLUMNS.map((column) => `${column} = ?`).join(', ')}
    WHERE client_id = ? AND stat_date = ?`,
  delete: 'DELETE FROM client_stat WHERE client_id = ? AND stat_date = ?',
  summary: buildUpsertSummary('@client', '@verifiedThrough', '@syncedAt'),
  verified: buildSelectVerified('?'),
  mark: buildUpsertMark('@client', '@verifiedThrough', '@syncedAt'),
} as const;

/** Runs prepared statements on the one connection, one row at a time and without yielding, which is the fastest way on SQLite. */
export class SqliteStatRepository extends StatRepository {
  private readonly prepared = new Map<string, Statement>();

  listDailyStats(tx: EntityManager, clientId: number, { from, to }: Period = ALL_DAYS): Promise<DailyStat[]> {
    return Promise.resolve(this.select(tx, clientId, from, to));
  }

  visitHistories(
    tx: EntityManager,
    clientIds: readonly number[],
    since: Day,
    visit: (clientId: number, stats: readonly DailyStat[]) => void,
  ): Promise<void> {
    const history = this.prepare(tx, SQL.history).pluck();
    for (const clientId of clientIds) {
      const days = JSON.parse(history.get(clientId, since, ALL_DAYS.to) as string) as [Day, MetricValues][];
      visit(
        clientId,
        days.map(([date, values]) => ({ date, values })),
      );
    }
    return Promise.resolve();
  }

  write(
    tx: EntityManager,
    clientId: number,
    { inserts, updates, deletes }: StatChanges,
    mark: SyncMark,
  ): Promise<void> {
    const { syncedAt } = mark;
    const insert = this.prepare(tx, SQL.insert);
    for (const row of inserts) insert.run(...toColumnValues(row, syncedAt), syncedAt, clientId, row.date);
    const update = this.prepare(tx, SQL.update);
    for (const row of updates) update.run(...toColumnValues(row, syncedAt), clientId, row.date);
    const remove = this.prepare(tx, SQL.delete);
    for (const date of deletes) remove.run(clientId, date);
    const hasChanges = inserts.length + updates.length + deletes.length > 0;
    this.prepare(tx, hasChanges ? SQL.summary : SQL.mark).run({ client: clientId, ...mark });
    return Promise.resolve();
  }

  findVerifiedThrough(tx: EntityManager, clientId: number): Promise<Day | null> {
    const row = this.prepare(tx, SQL.verified).get(clientId) as { verified_through: Day | null } | undefined;
    return Promise.resolve(row?.verified_through ?? null);
  }

  private select(tx: EntityManager, clientId: number, from: Day, to: Day): DailyStat[] {
    const rows = this.prepare(tx, SQL.select).raw().all(clientId, from, to);
    return (rows as [Day, ...(number | null)[]][]).map(toDailyStat);
  }

  private prepare(tx: EntityManager, sql: string): Statement {
    let statement = this.prepared.get(sql);
    if (!statement) {
      statement = sqliteHandle(tx).prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement;
  }
}
