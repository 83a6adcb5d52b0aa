import type { EntityManager } from 'typeorm';
import { postgresClient } from '../database/postgres-database.js';
import type { DayRow } from './day-row.js';
import type { Day } from './day.js';
import { METRICS } from './metric-catalogue.js';
import type { Period } from './period.js';
import {
  cellsOf,
  dayRow,
  EVER,
  MARK,
  METRIC_COLUMNS,
  SELECT_DAYS,
  StatRows,
  SUMMARISE,
  VALUE_COLUMNS,
  VERIFIED,
  type Changes,
  type Mark,
} from './stat-rows.js';

/** Array types of {@link VALUE_COLUMNS}. */
const VALUE_TYPES = [
  ...METRICS.map(({ kind }) => (kind === 'money' ? 'bigint[]' : 'integer[]')),
  'bigint[]',
  'bigint[]',
  'varchar[]',
  'varchar[]',
];
const COLUMNS = ['stat_date', ...VALUE_COLUMNS];
const ARRAYS = ['varchar[]', ...VALUE_TYPES].map((type, index) => `$${index + 3}::${type}`);

const SQL = {
  'stat-days': SELECT_DAYS('$1::integer', '$2', '$3'),
  'stat-histories': `SELECT client_id, stat_date, ${METRIC_COLUMNS.join(', ')} FROM client_stat
    WHERE client_id = ANY($1::integer[]) ORDER BY client_id, stat_date`,
  'stat-write': `INSERT INTO client_stat (client_id, created_at, ${COLUMNS.join(', ')})
    SELECT $1::integer, $2, given.* FROM unnest(${ARRAYS.join(', ')}) AS given (${COLUMNS.join(', ')})
    ON CONFLICT (client_id, stat_date) DO UPDATE SET ${VALUE_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  'stat-delete': 'DELETE FROM client_stat WHERE client_id = $1::integer AND stat_date = ANY($2::varchar[])',
  'stat-summarise': SUMMARISE('$1::integer', '$2', '$3'),
  'stat-verified': VERIFIED('$1::integer'),
  'stat-mark': MARK('$1::integer', '$2', '$3'),
} as const;

/** One statement a client for all its rows: round trips, not rows, are what costs on PostgreSQL. */
export class PostgresStatRows extends StatRows {
  async days(tx: EntityManager, clientId: number, { from, to }: Period = EVER): Promise<DayRow[]> {
    const rows = await run<[Day, ...(number | null)[]]>(tx, 'stat-days', [clientId, from, to]);
    return rows.map(dayRow);
  }

  async histories(tx: EntityManager, clientIds: readonly number[]): Promise<Map<number, DayRow[]>> {
    const rows = await run<[number, Day, ...(number | null)[]]>(tx, 'stat-histories', [clientIds]);
    const result = new Map<number, DayRow[]>();
    for (const [clientId, ...row] of rows) {
      const days = result.get(clientId);
      if (days) days.push(dayRow(row));
      else result.set(clientId, [dayRow(row)]);
    }
    return result;
  }

  async write(
    tx: EntityManager,
    clientId: number,
    { inserts, updates, deletes }: Changes,
    { verifiedThrough, syncedAt }: Mark,
  ): Promise<void> {
    const rows = [...inserts, ...updates];
    const statements = [];
    if (rows.length > 0) {
      const cells = rows.map((row) => cellsOf(row, syncedAt));
      const columns = VALUE_COLUMNS.map((_, column) => cells.map((row) => row[column]));
      statements.push(run(tx, 'stat-write', [clientId, syncedAt, rows.map(({ date }) => date), ...columns]));
    }
    if (deletes.length > 0) statements.push(run(tx, 'stat-delete', [clientId, deletes]));
    const summary = statements.length > 0 ? 'stat-summarise' : 'stat-mark';
    statements.push(run(tx, summary, [clientId, verifiedThrough, syncedAt]));
    await Promise.all(statements);
  }

  async verifiedThrough(tx: EntityManager, clientId: number): Promise<Day | null> {
    const [row] = await run<[Day | null]>(tx, 'stat-verified', [clientId]);
    return row?.[0] ?? null;
  }
}

/** Runs a statement that the connection plans once; rows are arrays. */
async function run<Row extends unknown[]>(
  tx: EntityManager,
  name: keyof typeof SQL,
  values: unknown[],
): Promise<Row[]> {
  const client = await postgresClient(tx);
  const { rows } = await client.query<Row>({ name, text: SQL[name], values, rowMode: 'array' });
  return rows;
}
