import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { METRIC_INDEX, type Platform } from '../../../domain/index.js';

/** The length of the week that is compared, in days. */
export const WEEK_DAYS = 7;
const EARLIER_WEEKS = 4;
/** The days that a comparison reads: the week and the weeks before it. */
export const DAYS_READ = WEEK_DAYS * (1 + EARLIER_WEEKS);
/** A client needs attention when its delta is at or below this fraction. */
export const MAX_DELTA = -0.3;

const SALES: Readonly<Record<Platform, number>> = { grab: METRIC_INDEX.grabSales, gojek: METRIC_INDEX.gojekSales };

/** A platform's sales of a week and the usual sales of the same weekdays. Money in sen. */
export interface WeekComparison {
  readonly sales: number;
  readonly usual: number;
  /** (sales - usual) / usual. */
  readonly delta: number;
  /** Days of the week that could be compared. */
  readonly days: number;
}

/**
 * Compares the week that ends on `to` with the four weeks before it. The usual sales of a day are the mean of the reported
 * sales on the same weekday. A day without sales, or without a weekday to compare with, is left out on both sides, so a gap
 * is never a drop. Returns null when no day can be compared or the usual sales are not above 0.
 * @param to the last day of the week, in days since 1970-01-01.
 */
export function compareWeekWithUsual(
  prefixSums: ClientPrefixSums,
  platform: Platform,
  to: number,
): WeekComparison | null {
  const metric = SALES[platform];
  let sales = 0;
  let usual = 0;
  let days = 0;
  for (let day = to - WEEK_DAYS + 1; day <= to; day++) {
    const current = prefixSums.findValue(day, metric);
    if (current === null) continue;
    let sum = 0;
    let weeks = 0;
    for (let week = 1; week <= EARLIER_WEEKS; week++) {
      const earlier = prefixSums.findValue(day - 7 * week, metric);
      if (earlier === null) continue;
      sum += earlier;
      weeks++;
    }
    if (weeks === 0) continue;
    sales += current;
    usual += sum / weeks;
    days++;
  }
  return usual > 0 ? { sales, usual, delta: (sales - usual) / usual, days } : null;
}
