// Fills a migrated replica with `clients` x `days` rows through the product's own schema, without a sync.
import Sqlite from 'better-sqlite3';
import { addDays, dayAt } from '../../dist/domain/calendar/day.js';
import { METRICS } from '../../dist/domain/metrics.js';
import { openReplica, sqliteOptions } from '../../dist/platform/database/sqlite/sqlite-file.js';
import { randoms } from './random.mjs';

export const YESTERDAY = addDays(dayAt(new Date(), 'Asia/Makassar'), -1);

/** One row's values for the statements below: the catalogue, both totals. */
export function valuesOf(client, offset) {
  const next = randoms(client * 1000 + offset);
  const values = METRICS.map(({ kind }) => (kind === 'money' ? next(1_600_000_000) : next(90)));
  const sum = (name) => values[METRICS.findIndex((metric) => metric.name === name)];
  return [...values, sum('grabSales') + sum('gojekSales'), sum('grabOrders') + sum('gojekOrders')];
}

const COLUMNS = [
  'client_id',
  'stat_date',
  ...METRICS.map(({ column }) => column),
  'total_sales',
  'total_orders',
  'synced_at',
  'created_at',
  'updated_at',
];
export const INSERT = `INSERT INTO client_stat (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;

/** A migrated, empty replica with its clients. */
export async function emptyReplica(file, clients) {
  const dataSource = await openReplica({ ...sqliteOptions(file), entities: [] });
  await dataSource.destroy();
  const db = new Sqlite(file);
  db.pragma('synchronous = FULL');
  const now = new Date().toISOString();
  const insert = db.prepare(
    'INSERT INTO client (name, upstream_name, status, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
  );
  db.transaction(() => {
    for (let index = 0; index < clients; index++) {
      const name = `Restaurant ${String(index).padStart(5, '0')}`;
      insert.run(name, name, 'active', now, now);
    }
  })();
  return db;
}

const GOJEK = METRICS.map(({ platform }) => platform === 'gojek');
/** A day in so many has no report of GoJek, as in real replicas, so that matched sums have something to correct. */
const DAYS_BETWEEN_GAPS = 41;

/** The values of a day as they are stored, with a gap now and then. */
function storedValues(client, offset) {
  const values = valuesOf(client, offset);
  if ((client + offset) % DAYS_BETWEEN_GAPS !== 0) return values;
  const [totalSales, totalOrders] = [values[0], values[1]];
  return [
    ...values.slice(0, METRICS.length).map((value, index) => (GOJEK[index] ? null : value)),
    totalSales,
    totalOrders,
  ];
}

/** Rows and summaries for every client; one transaction a client, as a sync writes them. */
export function fill(db, clients, days) {
  const now = new Date().toISOString();
  const insert = db.prepare(INSERT);
  const summary = db.prepare(`INSERT INTO client_replica VALUES (?, 1, ?, ?, ?, ?, ?, ?)`);
  const first = addDays(YESTERDAY, 1 - days);
  const dates = Array.from({ length: days }, (_, offset) => addDays(first, offset));
  const one = db.transaction((client) => {
    for (let offset = 0; offset < days; offset++)
      insert.run(client, dates[offset], ...storedValues(client, offset), now, now, now);
    summary.run(client, days, first, YESTERDAY, YESTERDAY, YESTERDAY, now);
  });
  for (let client = 1; client <= clients; client++) one(client);
}
