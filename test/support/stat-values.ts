import fc from 'fast-check';
import type { DailyStat } from '../../src/domain/daily-stat.js';
import { addDays, type Day } from '../../src/domain/calendar/day.js';
import { METRICS, type MetricName, type MetricValues } from '../../src/domain/metrics.js';

/** Returns the values of a day: the given ones, and null for every other metric. */
export function valuesOf(given: Partial<Record<MetricName, number | null>>): MetricValues {
  return METRICS.map(({ name }) => given[name] ?? null);
}

/** Returns a day on which both platforms reported everything. The metric at position i is `base` + i. */
export function fullValues(base: number): MetricValues {
  return METRICS.map((_, index) => base + index);
}

const reports = ['all', 'some', 'none'] as const;

/** Generates a day as the replica may hold it. Each platform reports all, some or none of its metrics; refunds make money negative. */
const anyValues: fc.Arbitrary<MetricValues> = fc
  .record({
    grab: fc.constantFrom(...reports),
    gojek: fc.constantFrom(...reports),
    numbers: fc.tuple(
      ...METRICS.map(({ kind }) =>
        kind === 'money' ? fc.integer({ min: -50_000, max: 2_000_000_000 }) : fc.nat({ max: 5 }),
      ),
    ),
    known: fc.tuple(...METRICS.map(() => fc.boolean())),
  })
  .map(({ numbers, known, ...by }) =>
    METRICS.map(({ platform }, index) => {
      const kept = by[platform] === 'all' || (by[platform] === 'some' && known[index]);
      return kept ? (numbers[index] ?? null) : null;
    }),
  );

/** Generates some of the `span` days from `first`, oldest first, with gaps; possibly none. */
export function anyRows(first: Day, span: number): fc.Arbitrary<DailyStat[]> {
  return fc
    .uniqueArray(fc.record({ offset: fc.nat({ max: span - 1 }), values: anyValues }), {
      selector: ({ offset }) => offset,
      maxLength: span,
    })
    .map((days) =>
      days.sort((a, b) => a.offset - b.offset).map(({ offset, values }) => ({ date: addDays(first, offset), values })),
    );
}
