import { describe, expect, it } from '@jest/globals';
import { fullValues, valuesOf } from '../../test/support/stat-values.js';
import { coverageOf } from './coverage.js';
import { day } from './day.js';
import { addDay, emptySums } from './period-sums.js';

const YESTERDAY = day('2026-11-21');
const NOVEMBER = { from: day('2026-11-01'), to: day('2026-11-30') };

/** How many days were to be expected of a client that started then. */
function expected(start: string | null, period = NOVEMBER, yesterday = YESTERDAY): number {
  return coverageOf(emptySums(), period, start === null ? null : day(start), yesterday).expected;
}

describe('coverage', () => {
  it('counts the days on which anybody, and on which each platform reported', () => {
    const sums = emptySums();
    const days = [fullValues(1), valuesOf({ grabOrders: 0 }), valuesOf({ gojekSales: 5 }), valuesOf({}), fullValues(2)];
    for (const values of days) addDay(sums, values);
    expect(coverageOf(sums, NOVEMBER, null, YESTERDAY)).toEqual({ days: 4, expected: 21, grab: 3, gojek: 3 });
  });

  it('expects days from the later of the period and the client', () => {
    expect(expected('2025-01-01')).toBe(21);
    expect(expected('2026-11-01')).toBe(21);
    expect(expected('2026-11-20')).toBe(2);
    expect(expected(null)).toBe(21);
  });

  it('expects days to the earlier of the period and yesterday', () => {
    expect(expected(null, { from: day('2026-11-01'), to: day('2026-11-07') })).toBe(7);
    expect(expected(null, { from: YESTERDAY, to: YESTERDAY })).toBe(1);
  });

  it('expects nothing of a client that starts later, or of days to come', () => {
    expect(expected('2026-11-22')).toBe(0);
    expect(expected('2027-01-01')).toBe(0);
    expect(expected(null, { from: day('2026-11-22'), to: day('2026-11-30') })).toBe(0);
  });
});
