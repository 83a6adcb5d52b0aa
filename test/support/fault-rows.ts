import type { UpstreamRow } from './scripted-upstream.js';
import { dateOf, METRIC_COLUMNS } from './expected-figures.js';

/** The day before the clock's day, in Bali. */
export const YESTERDAY = '2026-11-21';
/** Days that the replica holds of both clients, in the first version. */
export const HELD = ['2026-11-18', '2026-11-19', '2026-11-20'];
/** Days that upstream has in the second version: the held ones and one more. */
export const DAYS = [...HELD, YESTERDAY];

/** A client's day: every column of `client_stat` except the client and the timestamps. */
export type Cells = Record<string, string | number | null>;

const WIRE_FIELD: Record<string, string> = {
  gojek_new_customers: 'gojek_new_client',
  gojek_returned_customers: 'gojek_returned_client',
  grab_fake_orders: 'grab_fake_orders_count',
  gojek_fake_orders: 'gojek_fake_orders_count',
};
const isMoney = (column: string) => /_(sales|spend)$/.test(column);

/** Returns a day as upstream sends it. Each day, version and field has a different value. */
export function dayRow(date: string, of: number, fields: UpstreamRow = {}): UpstreamRow {
  const seed = of * 1000 + Number(date.slice(-2)) * 20;
  const row: UpstreamRow = { stat_date: `${date}T00:00:00.000Z` };
  for (const [index, column] of METRIC_COLUMNS.entries()) {
    row[WIRE_FIELD[column] ?? column] = isMoney(column) ? `${(seed + index) * 1000}.25` : seed + index;
  }
  return { ...row, ...fields };
}

export function version(of: number, dates: readonly string[]): UpstreamRow[] {
  return dates.map((date) => dayRow(date, of));
}

/** Returns what the replica must hold of a row. */
export function cellsOf(row: UpstreamRow): Cells {
  const cells: Record<string, number | null> = {};
  for (const column of METRIC_COLUMNS) {
    const value = row[WIRE_FIELD[column] ?? column] ?? null;
    cells[column] = value === null ? null : isMoney(column) ? Math.round(Number(value) * 100) : Number(value);
  }
  const sum = (a: number | null = null, b: number | null = null) => (a === null || b === null ? (a ?? b) : a + b);
  return {
    stat_date: dateOf(row),
    ...cells,
    total_sales: sum(cells.grab_sales, cells.gojek_sales),
    total_orders: sum(cells.grab_orders, cells.gojek_orders),
  };
}
