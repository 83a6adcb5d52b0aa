import type { ClientColumns } from './client-columns.js';
import { METRIC_INDEX, type Platform } from './metric-catalogue.js';

/** The week that is judged, in days. */
export const JUDGED_DAYS = 7;
const WEEKS_BEFORE = 4;
/** A change at or below this deserves a look. */
export const DROP = -0.3;

const SALES: Readonly<Record<Platform, number>> = { grab: METRIC_INDEX.grabSales, gojek: METRIC_INDEX.gojekSales };

/** A platform's sales of a week beside what is usual on those weekdays; money in sen. */
export interface WeekAgainstUsual {
  readonly sales: number;
  readonly usual: number;
  /** (sales - usual) / usual. */
  readonly change: number;
  /** Days that could be compared. */
  readonly days: number;
}

/**
 * Compares the week that ends on the day numbered `to` with the same weekdays of the four weeks before: each day with the
 * mean of those that have sales. A day without sales of its own or without any to compare with is left out on both sides,
 * so a gap is never a drop. Null when nothing can be compared or what is usual is not above zero.
 */
export function weekAgainstUsual(columns: ClientColumns, platform: Platform, to: number): WeekAgainstUsual | null {
  const metric = SALES[platform];
  let sales = 0;
  let usual = 0;
  let days = 0;
  for (let day = to - JUDGED_DAYS + 1; day <= to; day++) {
    const now = columns.value(day, metric);
    if (now === null) continue;
    let sum = 0;
    let weeks = 0;
    for (let week = 1; week <= WEEKS_BEFORE; week++) {
      const then = columns.value(day - 7 * week, metric);
      if (then === null) continue;
      sum += then;
      weeks++;
    }
    if (weeks === 0) continue;
    sales += now;
    usual += sum / weeks;
    days++;
  }
  return usual > 0 ? { sales, usual, change: (sales - usual) / usual, days } : null;
}
