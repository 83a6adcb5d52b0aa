import fc from 'fast-check';
import { addDays, toDay } from '../../src/domain/calendar/day.js';
import { MAX_PERIOD_DAYS, type Period } from '../../src/domain/calendar/period.js';

/** Generates a period of 1 to {@link MAX_PERIOD_DAYS} days. */
export const anyPeriod = fc
  .record({ start: fc.nat(8000), length: fc.integer({ min: 1, max: MAX_PERIOD_DAYS }) })
  .map(({ start, length }) => {
    const from = addDays(toDay('2003-06-01'), start);
    return { from, to: addDays(from, length - 1) };
  });

/** Returns the days of a period in calendar order. */
export function naiveDays({ from, to }: Period): string[] {
  const days: string[] = [];
  for (const date = new Date(`${from}T12:00:00Z`); ; date.setUTCDate(date.getUTCDate() + 1)) {
    const text = date.toISOString().slice(0, 10);
    if (text > to) return days;
    days.push(text);
  }
}
