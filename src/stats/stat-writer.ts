import { Injectable } from '@nestjs/common';
import type { Statement } from 'better-sqlite3';
import type { EntityManager } from 'typeorm';
import { sqliteHandle } from '../database/database.js';
import type { CheckedDay, DayRow } from './day-row.js';
import { totalOrders, totalSales } from './day-row.js';
import { addDays, maxDay, minDay, type Day } from './day.js';
import { planMerge, type WriteCounts } from './merge.js';
import { METRICS } from './metric-catalogue.js';
import type { Period } from './period.js';
import { rowsFingerprint } from './rows-fingerprint.js';
import { readDays } from './stat-rows.js';

/** One client's checked answer for a window. */
export interface Commit {
  readonly clientId: number;
  readonly window: Period;
  readonly days: readonly CheckedDay[];
  readonly quarantinedDays: ReadonlySet<string>;
  /** Rows were refused whose day could not be read: any day that is absent may be one of them. */
  readonly undatedRows: boolean;
  /** Take nulls and absent days literally. */
  readonly exact: boolean;
  /** When upstream answered. ISO 8601 UTC. */
  readonly syncedAt: string;
}

const METRIC_COLUMNS = METRICS.map(({ column }) => column);
const VALUE_COLUMNS = [...METRIC_COLUMNS, 'total_sales', 'total_orders', 'synced_at', 'updated_at'];

const INSERT = `INSERT INTO client_stat (${[...VALUE_COLUMNS, 'created_at', 'client_id', 'stat_date'].join(', ')})
  VALUES (${Array(VALUE_COLUMNS.length + 3)
    .fill('?')
    .join(', ')})`;
const UPDATE = `UPDATE client_stat SET ${VALUE_COLUMNS.map((column) => `${column} = ?`).join(', ')}
  WHERE client_id = ? AND stat_date = ?`;
const DELETE = 'DELETE FROM client_stat WHERE client_id = ? AND stat_date = ?';
const REPORTED = {
  grab: METRICS.filter(({ platform }) => platform === 'grab').map(({ column }) => column),
  gojek: METRICS.filter(({ platform }) => platform === 'gojek').map(({ column }) => column),
};
const anyOf = (columns: readonly string[]) => `coalesce(${columns.join(', ')}) IS NOT NULL`;
const SUMMARISE = `INSERT INTO client_replica (client_id, revision, days, first_date, grab_through, gojek_through)
  SELECT ?, 1, count(*), min(CASE WHEN ${anyOf(METRIC_COLUMNS)} THEN stat_date END),
    max(CASE WHEN ${anyOf(REPORTED.grab)} THEN stat_date END), max(CASE WHEN ${anyOf(REPORTED.gojek)} THEN stat_date END)
  FROM client_stat WHERE client_id = ?
  ON CONFLICT (client_id) DO UPDATE SET revision = client_replica.revision + 1, days = excluded.days,
    first_date = excluded.first_date, grab_through = excluded.grab_through, gojek_through = excluded.gojek_through`;
const VERIFIED = 'SELECT verified_through AS day FROM client_replica WHERE client_id = ?';
const MARK = `INSERT INTO client_replica (client_id, revision, days, verified_through, synced_at) VALUES (?, 0, 0, ?, ?)
  ON CONFLICT (client_id) DO UPDATE SET verified_through = excluded.verified_through, synced_at = excluded.synced_at`;

/** What a commit did, and the {@link rowsFingerprint} of the window's rows after it. */
export interface Committed {
  readonly counts: WriteCounts;
  readonly rows: string;
}

/** The only writer of `client_stat`: changed rows only, and what is derived from them in the same transaction. */
@Injectable()
export class StatWriter {
  private readonly prepared = new Map<string, Statement>();

  /** Whether any row is held inside the window. */
  holdsRows(tx: EntityManager, clientId: number, window: Period): boolean {
    return readDays(tx, clientId, window).length > 0;
  }

  /** Merges a checked answer into the client's rows, inside the caller's transaction and without yielding. */
  commit(tx: EntityManager, commit: Commit): Committed {
    const { clientId, window, syncedAt } = commit;
    const plan = planMerge({
      held: readDays(tx, clientId, window),
      given: commit.days,
      quarantinedDays: commit.quarantinedDays,
      exact: commit.exact,
      removeAbsent: commit.exact && !commit.undatedRows,
    });
    const insert = this.statement(tx, INSERT);
    for (const row of plan.inserts) insert.run(...columnsOf(row, syncedAt), syncedAt, clientId, row.date);
    const update = this.statement(tx, UPDATE);
    for (const row of plan.updates) update.run(...columnsOf(row, syncedAt), clientId, row.date);
    const remove = this.statement(tx, DELETE);
    for (const date of plan.deletes) remove.run(clientId, date);
    if (plan.inserts.length + plan.updates.length + plan.deletes.length > 0) {
      this.statement(tx, SUMMARISE).run(clientId, clientId);
    }
    this.statement(tx, MARK).run(clientId, this.verifiedThrough(tx, commit), syncedAt);
    return { counts: plan.counts, rows: rowsFingerprint(plan.rows) };
  }

  /**
   * Confirms the rows of a window, when they still are those of the fingerprint, as a commit that changes none of them would.
   * Answers whether they are.
   */
  confirm(tx: EntityManager, confirmed: Pick<Commit, 'clientId' | 'window' | 'syncedAt'>, rows: string): boolean {
    const { clientId, window, syncedAt } = confirmed;
    if (rowsFingerprint(readDays(tx, clientId, window)) !== rows) return false;
    const through = this.verifiedThrough(tx, { ...confirmed, quarantinedDays: new Set(), undatedRows: false });
    this.statement(tx, MARK).run(clientId, through, syncedAt);
    return true;
  }

  /** How far back the next incremental run must look: never over a refused row, never over a stretch nobody asked for. */
  private verifiedThrough(
    tx: EntityManager,
    {
      clientId,
      window,
      quarantinedDays,
      undatedRows,
    }: Pick<Commit, 'clientId' | 'window' | 'quarantinedDays' | 'undatedRows'>,
  ): Day | null {
    const held = (this.statement(tx, VERIFIED).get(clientId) as { day: Day | null } | undefined)?.day ?? null;
    if (held !== null && window.from > addDays(held, 1)) return held;
    // The next run begins on this day, so all of the window is read again.
    if (undatedRows) return held === null ? window.from : minDay(held, window.from);
    const refused = [...quarantinedDays]
      .filter((date): date is Day => date >= window.from && date <= window.to)
      .sort()[0];
    if (refused) return addDays(refused, -1);
    return held === null ? window.to : maxDay(held, window.to);
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

function columnsOf({ values }: DayRow, now: string): (number | string | null)[] {
  return [...values, totalSales(values), totalOrders(values), now, now];
}
