import {
  calculateTotalOrders,
  calculateTotalSales,
  METRICS,
  type DailyStat,
  type Day,
  type Period,
} from '../../domain/index.js';

/** The column of every metric, in the order of the catalogue. */
export const METRIC_COLUMNS = METRICS.map(({ column }) => column);
/** The columns that a write sets, in the order of {@link toColumnValues}. */
export const VALUE_COLUMNS = [...METRIC_COLUMNS, 'total_sales', 'total_orders', 'synced_at', 'updated_at'];

/** A period that holds every possible day. */
export const ALL_DAYS: Period = { from: '0000-00-00' as Day, to: '9999-99-99' as Day };

/** Returns the values of {@link VALUE_COLUMNS} for one day. */
export function toColumnValues({ values }: DailyStat, syncedAt: string): (number | string | null)[] {
  return [...values, calculateTotalSales(values), calculateTotalOrders(values), syncedAt, syncedAt];
}

/** Returns a daily stat from a row of {@link buildSelectDays}: the day, then the metrics. */
export function toDailyStat([date, ...values]: [Day, ...(number | null)[]]): DailyStat {
  return { date, values };
}

const REPORTED = {
  grab: METRICS.filter(({ platform }) => platform === 'grab').map(({ column }) => column),
  gojek: METRICS.filter(({ platform }) => platform === 'gojek').map(({ column }) => column),
};
const anyOf = (columns: readonly string[]) => `coalesce(${columns.join(', ')}) IS NOT NULL`;

/** Builds the query for the days of a client in a period. The arguments of all builders are placeholders of the database. */
export const buildSelectDays = (client: string, from: string, to: string) =>
  `SELECT stat_date, ${METRIC_COLUMNS.join(', ')} FROM client_stat
    WHERE client_id = ${client} AND stat_date BETWEEN ${from} AND ${to} ORDER BY stat_date`;

/** Builds the statement that counts a client's days again, increases its revision and records the mark. */
export const buildUpsertSummary = (client: string, verifiedThrough: string, syncedAt: string) =>
  `INSERT INTO client_replica (client_id, verified_through, synced_at, revision, days, first_date, grab_through, gojek_through)
    SELECT ${client}, ${verifiedThrough}, ${syncedAt}, 1, count(*), min(CASE WHEN ${anyOf(METRIC_COLUMNS)} THEN stat_date END),
      max(CASE WHEN ${anyOf(REPORTED.grab)} THEN stat_date END),
      max(CASE WHEN ${anyOf(REPORTED.gojek)} THEN stat_date END)
    FROM client_stat WHERE client_id = ${client}
    ON CONFLICT (client_id) DO UPDATE SET revision = client_replica.revision + 1, days = excluded.days,
      verified_through = excluded.verified_through, synced_at = excluded.synced_at, first_date = excluded.first_date,
      grab_through = excluded.grab_through, gojek_through = excluded.gojek_through`;

/** Builds the query for a client's last verified day. */
export const buildSelectVerified = (client: string) =>
  `SELECT verified_through FROM client_replica WHERE client_id = ${client}`;

/** Builds the statement that records the mark of a response that changed nothing. */
export const buildUpsertMark = (client: string, verifiedThrough: string, syncedAt: string) =>
  `INSERT INTO client_replica (client_id, revision, days, verified_through, synced_at)
    VALUES (${client}, 0, 0, ${verifiedThrough}, ${syncedAt})
    ON CONFLICT (client_id) DO UPDATE SET verified_through = excluded.verified_through, synced_at = excluded.synced_at`;
