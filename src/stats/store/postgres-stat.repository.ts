import type { EntityManager } from 'typeorm';
import {
  toColumnValues,
  toDailyStat,
  ALL_DAYS,
  buildUpsertMark,
  METRIC_COLUMNS,
  buildSelectDays,
  buildUpsertSummary,
  VALUE_COLUMNS,
  buildSelectVerified,
} from './stat-statements.js';
import { StatRepository, type StatChanges, type SyncMark } from './stat.repository.js';
import { postgresClient } from '../../platform/database/index.js';
import { type DailyStat, type Day, METRICS, type Period } from '../../domain/index.js';

/** The array type of each column of {@link VALUE_COLUMNS}. */
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
  'stat-days': buildSelectDays('$1::integer', '$2', '$3'),
  'stat-histories': `SELECT client_id, stat_date, ${METRIC_COLUMNS.join(', ')} FROM client_stat
    WHERE client_id = ANY($1::integer[]) AND stat_date >= $2 ORDER BY client_id, stat_date`,
  'stat-write': `INSERT INTO client_stat (client_id, created_at, ${COLUMNS.join(', ')})
    SELECT $1::integer, $2, written.* FROM unnest(${ARRAYS.join(', ')}) AS written (${COLUMNS.join(', ')})
    ON CONFLICT (client_id, stat_date) DO UPDATE SET ${VALUE_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  'stat-delete': 'DELETE FROM client_stat WHERE client_id = $1::integer AND stat_date = ANY($2::varchar[])',
  'stat-summary': buildUpsertSummary('$1::integer', '$2', '$3'),
  'stat-verified': buildSelectVerified('$1::integer'),
  'stat-mark': buildUpsertMark('$1::integer', '$2', '$3'),
} as const;

/** Writes all rows of a client with one statement, because round trips cost more than rows on PostgreSQL. */
export class PostgresStatRepository extends StatRepository {
  async listDailyStats(tx: EntityManager, clientId: number, { from, to }: Period = ALL_DAYS): Promise<DailyStat[]> {
    const rows = await run<[Day, ...(number | null)[]]>(tx, 'stat-days', [clientId, from, to]);
    return rows.map(toDailyStat);
  }

  async visitHistories(
    tx: EntityManager,
    clientIds: readonly number[],
    since: Day,
    visit: (clientId: number, stats: readonly DailyStat[]) => void,
  ): Promise<void> {
    const rows = await run<[number, Day, ...(number | null)[]]>(tx, 'stat-histories', [clientIds, since]);
    let first = 0;
    for (let next = 1; next <= rows.length; next++) {
      const clientId = rows[first]![0];
      if (rows[next]?.[0] === clientId) continue;
      visit(
        clientId,
        rows.slice(first, next).map(([, ...row]) => toDailyStat(row)),
      );
      first = next;
    }
  }

  async write(
    tx: EntityManager,
    clientId: number,
    { inserts, updates, deletes }: StatChanges,
    { verifiedThrough, syncedAt }: SyncMark,
  ): Promise<void> {
    const rows = [...inserts, ...updates];
    const statements = [];
    if (rows.length > 0) {
      const cells = rows.map((row) => toColumnValues(row, syncedAt));
      const columns = VALUE_COLUMNS.map((_, column) => cells.map((row) => row[column]));
      statements.push(run(tx, 'stat-write', [clientId, syncedAt, rows.map(({ date }) => date), ...columns]));
    }
    if (deletes.length > 0) statements.push(run(tx, 'stat-delete', [clientId, deletes]));
    const summary = statements.length > 0 ? 'stat-summary' : 'stat-mark';
    statements.push(run(tx, summary, [clientId, verifiedThrough, syncedAt]));
    await Promise.all(statements);
  }

  async findVerifiedThrough(tx: EntityManager, clientId: number): Promise<Day | null> {
    const [row] = await run<[Day | null]>(tx, 'stat-verified', [clientId]);
    return row?.[0] ?? null;
  }
}

/** Runs a named statement, which the connection plans once. Returns rows as arrays. */
async function run<Row extends unknown[]>(
  tx: EntityManager,
  name: keyof typeof SQL,
  values: unknown[],
): Promise<Row[]> {
  const client = await postgresClient(tx);
  const { rows } = await client.query<Row>({ name, text: SQL[name], values, rowMode: 'array' });
  return rows;
}
