import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, valuesOf } from '../../test/support/stat-values.js';
import { weekAgainstUsual } from './attention.js';
import { ClientColumns } from './client-columns.js';
import type { DayRow } from './day-row.js';
import { addDays, day, dayNumber, type Day } from './day.js';
import { METRIC_INDEX, PLATFORMS, type Platform } from './metric-catalogue.js';

const FIRST = day('2026-10-01');
const SPAN = 45;
const LAST = addDays(FIRST, SPAN - 1);

/** The rule as a person would work it out with a calendar. */
function byHand(rows: readonly DayRow[], platform: Platform, to: Day) {
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
  return usual > 0 ? { sales, usual, change: sales / usual - 1, days: pairs.length } : null;
}

function steady(sen: number, from: Day, days: number): DayRow[] {
  return Array.from({ length: days }, (_, at) => ({ date: addDays(from, at), values: valuesOf({ grabSales: sen }) }));
}

describe('a week against what is usual', () => {
  it('is what the calendar says, whatever is missing', () => {
    fc.assert(
      fc.property(anyRows(FIRST, SPAN), fc.integer({ min: -3, max: 10 }), (rows, back) => {
        const to = addDays(LAST, -back);
        for (const platform of PLATFORMS) {
          const expected = byHand(rows, platform, to);
          const found = weekAgainstUsual(new ClientColumns(rows), platform, dayNumber(to));
          expect(found && { ...found, usual: 0, change: 0 }).toEqual(expected && { ...expected, usual: 0, change: 0 });
          if (!expected || !found) continue;
          expect(found.usual).toBeCloseTo(expected.usual, 3);
          expect(found.change).toBeCloseTo(expected.change, 6);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('sees a drop of a third, and no drop in days that nobody reported', () => {
    const before = steady(90_000, FIRST, 28);
    const fell = steady(60_000, addDays(FIRST, 28), 7);
    const to = dayNumber(addDays(FIRST, 34));
    expect(weekAgainstUsual(new ClientColumns([...before, ...fell]), 'grab', to)).toMatchObject({
      days: 7,
      usual: 630_000,
    });
    expect(weekAgainstUsual(new ClientColumns([...before, ...fell]), 'grab', to)?.change).toBeCloseTo(-1 / 3);
    const gaps = steady(90_000, addDays(FIRST, 28), 2);
    expect(weekAgainstUsual(new ClientColumns([...before, ...gaps]), 'grab', to)).toMatchObject({ days: 2, change: 0 });
    expect(weekAgainstUsual(new ClientColumns(before), 'grab', to)).toBeNull();
    expect(weekAgainstUsual(new ClientColumns([...before, ...fell]), 'gojek', to)).toBeNull();
  });
});
