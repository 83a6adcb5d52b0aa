import { createHash } from 'node:crypto';
import { toDayNumber, type DailyStat, METRICS } from '../../domain/index.js';

/** Returns a SHA-256 hash in base64 of daily stats, which are ordered by day. Only equal days with equal values have an equal hash. */
export function fingerprintStats(stats: readonly DailyStat[]): string {
  const numbers = new Float64Array(stats.length * (1 + METRICS.length));
  let at = 0;
  for (const { date, values } of stats) {
    numbers[at++] = toDayNumber(date);
    for (const value of values) numbers[at++] = value ?? NaN;
  }
  return createHash('sha256').update(numbers).digest('base64');
}
