import { createHash } from 'node:crypto';
import { dayNumber } from './day.js';
import type { DayRow } from './day-row.js';
import { METRICS } from './metric-catalogue.js';

/** Names rows: the same only for the same days with the same values. They must come in the order of their days. */
export function rowsFingerprint(rows: readonly DayRow[]): string {
  const numbers = new Float64Array(rows.length * (1 + METRICS.length));
  let at = 0;
  for (const { date, values } of rows) {
    numbers[at++] = dayNumber(date);
    for (const value of values) numbers[at++] = value ?? NaN;
  }
  return createHash('sha256').update(numbers).digest('base64');
}
