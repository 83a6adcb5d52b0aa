import { CronTime } from 'cron';

const MINUTE = 60_000;
/** Looked back over, the shortest first. Inside a span each step halves what is left, since a step may cost a millisecond. */
const SPANS = [1, 60, 24 * 60, 8 * 24 * 60, 32 * 24 * 60, 367 * 24 * 60].map((minutes) => minutes * MINUTE);

/** The last tick of a cron expression (UTC) at or before `now`; null when it had none within a year. */
export function lastTick(cron: string, now: Date): Date | null {
  const schedule = new CronTime(cron, 'UTC');
  for (const span of SPANS) {
    let tick = next(schedule, new Date(now.getTime() - span));
    if (tick > now) continue;
    for (let reach = span; next(schedule, tick) <= now; reach = Math.floor(reach / 2)) {
      const later = next(schedule, new Date(tick.getTime() + reach));
      if (later <= now) tick = later;
    }
    return tick;
  }
  return null;
}

/** The first tick of a cron expression (UTC) after `now`. */
export function nextTick(cron: string, now: Date): Date {
  return next(new CronTime(cron, 'UTC'), now);
}

function next(schedule: CronTime, after: Date): Date {
  return schedule.getNextDateFrom(after, 'UTC').toJSDate();
}
