import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, fullValues, valuesOf } from '../../test/support/stat-values.js';
import type { DailyStat } from './daily-stat.js';
import { toDay, type Day } from './calendar/day.js';
import { planMerge, planPushMerge, type MergeInput, type MergePlan, type PushedDays } from './merge.js';
import { METRICS, type MetricValues } from './metrics.js';

const FIRST = toDay('2026-11-01');
const SPAN = 12;
const NO_DAYS: ReadonlySet<string> = new Set<string>();

const replaceAll = { exact: true, removeAbsent: true };
const keepHeld = { exact: false, removeAbsent: false };

/** Held days, received days, and quarantined days among those that were not received. */
const anyMerge: fc.Arbitrary<MergeInput> = fc
  .record({
    held: anyRows(FIRST, SPAN),
    received: anyRows(FIRST, SPAN),
    quarantined: anyRows(FIRST, SPAN),
    mode: fc.constantFrom(keepHeld, replaceAll, { exact: true, removeAbsent: false }),
  })
  .map(({ held, received, quarantined, mode }) => {
    const days = new Set(received.map(({ date }) => date));
    const quarantinedDays = new Set(quarantined.map(({ date }) => date).filter((date) => !days.has(date)));
    return { held, received, quarantinedDays, ...mode };
  });

/** Returns the days after the plan is carried out. Throws for an insert of a held day and for a write to an absent day. */
function applyPlan(held: readonly DailyStat[], plan: MergePlan): Map<string, MetricValues> {
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

function rowsOf(rows: ReadonlyMap<string, MetricValues>): DailyStat[] {
  return [...rows].map(([date, values]) => ({ date: toDay(date), values }));
}

describe('merge', () => {
  const grab = valuesOf({ grabSales: 100, grabOrders: 1 });
  const gojek = valuesOf({ gojekSales: 25, gojekOrders: 0 });
  const both = valuesOf({ grabSales: 100, grabOrders: 1, gojekSales: 25, gojekOrders: 0 });
  const [date, other] = [toDay('2026-11-20'), toDay('2026-11-21')];

  it('keeps a held value where the upstream has null, and counts the day as missing', () => {
    const plan = planMerge({
      held: [{ date, values: grab }],
      received: [{ date, values: gojek }],
      quarantinedDays: NO_DAYS,
      ...keepHeld,
    });
    expect(plan).toEqual({
      inserts: [],
      updates: [{ date, values: both }],
      deletes: [],
      merged: [{ date, values: both }],
      counts: { inserted: 0, updated: 1, unchanged: 0, deleted: 0, missingUpstream: 1 },
    });
  });

  it('overwrites a held value with 0 but not with null, and a null with 0', () => {
    const zero = valuesOf({ grabSales: 0, grabOrders: 0 });
    const merge = (held: MetricValues, values: MetricValues) =>
      planMerge({
        held: [{ date, values: held }],
        received: [{ date, values }],
        quarantinedDays: NO_DAYS,
        ...keepHeld,
      });
    expect(merge(grab, zero).updates).toEqual([{ date, values: zero }]);
    expect(merge(zero, valuesOf({})).counts).toMatchObject({ unchanged: 1, missingUpstream: 1 });
    expect(merge(valuesOf({}), zero).updates).toEqual([{ date, values: zero }]);
  });

  it('writes nulls and deletes absent days when exact and removeAbsent are set', () => {
    const plan = planMerge({
      held: [
        { date, values: both },
        { date: other, values: both },
      ],
      received: [{ date, values: gojek }],
      quarantinedDays: NO_DAYS,
      ...replaceAll,
    });
    expect(plan).toEqual({
      inserts: [],
      updates: [{ date, values: gojek }],
      deletes: [other],
      merged: [{ date, values: gojek }],
      counts: { inserted: 0, updated: 1, unchanged: 0, deleted: 1, missingUpstream: 0 },
    });
  });

  it('applies the rule for a single value to each day', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const { held, received, quarantinedDays, exact, removeAbsent } = input;
        const plan = planMerge(input);
        const rows = applyPlan(held, plan);
        expect(plan.merged).toEqual(rowsOf(rows).sort((a, b) => (a.date < b.date ? -1 : 1)));
        const before = new Map<string, MetricValues>(held.map((row) => [row.date, row.values]));
        const response = new Map<string, MetricValues>(received.map((row) => [row.date, row.values]));
        for (const day of new Set([...before.keys(), ...response.keys(), ...rows.keys()])) {
          const [old, incoming, now] = [before.get(day), response.get(day), rows.get(day)];
          if (!incoming) expect(now).toEqual(removeAbsent && !quarantinedDays.has(day) ? undefined : old);
          else if (!old || exact) expect(now).toEqual(incoming);
          else expect(now).toEqual(METRICS.map((_, index) => incoming[index] ?? old[index]));
        }
      }),
    );
  });

  it('loses no held value unless exact or removeAbsent is set', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const rows = applyPlan(input.held, planMerge({ ...input, ...keepHeld }));
        for (const { date, values } of input.held) {
          const now = rows.get(date);
          values.forEach((value, index) => {
            if (value !== null) expect(now?.[index]).not.toBeNull();
          });
        }
      }),
    );
  });

  it('does not change quarantined days', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const rows = applyPlan(input.held, planMerge(input));
        for (const date of input.quarantinedDays) {
          expect(rows.get(date)).toEqual(input.held.find((row) => row.date === date)?.values);
        }
      }),
    );
  });

  it('is idempotent: a second merge writes nothing and counts the same missing days', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const once = planMerge(input);
        const again = planMerge({ ...input, held: rowsOf(applyPlan(input.held, once)) });
        const { missingUpstream } = once.counts;
        const unchanged = input.received.length;
        expect(again).toEqual({
          inserts: [],
          updates: [],
          deletes: [],
          merged: once.merged,
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
            received: fc.shuffledSubarray([...input.received], { minLength: input.received.length }),
          }),
        ),
        ({ input, held, received }) => {
          const plan = planMerge(input);
          const shuffled = planMerge({ ...input, held, received });
          expect(applyPlan(held, shuffled)).toEqual(applyPlan(input.held, plan));
          expect(shuffled.counts).toEqual(plan.counts);
        },
      ),
    );
  });

  it('counts every held or received day once', () => {
    fc.assert(
      fc.property(anyMerge, (input) => {
        const { inserts, updates, deletes, counts } = planMerge(input);
        expect(counts).toMatchObject({
          inserted: inserts.length,
          updated: updates.length,
          deleted: deletes.length,
        });
        expect(counts.inserted + counts.updated + counts.unchanged).toBe(input.received.length);
        const heldDays = new Set(input.held.map(({ date }) => date));
        expect(counts.inserted).toBe(input.received.filter(({ date }) => !heldDays.has(date)).length);
        const absent = input.held.filter(
          ({ date }) => !input.received.some((row) => row.date === date) && !input.quarantinedDays.has(date),
        ).length;
        if (input.removeAbsent) expect(counts).toMatchObject({ deleted: absent, missingUpstream: 0 });
        else expect(counts.missingUpstream).toBeGreaterThanOrEqual(absent);
      }),
    );
  });

  it('does not update a day with equal values', () => {
    const row = { date, values: fullValues(7) };
    const plan = planMerge({ held: [row], received: [{ ...row }], quarantinedDays: NO_DAYS, ...replaceAll });
    expect(plan).toMatchObject({ updates: [], counts: { unchanged: 1 } });
  });
});

describe('merge of pushed days', () => {
  const days = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map(toDay);
  const [first, second, third, fourth] = days as [Day, Day, Day, Day];
  const held = days.map((date) => ({ date, values: fullValues(7) }));
  const push = (input: Partial<PushedDays>) =>
    planPushMerge({ held, pushed: [], quarantinedDays: NO_DAYS, covers: null, ...input });

  it('keeps what the push does not say, and counts none of it as missing', () => {
    const grab = valuesOf({ grabSales: 100, grabOrders: 1 });
    const gojek = valuesOf({ gojekSales: 25, gojekOrders: 0 });
    const plan = push({
      held: [
        { date: first, values: grab },
        { date: second, values: grab },
      ],
      pushed: [
        { date: second, values: gojek },
        { date: third, values: gojek },
      ],
    });
    expect(plan).toMatchObject({
      inserts: [{ date: third, values: gojek }],
      updates: [{ date: second, values: valuesOf({ grabSales: 100, grabOrders: 1, gojekSales: 25, gojekOrders: 0 }) }],
      deletes: [],
      counts: { inserted: 1, updated: 1, unchanged: 0, deleted: 0, missingUpstream: 0 },
    });
  });

  it('counts held days of the covered period that were not sent as missing, and deletes none', () => {
    const covers = { from: second, to: third };
    expect(push({ covers })).toMatchObject({ updates: [], deletes: [], counts: { missingUpstream: 2 } });
    expect(push({ covers, pushed: [{ date: fourth, values: fullValues(7) }] }).counts).toMatchObject({
      unchanged: 1,
      missingUpstream: 2,
    });
    expect(push({ covers, pushed: [{ date: third, values: fullValues(7) }] }).counts.missingUpstream).toBe(1);
    expect(push({ covers, quarantinedDays: new Set([third]) }).counts.missingUpstream).toBe(1);
  });
});
