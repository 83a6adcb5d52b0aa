import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, fullValues, valuesOf } from '../../test/support/stat-values.js';
import type { DayRow } from './day-row.js';
import { day } from './day.js';
import { planMerge, type MergeInput, type MergePlan } from './merge.js';
import { METRICS, type MetricValues } from './metric-catalogue.js';

const FIRST = day('2026-11-01');
const SPAN = 12;
const NO_DAYS: ReadonlySet<string> = new Set<string>();

const literal = { exact: true, removeAbsent: true };
const careful = { exact: false, removeAbsent: false };

/** Held rows, an answer, and refused days among those that the answer does not have. */
const anyMerge: fc.Arbitrary<MergeInput> = fc
  .record({
    held: anyRows(FIRST, SPAN),
    given: anyRows(FIRST, SPAN),
    refused: anyRows(FIRST, SPAN),
    mode: fc.constantFrom(careful, literal, { exact: true, removeAbsent: false }),
  })
  .map(({ held, given, refused, mode }) => {
    const days = new Set(given.map(({ date }) => date));
    const quarantinedDays = new Set(refused.map(({ date }) => date).filter((date) => !days.has(date)));
    return { held, given, quarantinedDays, ...mode };
  });

/** The rows after the plan was carried out; a write that makes no sense throws. */
function applied(held: readonly DayRow[], plan: MergePlan): Map<string, MetricValues> {
  const rows = new Map<string, MetricValues>(held.map(({ date, values }) => [date, values]));
  for (const { date, values } of plan.inserts) {
    if (rows.has(date)) throw new Error(`inserts ${date}, which is held`);
    rows.set(date, values);
  }
  for (const { date, values } of plan.updates) {
    if (!rows.has(date)) throw new Error(`updates ${date}, which is not held`);
    rows.set(date, values);
  }
  for (const date of plan.deletes) if (!rows.delete(date)) throw new Error(`deletes ${date}, which is not held`);
  return rows;
}

function rowsOf(rows: ReadonlyMap<string, MetricValues>): DayRow[] {
  return [...rows].map(([date, values]) => ({ date: day(date), values }));
}

describe('merging an answer', () => {
  const grab = valuesOf({ grabSales: 100, grabOrders: 1 });
  const gojek = valuesOf({ gojekSales: 25, gojekOrders: 0 });
  const both = valuesOf({ grabSales: 100, grabOrders: 1, gojekSales: 25, gojekOrders: 0 });
  const [date, other] = [day('2026-11-20'), day('2026-11-21')];

  it('keeps a held value where upstream has null, and counts the day', () => {
    const plan = planMerge({
      held: [{ date, values: grab }],
      given: [{ date, values: gojek }],
      quarantinedDays: NO_DAYS,
      ...careful,
    });
    expect(plan).toEqual({
      inserts: [],
      updates: [{ date, values: both }],
      deletes: [],
      rows: [{ date, values: both }],
      counts: { inserted: 0, updated: 1, unchanged: 0, deleted: 0, missingUpstream: 1 },
    });
  });

  it('tells zero from null in both directions', () => {
    const zero = valuesOf({ grabSales: 0, grabOrders: 0 });
    const over = (held: MetricValues, values: MetricValues) =>
      planMerge({ held: [{ date, values: held }], given: [{ date, values }], quarantinedDays: NO_DAYS, ...careful });
    expect(over(grab, zero).updates).toEqual([{ date, values: zero }]);
    expect(over(zero, valuesOf({})).counts).toMatchObject({ unchanged: 1, missingUpstream: 1 });
    expect(over(valuesOf({}), zero).updates).toEqual([{ date, values: zero }]);
  });

  it('takes nulls and absences literally when that is asked for', () => {
    const plan = planMerge({
      held: [
        { date, values: both },
        { date: other, values: both },
      ],
      given: [{ date, values: gojek }],
      quarantinedDays: NO_DAYS,
      ...literal,
    });
    expect(plan).toEqual({
      inserts: [],
      updates: [{ date, values: gojek }],
      deletes: [other],
      rows: [{ date, values: gojek }],
      counts: { inserted: 0, updated: 1, unchanged: 0, deleted: 1, missingUpstream: 0 },
    });
  });

  it('does to each day what the rule for a single value says', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const { held, given, quarantinedDays, exact, removeAbsent } = input;
        const plan = planMerge(input);
        const rows = applied(held, plan);
        expect(plan.rows).toEqual(rowsOf(rows).sort((a, b) => (a.date < b.date ? -1 : 1)));
        const before = new Map<string, MetricValues>(held.map((row) => [row.date, row.values]));
        const answer = new Map<string, MetricValues>(given.map((row) => [row.date, row.values]));
        for (const day of new Set([...before.keys(), ...answer.keys(), ...rows.keys()])) {
          const [old, told, now] = [before.get(day), answer.get(day), rows.get(day)];
          if (!told) expect(now).toEqual(removeAbsent && !quarantinedDays.has(day) ? undefined : old);
          else if (!old || exact) expect(now).toEqual(told);
          else expect(now).toEqual(METRICS.map((_, index) => told[index] ?? old[index]));
        }
      }),
    );
  });

  it('loses no held value unless it takes the answer literally', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const rows = applied(input.held, planMerge({ ...input, ...careful }));
        for (const { date, values } of input.held) {
          const now = rows.get(date);
          values.forEach((value, index) => {
            if (value !== null) expect(now?.[index]).not.toBeNull();
          });
        }
      }),
    );
  });

  it('leaves refused days alone', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const rows = applied(input.held, planMerge(input));
        for (const date of input.quarantinedDays) {
          expect(rows.get(date)).toEqual(input.held.find((row) => row.date === date)?.values);
        }
      }),
    );
  });

  it('is idempotent: a second time nothing is written, and the same is missing', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const once = planMerge(input);
        const again = planMerge({ ...input, held: rowsOf(applied(input.held, once)) });
        const { missingUpstream } = once.counts;
        const unchanged = input.given.length;
        expect(again).toEqual({
          inserts: [],
          updates: [],
          deletes: [],
          rows: once.rows,
          counts: { inserted: 0, updated: 0, deleted: 0, unchanged, missingUpstream },
        });
      }),
    );
  });

  it('does not depend on the order of days', () => {
    fc.assert(
      fc.property(
        anyMerge.chain((input) =>
          fc.record({
            input: fc.constant(input),
            held: fc.shuffledSubarray([...input.held], { minLength: input.held.length }),
            given: fc.shuffledSubarray([...input.given], { minLength: input.given.length }),
          }),
        ),
        ({ input, held, given }) => {
          const plan = planMerge(input);
          const shuffled = planMerge({ ...input, held, given });
          expect(applied(held, shuffled)).toEqual(applied(input.held, plan));
          expect(shuffled.counts).toEqual(plan.counts);
        },
      ),
    );
  });

  it('counts every day that is held or given once', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const { inserts, updates, deletes, counts } = planMerge(input);
        expect(counts).toMatchObject({
          inserted: inserts.length,
          updated: updates.length,
          deleted: deletes.length,
        });
        expect(counts.inserted + counts.updated + counts.unchanged).toBe(input.given.length);
        const heldDays = new Set(input.held.map(({ date }) => date));
        expect(counts.inserted).toBe(input.given.filter(({ date }) => !heldDays.has(date)).length);
        const absent = input.held.filter(
          ({ date }) => !input.given.some((row) => row.date === date) && !input.quarantinedDays.has(date),
        ).length;
        if (input.removeAbsent) expect(counts).toMatchObject({ deleted: absent, missingUpstream: 0 });
        else expect(counts.missingUpstream).toBeGreaterThanOrEqual(absent);
      }),
    );
  });

  it('does not touch a row that says the same', () => {
    const row = { date, values: fullValues(7) };
    const plan = planMerge({ held: [row], given: [{ ...row }], quarantinedDays: NO_DAYS, ...literal });
    expect(plan).toMatchObject({ updates: [], counts: { unchanged: 1 } });
  });
});
