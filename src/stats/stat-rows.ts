import type { EntityManager } from 'typeorm';
import type { DayRow } from './day-row.js';
import { totalOrders, totalSales } from './day-row.js';
import type { Day } from './day.js';
import type { MergePlan } from './merge.js';
import { METRICS } from './metric-catalogue.js';
import type { Period } from './period.js';

/** What a commit changes. Days are of one client. */
export type Changes = Pick<MergePlan, 'inserts' | 'updates' | 'deletes'>;

/** What is noted of an answer: how far the client is verified after it, and when it came, ISO 8601 UTC. */
export interface Mark {
  readonly verifiedThrough: Day | null;
  readonly syncedAt: string;
}

/**
 * The rows of `client_stat` and the line of `client_replica` that sums them up, in the fastest way each database has. Every
 * method runs inside the caller's unit of work.
 */
export abstract class StatRows {
  /** One client's held rows inside the period (all of them without one), oldest first. */
  abstract days(tx: EntityManager, clientId: number, period?: Period): Promise<DayRow[]>;

  /** All rows of some clients, oldest first; a client without rows is absent. */
  abstract histories(tx: EntityManager, clientIds: readonly number[]): Promise<Map<number, DayRow[]>>;

  /** Writes the changed rows, sums the client up again when there are any, and notes that upstream answered for it. */
  abstract write(tx: EntityManager, clientId: number, changes: Changes, mark: Mark): Promise<void>;

  /** The client's last verified day. */
  abstract verifiedThrough(tx: EntityManager, clientId: number): Promise<Day | null>;
}

export const METRIC_COLUMNS = METRICS.map(({ column }) => column);
/** The columns of {@link cellsOf}. */
export const VALUE_COLUMNS = [...METRIC_COLUMNS, 'total_sales', 'total_orders', 'synced_at', 'updated_at'];

/** All days there can be. */
export const EVER: Period = { from: '0000-00-00' as Day, to: '9999-99-99' as Day };

/** A row as it is written. */
export function cellsOf({ values }: DayRow, syncedAt: string): (number | string | null)[] {
  return [...values, totalSales(values), totalOrders(values), syncedAt, syncedAt];
}

/** A row as it was read: the day, then the metrics. */
export function dayRow([date, ...values]: [Day, ...(number | null)[]]): DayRow {
  return { date, values };
}

const REPORTED = {
  grab: METRICS.filter(({ platform }) => platform === 'grab').map(({ column }) => column),
  gojek: METRICS.filter(({ platform }) => platform === 'gojek').map(({ column }) => column),
};
const anyOf = (columns: readonly string[]) => `coalesce(${columns.join(', ')}) IS NOT NULL`;

/** The statements that both databases share but for their placeholders. */
export const SELECT_DAYS = (client: string, from: string, to: string) =>
  `SELECT stat_date, ${METRIC_COLUMNS.join(', ')} FROM client_stat
    WHERE client_id = ${client} AND stat_date BETWEEN ${from} AND ${to} ORDER BY stat_date`;

export const SUMMARISE = (client: string, verifiedThrough: string, syncedAt: string) =>
  `INSERT INTO client_replica (client_id, verified_through, synced_at, revision, days, first_date, grab_through, gojek_through)
    SELECT ${client}, ${verifiedThrough}, ${syncedAt}, 1, count(*), min(CASE WHEN ${anyOf(METRIC_COLUMNS)} THEN stat_date END),
      max(CASE WHEN ${anyOf(REPORTED.grab)} THEN stat_date END),
      max(CASE WHEN ${anyOf(REPORTED.gojek)} THEN stat_date END)
    FROM client_stat WHERE client_id = ${client}
    ON CONFLICT (client_id) DO UPDATE SET revision = client_replica.revision + 1, days = excluded.days,
      verified_through = excluded.verified_through, synced_at = excluded.synced_at, first_date = excluded.first_date,
      grab_through = excluded.grab_through, gojek_through = excluded.gojek_through`;

export const VERIFIED = (client: string) => `SELECT verified_through FROM client_replica WHERE client_id = ${client}`;

export const MARK = (client: string, verifiedThrough: string, syncedAt: string) =>
  `INSERT INTO client_replica (client_id, revision, days, verified_through, synced_at)
    VALUES (${client}, 0, 0, ${verifiedThrough}, ${syncedAt})
    ON CONFLICT (client_id) DO UPDATE SET verified_through = excluded.verified_through, synced_at = excluded.synced_at`;
