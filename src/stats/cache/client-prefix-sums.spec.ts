import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, fullValues, valuesOf } from '../../../test/support/stat-values.js';
import { ClientPrefixSums } from './client-prefix-sums.js';
import { RunningSums } from './running-sums.js';
import { DailySales } from './daily-sales.js';
import {
  calculateTotalSales,
  type DailyStat,
  addDays,
  toDay,
  toDayNumber,
  METRICS,
  addDayToSums,
  addSums,
  createPeriodSums,
} from '../../domain/index.js';

const FIRST = toDay('2026-01-01');
const START = toDayNumber(FIRST);
const HISTORY_DAYS = 40;

/** Generates periods inside, across and outside the history, also periods that end before they begin. */
const anyPeriod = fc.record({
  from: fc.integer({ min: START - 20, max: START + HISTORY_DAYS + 20 }),
  to: fc.integer({ min: START - 20, max: START + HISTORY_DAYS + 20 }),
});

function inside(rows: readonly DailyStat[], from: number, to: number): DailyStat[] {
  return rows.filter(({ date }) => toDayNumber(date) >= from && toDayNumber(date) <= to);
}

function plainSums(rows: readonly DailyStat[], from: number, to: number) {
  const sums = createPeriodSums();
  for (const { values } of inside(rows, from, to)) addDayToSums(sums, values);
  return sums;
}

describe('ClientPrefixSums', () => {
  it('sums any period as adding its days one by one does', () => {
    fc.assert(
      fc.property(
        anyRows(FIRST, HISTORY_DAYS),
        fc.array(anyPeriod, { minLength: 1, maxLength: 8 }),
        (rows, periods) => {
          const prefixSums = new ClientPrefixSums(rows);
          for (const { from, to } of periods) expect(prefixSums.sumDays(from, to)).toEqual(plainSums(rows, from, to));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('adds its sums to existing sums', () => {
    fc.assert(
      fc.property(anyRows(FIRST, HISTORY_DAYS), anyRows(FIRST, HISTORY_DAYS), anyPeriod, (one, two, { from, to }) => {
        const sums = new RunningSums();
        for (const rows of [one, two]) new ClientPrefixSums(rows).addSumsTo(sums, from, to);
        const expected = plainSums(one, from, to);
        addSums(expected, plainSums(two, from, to));
        expect(sums.toPeriodSums()).toEqual(expected);
      }),
    );
  });

  it('adds the sales of each day', () => {
    fc.assert(
      fc.property(anyRows(FIRST, HISTORY_DAYS), anyRows(FIRST, HISTORY_DAYS), anyPeriod, (one, two, ends) => {
        const [from, to] = [Math.min(ends.from, ends.to), Math.max(ends.from, ends.to)];
        const sales = new DailySales(from, to);
        const expected = new Array<number | null>(to - from + 1).fill(null);
        for (const rows of [one, two]) {
          new ClientPrefixSums(rows).addDailySalesTo(sales);
          for (const { date, values } of inside(rows, from, to)) {
            const at = toDayNumber(date) - from;
            const value = calculateTotalSales(values);
            if (value !== null) expected[at] = (expected[at] ?? 0) + value;
          }
        }
        expect(sales.toRupiah()).toEqual(expected.map((sen) => (sen === null ? null : sen / 100)));
      }),
    );
  });

  it('finds each metric of each day', () => {
    fc.assert(
      fc.property(anyRows(FIRST, HISTORY_DAYS), (rows) => {
        const prefixSums = new ClientPrefixSums(rows);
        for (let day = START - 2; day < START + HISTORY_DAYS + 2; day++) {
          const held = rows.find(({ date }) => toDayNumber(date) === day)?.values;
          expect(METRICS.map((_, metric) => prefixSums.findValue(day, metric))).toEqual(
            held ?? METRICS.map(() => null),
          );
        }
      }),
    );
  });

  it('has no sums and no sales for an empty history', () => {
    const prefixSums = new ClientPrefixSums([]);
    expect(prefixSums.sumDays(0, START + HISTORY_DAYS)).toEqual(createPeriodSums());
    const sales = new DailySales(START, START + 1);
    prefixSums.addDailySalesTo(sales);
    expect(sales.toRupiah()).toEqual([null, null]);
  });

  it('distinguishes null from 0, and a day without values from a reported day', () => {
    const rows = [
      { date: FIRST, values: valuesOf({ grabSales: 0 }) },
      { date: addDays(FIRST, 1), values: valuesOf({}) },
      { date: addDays(FIRST, 5), values: fullValues(1) },
    ];
    const prefixSums = new ClientPrefixSums(rows);
    expect(prefixSums.sumDays(START, START + 1)).toMatchObject({ days: 1, grab: { days: 1 }, gojek: { days: 0 } });
    expect(prefixSums.sumDays(START, START + 1).sums.slice(0, 2)).toEqual([0, null]);
    expect(prefixSums.sumDays(START + 1, START + 4)).toEqual(createPeriodSums());
    expect(prefixSums.sumDays(START + 5, START + 5)).toMatchObject({ days: 1, grab: { days: 1 }, gojek: { days: 1 } });
  });

  it('stays exact over years of large sales', () => {
    const rows = Array.from({ length: 1100 }, (_, at) => ({
      date: addDays(FIRST, at),
      values: fullValues(200_000_000_001),
    }));
    expect(new ClientPrefixSums(rows).sumDays(START + 1, START + 1098)).toEqual(
      plainSums(rows, START + 1, START + 1098),
    );
  });
});
