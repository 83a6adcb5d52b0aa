import { nextCronTime } from '../../../platform/scheduling/index.js';
import { dayAt, startOfDay, timeOfDayAt } from '../../../domain/index.js';

/** A run of all clients takes minutes, so yesterday is expected half an hour after it starts. */
const RUN_MS = 30 * 60_000;
/** Half an hour after the usual nightly run, for a server that starts no run by itself. */
const WITHOUT_RUN = '09:30';
const END_OF_DAY = '23:59';

/**
 * Returns the time of day in the business time zone, `HH:MM`, by which the day before is expected: half an hour after the first
 * nightly run of the business day of `now`.
 * @param cron the cron expression of the nightly run in UTC; null without one.
 */
export function findDueBy(cron: string | null, now: Date, timeZone: string): string {
  const first = cron === null ? null : firstRunOfDay(cron, now, timeZone);
  if (!first) return WITHOUT_RUN;
  const due = new Date(first.getTime() + RUN_MS);
  return dayAt(due, timeZone) === dayAt(first, timeZone) ? timeOfDayAt(due, timeZone) : END_OF_DAY;
}

function firstRunOfDay(cron: string, now: Date, timeZone: string): Date | null {
  const today = dayAt(now, timeZone);
  const first = nextCronTime(cron, new Date(Date.parse(startOfDay(today, timeZone)) - 1));
  return dayAt(first, timeZone) === today ? first : null;
}
