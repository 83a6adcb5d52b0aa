import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, fullValues, valuesOf } from '../../test/support/stat-values.js';
import { ClientColumns, SalesByDay } from './client-columns.js';
import { totalSales, type DayRow } from './day-row.js';
import { addDays, day, dayNumber } from './day.js';
import { METRICS } from './metric-catalogue.js';
import { addDay, addSums, emptySums } from './period-sums.js';

const FIRST = day('2026-01-01');
const START = dayNumber(FIRST);
const SPAN = 40;

/** Day numbers around the history: inside, across its ends, outside, and a period that ends before it begins. */
const anyPeriod = fc.record({
  from: fc.integer({ min: START - 20, max: START + SPAN + 20 }),
  to: fc.integer({ min: START - 20, max: START + SPAN + 20 }),
});

function inside(rows: readonly DayRow[], from: number, to: number): DayRow[] {
  return rows.filter(({ date }) => dayNumber(date) >= from && dayNumber(date) <= to);
}

function plainSums(rows: readonly DayRow[], from: number, to: number) {
  const sums = emptySums();
  for (const { values } of inside(rows, from, to)) addDay(sums, values);
  return sums;
}

describe('the columns of a client', () => {
  it('sum any period as its rows do, one by one', () => {
    fc.assert(
      fc.property(anyRows(FIRST, SPAN), fc.array(anyPeriod, { minLength: 1, maxLength: 8 }), (rows, periods) => {
        const columns = new ClientColumns(rows);
        for (const { from, to } of periods) expect(columns.sums(from, to)).toEqual(plainSums(rows, from, to));
      }),
      { numRuns: 300 },
    );
  });

  it('add their sums to what is there', () => {
    fc.assert(
      fc.property(anyRows(FIRST, SPAN), anyRows(FIRST, SPAN), anyPeriod, (one, two, { from, to }) => {
        const sums = plainSums(one, from, to);
        new ClientColumns(two).addSums(sums, from, to);
        const expected = plainSums(one, from, to);
        addSums(expected, plainSums(two, from, to));
        expect(sums).toEqual(expected);
      }),
    );
  });

  it('add the sales of each day as the rows have them', () => {
    fc.assert(
      fc.property(anyRows(FIRST, SPAN), anyRows(FIRST, SPAN), anyPeriod, (one, two, ends) => {
        const [from, to] = [Math.min(ends.from, ends.to), Math.max(ends.from, ends.to)];
        const sales = new SalesByDay(from, to);
        const expected = new Array<number | null>(to - from + 1).fill(null);
        for (const rows of [one, two]) {
          new ClientColumns(rows).addSalesByDay(sales);
          for (const { date, values } of inside(rows, from, to)) {
            const at = dayNumber(date) - from;
            const value = totalSales(values);
            if (value !== null) expected[at] = (expected[at] ?? 0) + value;
          }
        }
        expect(sales.inRupiah()).toEqual(expected.map((sen) => (sen === null ? null : sen / 100)));
      }),
    );
  });

  it('know each metric of each day', () => {
    fc.assert(
      fc.property(anyRows(FIRST, SPAN), (rows) => {
        const columns = new ClientColumns(rows);
        for (let day = START - 2; day < START + SPAN + 2; day++) {
          const held = rows.find(({ date }) => dayNumber(date) === day)?.values;
          expect(METRICS.map((_, metric) => columns.value(day, metric))).toEqual(held ?? METRICS.map(() => null));
        }
      }),
    );
  });

  it('of an empty history are nothing', () => {
    const columns = new ClientColumns([]);
    expect(columns.sums(0, START + SPAN)).toEqual(emptySums());
    const sales = new SalesByDay(START, START + 1);
    columns.addSalesByDay(sales);
    expect(sales.inRupiah()).toEqual([null, null]);
  });

  it('keep null apart from 0, and a row without any value apart from a report', () => {
    const rows = [
      { date: FIRST, values: valuesOf({ grabSales: 0 }) },
      { date: addDays(FIRST, 1), values: valuesOf({}) },
      { date: addDays(FIRST, 5), values: fullValues(1) },
    ];
    const columns = new ClientColumns(rows);
    expect(columns.sums(START, START + 1)).toMatchObject({ days: 1, grab: { days: 1 }, gojek: { days: 0 } });
    expect(columns.sums(START, START + 1).sums.slice(0, 2)).toEqual([0, null]);
    expect(columns.sums(START + 1, START + 4)).toEqual(emptySums());
    expect(columns.sums(START + 5, START + 5)).toMatchObject({ days: 1, grab: { days: 1 }, gojek: { days: 1 } });
  });

  it('stay exact over years of large sales', () => {
    const rows = Array.from({ length: 1100 }, (_, at) => ({
      date: addDays(FIRST, at),
      values: fullValues(200_000_000_001),
    }));
    expect(new ClientColumns(rows).sums(START + 1, START + 1098)).toEqual(plainSums(rows, START + 1, START + 1098));
  });
});
