import { addDays, endOfMonth, minDay, startOfWeek, type Day } from './day.js';
import { countDays, listDays, type Period } from './period.js';

/** The lengths of the buckets that a period can be cut into. A week starts on Monday. */
export const INTERVALS = ['day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

const MAX_DAYS_BY_DAY = 92;
const MAX_DAYS_BY_WEEK = 400;

/** Returns the interval in which a period is easy to read: days up to 92 days, weeks up to 400, months above. */
export function usualInterval(period: Period): Interval {
  const days = countDays(period);
  return days <= MAX_DAYS_BY_DAY ? 'day' : days <= MAX_DAYS_BY_WEEK ? 'week' : 'month';
}

/** Cuts a period into buckets, oldest first. The first and the last one are cut at the ends of the period. */
export function listBuckets(period: Period, interval: Interval): Period[] {
  if (interval === 'day') return listDays(period).map((day) => ({ from: day, to: day }));
  const result: Period[] = [];
  for (let from = period.from; from <= period.to;) {
    const to = minDay(lastDayOf(from, interval), period.to);
    result.push({ from, to });
    from = addDays(to, 1);
  }
  return result;
}

function lastDayOf(day: Day, interval: 'week' | 'month'): Day {
  return interval === 'week' ? addDays(startOfWeek(day), 6) : endOfMonth(day);
}
