import { addDays, countDays, type Period } from '../../../domain/index.js';

/** Returns the days that a chart shows before a period of less than a week, because a few days alone show no trend; null for a longer one. */
export function fourWeeksBefore(period: Period): Period | null {
  return countDays(period) < 7 ? { from: addDays(period.from, -28), to: addDays(period.from, -1) } : null;
}
