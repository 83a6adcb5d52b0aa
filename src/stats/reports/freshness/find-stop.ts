import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import type { Platform } from '../../../domain/index.js';

/**
 * Returns the day after the last report of these platforms when they have stopped, else null. They have stopped when nothing is
 * expected of them on `day`, and something was expected on the day after their last report. Who never reported regularly has not
 * stopped. Days are numbers of days since 1970-01-01.
 */
export function findStop(prefixSums: ClientPrefixSums, platforms: readonly Platform[], day: number): number | null {
  const { marks } = prefixSums;
  const since = Math.max(...platforms.map((platform) => prefixSums.findLastReport(platform) ?? -1)) + 1;
  const hasStopped =
    since <= day && marks.listExpected(day, platforms).length === 0 && marks.listExpected(since, platforms).length > 0;
  return hasStopped ? since : null;
}
