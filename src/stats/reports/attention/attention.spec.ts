import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, valuesOf } from '../../../../test/support/stat-values.js';
import { compareWeekWithUsual } from './attention.js';
import { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import {
  type DailyStat,
  addDays,
  toDay,
  toDayNumber,
  type Day,
  METRIC_INDEX,
  PLATFORMS,
  type Platform,
} from '../../../domain/index.js';

const FIRST = toDay('2026-10-01');
const SPAN = 45;
const LAST = addDays(FIRST, SPAN - 1);

/** Calculates the comparison with a calendar, as a person would. */
function compareByCalendar(rows: readonly DailyStat[], platform: Platform, to: Day) {
  const sold = (date: Day) =>
    rows.find((row) => row.date === date)?.values[METRIC_INDEX[platform === 'grab' ? 'grabSales' : 'gojekSales']] ??
    null;
  const pairs = [0, 1, 2, 3, 4, 5, 6].flatMap((back) => {
    const date = addDays(to, -back);
    const before = [7, 14, 21, 28].map((days) => sold(addDays(date, -days))).filter((value) => value !== null);
    const now = sold(date);
    const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
    return now === null || before.length === 0 ? [] : [{ now, mean }];
  });
  const sales = pairs.reduce((sum, { now }) => sum + now, 0);
  const usual = pairs.reduce((sum, { mean }) => sum + mean, 0);
  return usual > 0 ? { sales, usual, delta: sales / usual - 1, days: pairs.length } : null;
}

function steady(sen: number, from: Day, days: number): DailyStat[] {
  return Array.from({ length: days }, (_, at) => ({ date: addDays(from, at), values: valuesOf({ grabSales: sen }) }));
}

describe('compareWeekWithUsual', () => {
  it('agrees with a calculation by calendar for any set of missing days', () => {
    fc.assert(
      fc.property(anyRows(FIRST, SPAN), fc.integer({ min: -3, max: 10 }), (rows, back) => {
        const to = addDays(LAST, -back);
        for (const platform of PLATFORMS) {
          const expected = compareByCalendar(rows, platform, to);
          const found = compareWeekWithUsual(new ClientPrefixSums(rows), platform, toDayNumber(to));
          expect(found && { ...found, usual: 0, delta: 0 }).toEqual(expected && { ...expected, usual: 0, delta: 0 });
          if (!expected || !found) continue;
          expect(found.usual).toBeCloseTo(expected.usual, 3);
          expect(found.delta).toBeCloseTo(expected.delta, 6);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds a drop of a third and ignores days that were not reported', () => {
    const before = steady(90_000, FIRST, 28);
    const fell = steady(60_000, addDays(FIRST, 28), 7);
    const to = toDayNumber(addDays(FIRST, 34));
    expect(compareWeekWithUsual(new ClientPrefixSums([...before, ...fell]), 'grab', to)).toMatchObject({
      days: 7,
      usual: 630_000,
    });
    expect(compareWeekWithUsual(new ClientPrefixSums([...before, ...fell]), 'grab', to)?.delta).toBeCloseTo(-1 / 3);
    const gaps = steady(90_000, addDays(FIRST, 28), 2);
    expect(compareWeekWithUsual(new ClientPrefixSums([...before, ...gaps]), 'grab', to)).toMatchObject({
      days: 2,
      delta: 0,
    });
    expect(compareWeekWithUsual(new ClientPrefixSums(before), 'grab', to)).toBeNull();
    expect(compareWeekWithUsual(new ClientPrefixSums([...before, ...fell]), 'gojek', to)).toBeNull();
  });
});
