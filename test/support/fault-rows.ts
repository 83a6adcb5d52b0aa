import type { WireRow } from './scripted-upstream.js';
import { dateOf, METRIC_COLUMNS } from './wire-model.js';

/** The day before the clock's, in Bali. */
export const YESTERDAY = '2026-11-21';
/** What both clients hold: three days of the first version. */
export const HELD = ['2026-11-18', '2026-11-19', '2026-11-20'];
/** What upstream has by then: the second version of these, and a day more. */
export const DAYS = [...HELD, YESTERDAY];

/** A client's day: every column of `client_stat` but whose it is and the instants. */
export type Cells = Record<string, string | number | null>;

const WIRE_FIELD: Record<string, string> = {
  gojek_new_customers: 'gojek_new_client',
  gojek_returned_customers: 'gojek_returned_client',
  grab_fake_orders: 'grab_fake_orders_count',
  gojek_fake_orders: 'gojek_fake_orders_count',
};
const isMoney = (column: string) => /_(sales|spend)$/.test(column);

/** A day as upstream sends it: no two days, versions or fields have the same value. */
export function dayRow(date: string, of: number, fields: WireRow = {}): WireRow {
  const seed = of * 1000 + Number(date.slice(-2)) * 20;
  const row: WireRow = { stat_date: `${date}T00:00:00.000Z` };
  for (const [index, column] of METRIC_COLUMNS.entries()) {
    row[WIRE_FIELD[column] ?? column] = isMoney(column) ? `${(seed + index) * 1000}.25` : seed + index;
  }
  return { ...row, ...fields };
}

export function version(of: number, dates: readonly string[]): WireRow[] {
  return dates.map((date) => dayRow(date, of));
}

/** What the replica must hold of a row. */
export function cellsOf(row: WireRow): Cells {
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
