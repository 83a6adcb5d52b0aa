import type { EntityManager } from 'typeorm';
import { sqliteHandle } from '../database/database.js';
import type { DayRow } from './day-row.js';
import type { Day } from './day.js';
import { METRICS } from './metric-catalogue.js';
import type { Period } from './period.js';

const SELECT_DAYS = `SELECT stat_date, ${METRICS.map(({ column }) => column).join(', ')} FROM client_stat
  WHERE client_id = ? AND stat_date BETWEEN ? AND ? ORDER BY stat_date`;
const EVER: Period = { from: '0000-00-00' as Day, to: '9999-99-99' as Day };

/** One client's held rows inside the period (all of them without one), oldest first. One statement, no yielding. */
export function readDays(tx: EntityManager, clientId: number, period: Period = EVER): DayRow[] {
  const rows = sqliteHandle(tx).prepare(SELECT_DAYS).raw().all(clientId, period.from, period.to) as [
    Day,
    ...(number | null)[],
  ][];
  return rows.map(([date, ...values]) => ({ date, values }));
}
