import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../errors.js';
import { addDays, day, type Day } from './day.js';
import {
  checkedPeriod,
  comparisonPeriod,
  daysEnding,
  daysOf,
  MAX_PERIOD_DAYS,
  periodLength,
  type Period,
} from './period.js';

const anyPeriod = fc
  .record({ start: fc.nat(8000), length: fc.integer({ min: 1, max: MAX_PERIOD_DAYS }) })
  .map(({ start, length }) => {
    const from = addDays(day('2003-06-01'), start);
    return { from, to: addDays(from, length - 1) };
  });

/** By the calendar, one day after the other. */
function naiveDays({ from, to }: Period): string[] {
  const days: string[] = [];
  for (const date = new Date(`${from}T12:00:00Z`); ; date.setUTCDate(date.getUTCDate() + 1)) {
    const text = date.toISOString().slice(0, 10);
    if (text > to) return days;
    days.push(text);
  }
}

const weekday = (text: Day) => new Date(`${text}T00:00:00Z`).getUTCDay();

/** The problem a period is refused for. */
function refusal(from: string, to: string) {
  try {
    checkedPeriod(day(from), day(to));
  } catch (error) {
    if (error instanceof UserError) return { status: error.status, details: error.details };
    throw error;
  }
  return null;
}

describe('a period', () => {
  it('has both its ends', () => {
    const period = checkedPeriod(day('2026-11-20'), day('2026-11-21'));
    expect(period).toEqual({ from: '2026-11-20', to: '2026-11-21' });
    expect(periodLength(period)).toBe(2);
    expect(daysOf(period)).toEqual(['2026-11-20', '2026-11-21']);
    expect(daysOf(checkedPeriod(day('2026-11-21'), day('2026-11-21')))).toEqual(['2026-11-21']);
    expect(daysEnding(day('2026-03-01'), 2)).toEqual({ from: '2026-02-28', to: '2026-03-01' });
  });

  it('is its days, each once, in their order', () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const days = naiveDays(period);
        expect(daysOf(period)).toEqual(days);
        expect(periodLength(period)).toBe(days.length);
        expect(daysEnding(period.to, days.length)).toEqual(period);
      }),
      { numRuns: 50 },
    );
  });

  it('may be as long as 1100 days and not a day longer', () => {
    expect(refusal('2020-01-01', addDays(day('2020-01-01'), 1099))).toBeNull();
    expect(refusal('2020-01-01', addDays(day('2020-01-01'), 1100))).toEqual({
      status: 400,
      details: [{ path: 'from', message: 'the period may have at most 1100 days' }],
    });
  });

  it('does not end before it begins', () => {
    expect(refusal('2026-11-21', '2026-11-20')).toEqual({
      status: 400,
      details: [{ path: 'to', message: 'must not lie before from' }],
    });
  });
});

describe('the period to compare with', () => {
  const compared = (from: string, to: string, how: 'previous' | 'year' | 'none') =>
    comparisonPeriod({ from: day(from), to: day(to) }, how);

  it('is the week before a day, and before a week', () => {
    expect(compared('2026-11-21', '2026-11-21', 'previous')).toEqual({ from: '2026-11-14', to: '2026-11-14' });
    expect(compared('2026-11-15', '2026-11-21', 'previous')).toEqual({ from: '2026-11-08', to: '2026-11-14' });
    expect(compared('2026-11-14', '2026-11-21', 'previous')).toEqual({ from: '2026-10-31', to: '2026-11-07' });
  });

  it('is 364 days before for a year, and nothing for none', () => {
    expect(compared('2026-11-15', '2026-11-21', 'year')).toEqual({ from: '2025-11-16', to: '2025-11-22' });
    expect(compared('2026-11-15', '2026-11-21', 'none')).toBeNull();
  });

  it('is as long, of the same weekdays, before and never overlapping, and as near as that goes', () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const previous = comparisonPeriod(period, 'previous');
        let shift = 7;
        while (shift < naiveDays(period).length) shift += 7;
        const before = (text: Day) => new Date(Date.parse(text) - shift * 86_400_000).toISOString().slice(0, 10);
        expect(previous).toEqual({ from: before(period.from), to: before(period.to) });
        expect(previous && previous.to < period.from).toBe(true);
        for (const other of [previous, comparisonPeriod(period, 'year')]) {
          expect(other && periodLength(other)).toBe(periodLength(period));
          expect(other && weekday(other.from)).toBe(weekday(period.from));
        }
      }),
      { numRuns: 50 },
    );
  });
});
