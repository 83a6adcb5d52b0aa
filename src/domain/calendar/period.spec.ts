import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyPeriod, naiveDays } from '../../../test/support/periods.js';
import { UserError } from '../errors.js';
import { addDays, toDay } from './day.js';
import { countDays, listDays, parsePeriod, periodEndingAt } from './period.js';

/** Returns the UserError that rejects a period; null for a valid period. */
function findRejection(from: string, to: string) {
  try {
    parsePeriod(toDay(from), toDay(to));
  } catch (error) {
    if (error instanceof UserError) return { status: error.status, details: error.details };
    throw error;
  }
  return null;
}

describe('period', () => {
  it('includes its first and its last day', () => {
    const period = parsePeriod(toDay('2026-11-20'), toDay('2026-11-21'));
    expect(period).toEqual({ from: '2026-11-20', to: '2026-11-21' });
    expect(countDays(period)).toBe(2);
    expect(listDays(period)).toEqual(['2026-11-20', '2026-11-21']);
    expect(listDays(parsePeriod(toDay('2026-11-21'), toDay('2026-11-21')))).toEqual(['2026-11-21']);
    expect(periodEndingAt(toDay('2026-03-01'), 2)).toEqual({ from: '2026-02-28', to: '2026-03-01' });
  });

  it('lists every day once, oldest first', () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const days = naiveDays(period);
        expect(listDays(period)).toEqual(days);
        expect(countDays(period)).toBe(days.length);
        expect(periodEndingAt(period.to, days.length)).toEqual(period);
      }),
      { numRuns: 50 },
    );
  });

  it('accepts 1100 days and rejects 1101', () => {
    expect(findRejection('2020-01-01', addDays(toDay('2020-01-01'), 1099))).toBeNull();
    expect(findRejection('2020-01-01', addDays(toDay('2020-01-01'), 1100))).toEqual({
      status: 400,
      details: [{ path: 'from', message: 'the period may have at most 1100 days' }],
    });
  });

  it('rejects an end before its start', () => {
    expect(findRejection('2026-11-21', '2026-11-20')).toEqual({
      status: 400,
      details: [{ path: 'to', message: 'must not lie before from' }],
    });
  });
});
