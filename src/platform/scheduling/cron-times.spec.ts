import { describe, expect, it } from '@jest/globals';
import { CronTime } from 'cron';
import fc from 'fast-check';
import { previousCronTime, nextCronTime } from './cron-times.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Schedule {
  readonly cron: string;
  /** Returns whether the expression matches the minute that begins here. */
  readonly matches: (minute: Date) => boolean;
}

const at = (hour: number, minute: number) => (date: Date) =>
  date.getUTCHours() === hour && date.getUTCMinutes() === minute;

const SCHEDULES: readonly Schedule[] = [
  { cron: '* * * * *', matches: () => true },
  { cron: '*/15 * * * *', matches: (date) => date.getUTCMinutes() % 15 === 0 },
  { cron: '7 */6 * * *', matches: (date) => date.getUTCHours() % 6 === 0 && date.getUTCMinutes() === 7 },
  { cron: '0 1 * * *', matches: at(1, 0) },
  { cron: '59 23 * * *', matches: at(23, 59) },
  { cron: '30 2 * * 1', matches: (date) => date.getUTCDay() === 1 && at(2, 30)(date) },
  { cron: '0 0 31 * *', matches: (date) => date.getUTCDate() === 31 && at(0, 0)(date) },
  {
    cron: '*/20 3 1 * *',
    matches: (d) => d.getUTCDate() === 1 && d.getUTCHours() === 3 && d.getUTCMinutes() % 20 === 0,
  },
];

/** Returns the first minute that matches, tried one after the other. */
function naive({ matches }: Schedule, from: number, step: number): string {
  for (let minute = from; ; minute += step) if (matches(new Date(minute))) return new Date(minute).toISOString();
}

const naiveLast = (schedule: Schedule, now: number) => naive(schedule, Math.floor(now / MINUTE) * MINUTE, -MINUTE);
const naiveNext = (schedule: Schedule, now: number) => naive(schedule, (Math.floor(now / MINUTE) + 1) * MINUTE, MINUTE);

function expectNaive(schedule: Schedule, now: number): void {
  expect(previousCronTime(schedule.cron, new Date(now))?.toISOString()).toBe(naiveLast(schedule, now));
  expect(nextCronTime(schedule.cron, new Date(now)).toISOString()).toBe(naiveNext(schedule, now));
}

const anyInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 11, 31) });

describe('the times of a cron expression', () => {
  it.each(SCHEDULES)('$cron are the same as those found by trying every minute', (schedule) => {
    fc.assert(
      fc.property(anyInstant, (now) => expectNaive(schedule, now)),
      { numRuns: 5 },
    );
  });

  it.each(SCHEDULES)('$cron begin at the exact millisecond', (schedule) => {
    const time = Date.parse(naiveNext(schedule, Date.UTC(2026, 10, 22, 6)));
    for (const now of [time - 1, time, time + 1, time + 999]) expectNaive(schedule, now);
  });

  it.each(['2026-01-31', '2024-02-29', '2026-03-01', '2026-12-31'])('are right around midnight of %s', (date) => {
    for (const schedule of SCHEDULES) {
      for (const time of ['T00:00:00.000Z', 'T23:59:59.999Z']) {
        expectNaive(schedule, Date.parse(`${date}${time}`));
      }
    }
  });

  it.each(['@daily', '0 1 * * MON-FRI', '0 1 * * 7', '0 0 1 1 * *', '1-5/2 * * * *', '0 1 31 * 1'])(
    'agree with the timers of @nestjs/schedule for %s',
    (cron) => {
      fc.assert(
        fc.property(anyInstant, (now) => {
          const expected = new CronTime(cron, 'UTC').getNextDateFrom(new Date(now), 'UTC').toJSDate();
          expect(nextCronTime(cron, new Date(now))).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('can be a year apart', () => {
    const yearly = '15 4 29 3 *';
    expect(previousCronTime(yearly, new Date('2026-03-29T04:14:59.999Z'))?.toISOString()).toBe(
      '2025-03-29T04:15:00.000Z',
    );
    expect(previousCronTime(yearly, new Date('2026-03-29T04:15:00.000Z'))?.toISOString()).toBe(
      '2026-03-29T04:15:00.000Z',
    );
    expect(nextCronTime(yearly, new Date('2026-03-29T04:15:00.000Z')).toISOString()).toBe('2027-03-29T04:15:00.000Z');
  });

  it('are null when the last one is more than a year ago', () => {
    const leapDays = '0 0 29 2 *';
    expect(previousCronTime(leapDays, new Date('2026-11-22T06:00:00.000Z'))).toBeNull();
    expect(previousCronTime(leapDays, new Date('2025-02-28T06:00:00.000Z'))?.toISOString()).toBe(
      '2024-02-29T00:00:00.000Z',
    );
    expect(nextCronTime(leapDays, new Date('2026-11-22T06:00:00.000Z')).toISOString()).toBe('2028-02-29T00:00:00.000Z');
  });

  it('are found without stepping through all of them', () => {
    // 44 640 times a year, the last of them ten months ago: stepping would take half a minute.
    const started = process.cpuUsage().user;
    const time = previousCronTime('* * * 1 *', new Date('2026-11-22T06:00:00.000Z'));
    expect(time?.toISOString()).toBe('2026-01-31T23:59:00.000Z');
    expect(process.cpuUsage().user - started).toBeLessThan(10_000_000);
  });

  it('do not depend on how far back the search begins', () => {
    fc.assert(
      fc.property(anyInstant, fc.nat(40), (now, days) => {
        const later = now + days * DAY;
        const time = previousCronTime('0 1 * * *', new Date(later));
        expect(later - (time?.getTime() ?? 0)).toBeLessThan(DAY);
        expect(nextCronTime('0 1 * * *', time ?? new Date(0)).getTime()).toBeGreaterThan(later);
      }),
      { numRuns: 15 },
    );
  });
});
