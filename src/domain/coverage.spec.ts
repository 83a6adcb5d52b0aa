import { describe, expect, it } from '@jest/globals';
import { fullValues, valuesOf } from '../../test/support/stat-values.js';
import { calculateCoverage } from './coverage.js';
import { toDay } from './calendar/day.js';
import { addDayToSums, createPeriodSums } from './period-sums.js';

const YESTERDAY = toDay('2026-11-21');
const NOVEMBER = { from: toDay('2026-11-01'), to: toDay('2026-11-30') };

/** Returns the expected days of a client that started on that day. */
function countExpected(start: string | null, period = NOVEMBER, yesterday = YESTERDAY): number {
  return calculateCoverage(createPeriodSums(), period, start === null ? null : toDay(start), yesterday).expected;
}

describe('coverage', () => {
  it('counts the days on which any platform and each platform reported', () => {
    const sums = createPeriodSums();
    const days = [fullValues(1), valuesOf({ grabOrders: 0 }), valuesOf({ gojekSales: 5 }), valuesOf({}), fullValues(2)];
    for (const values of days) addDayToSums(sums, values);
    expect(calculateCoverage(sums, NOVEMBER, null, YESTERDAY)).toEqual({ days: 4, expected: 21, grab: 3, gojek: 3 });
  });

  it('expects days from the later of the period start and the client start', () => {
    expect(countExpected('2025-01-01')).toBe(21);
    expect(countExpected('2026-11-01')).toBe(21);
    expect(countExpected('2026-11-20')).toBe(2);
    expect(countExpected(null)).toBe(21);
  });

  it('expects days through the earlier of the period end and yesterday', () => {
    expect(countExpected(null, { from: toDay('2026-11-01'), to: toDay('2026-11-07') })).toBe(7);
    expect(countExpected(null, { from: YESTERDAY, to: YESTERDAY })).toBe(1);
  });

  it('expects no days before the client starts and none after yesterday', () => {
    expect(countExpected('2026-11-22')).toBe(0);
    expect(countExpected('2027-01-01')).toBe(0);
    expect(countExpected(null, { from: toDay('2026-11-22'), to: toDay('2026-11-30') })).toBe(0);
  });
});
