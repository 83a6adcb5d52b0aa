import { CronExpressionParser } from 'cron-parser';

/** A cron time further back than this counts as none, and no schedule catches up on it. */
const MAX_AGE_MS = 367 * 24 * 60 * 60_000;

/**
 * Returns the last time of a cron expression (UTC) at or before `now`; null when it had none within a year.
 *
 * The configuration accepts what `cron` accepts, because @nestjs/schedule runs on it; cron-parser understands all of that.
 */
export function previousCronTime(cron: string, now: Date): Date | null {
  // `prev` finds times strictly before its date, and `now` itself counts.
  const currentDate = new Date(now.getTime() + 1);
  const previous = CronExpressionParser.parse(cron, { tz: 'UTC', currentDate }).prev().toDate();
  return now.getTime() - previous.getTime() < MAX_AGE_MS ? previous : null;
}

/** Returns the first time of a cron expression (UTC) after `now`. */
export function nextCronTime(cron: string, now: Date): Date {
  return CronExpressionParser.parse(cron, { tz: 'UTC', currentDate: now }).next().toDate();
}
