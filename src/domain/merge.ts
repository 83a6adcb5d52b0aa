import type { Counts } from './counters.js';
import type { ValidatedDay, DailyStat } from './daily-stat.js';
import type { Day } from './calendar/day.js';
import type { MetricValues } from './metrics.js';
import type { Period } from './calendar/period.js';

/** What a commit did, or would do, to the daily stats of one client. Every number counts days. */
export type WriteCounts = Omit<Counts, 'quarantined' | 'ignored'>;

/** The writes that bring the held daily stats of a window up to date. */
export interface MergePlan {
  readonly inserts: readonly DailyStat[];
  readonly updates: readonly DailyStat[];
  readonly deletes: readonly Day[];
  /** All daily stats of the window after the writes, oldest first. */
  readonly merged: readonly DailyStat[];
  readonly counts: WriteCounts;
}

export interface MergeInput {
  /** The daily stats that the replica holds inside the window. */
  readonly held: readonly DailyStat[];
  /** The valid days of the upstream's response inside the window, each day once. */
  readonly received: readonly ValidatedDay[];
  /** Days with a quarantined row. The values held for them stay. */
  readonly quarantinedDays: ReadonlySet<string>;
  /** True to replace held values with nulls. */
  readonly exact: boolean;
  /** True to delete days that the response does not have. */
  readonly removeAbsent: boolean;
}

/**
 * Plans the merge of the upstream's valid days into the held ones. A null metric or an absent day keeps the held value and
 * counts as missing, unless `exact` or `removeAbsent` says otherwise. The plan does not depend on the order of days, and a
 * second merge of the same response writes nothing.
 */
export function planMerge({ held, received, quarantinedDays, exact, removeAbsent }: MergeInput): MergePlan {
  const unmatched = new Map(held.map((stat) => [stat.date, stat.values]));
  const inserts: DailyStat[] = [];
  const updates: DailyStat[] = [];
  const merged: DailyStat[] = [];
  let unchanged = 0;
  let missingUpstream = 0;
  for (const { date, values } of received) {
    const heldValues = unmatched.get(date);
    unmatched.delete(date);
    if (!heldValues) {
      const inserted = { date, values };
      inserts.push(inserted);
      merged.push(inserted);
      continue;
    }
    if (!exact && values.some((value, index) => value === null && heldValues[index] !== null)) missingUpstream++;
    const stat = { date, values: exact ? values : mergeValues(heldValues, values) };
    merged.push(stat);
    if (areEqual(heldValues, stat.values)) unchanged++;
    else updates.push(stat);
  }
  const absent = [...unmatched.keys()].filter((date) => !quarantinedDays.has(date));
  for (const [date, values] of unmatched) {
    if (!removeAbsent || quarantinedDays.has(date)) merged.push({ date, values });
  }
  merged.sort((a, b) => (a.date < b.date ? -1 : 1));
  const deletes = removeAbsent ? absent : [];
  if (!removeAbsent) missingUpstream += absent.length;
  return {
    inserts,
    updates,
    deletes,
    merged,
    counts: { inserted: inserts.length, updated: updates.length, unchanged, deleted: deletes.length, missingUpstream },
  };
}

/** Days of a client that somebody sent by themselves, without a request. What they do not say, nobody knows. */
export interface PushedDays extends Pick<MergeInput, 'held' | 'quarantinedDays'> {
  /** The valid days, each once. A null metric is not said. */
  readonly pushed: readonly ValidatedDay[];
  /** The period of which every day is sent; null when none is named. */
  readonly covers: Period | null;
}

/**
 * Plans the merge of pushed days into the held ones. A metric that is null and a day that is absent keep what is held. Only an
 * absent day inside `covers` counts as missing.
 */
export function planPushMerge({ held, pushed, quarantinedDays, covers }: PushedDays): MergePlan {
  const dates = new Set(pushed.map(({ date }) => date));
  const isSaid = (date: Day) => dates.has(date) || (covers !== null && date >= covers.from && date <= covers.to);
  const heldValues = new Map(held.map(({ date, values }) => [date, values]));
  const received = pushed.map(({ date, values }) => ({
    date,
    values: mergeValues(heldValues.get(date) ?? [], values),
  }));
  return planMerge({
    held: held.filter(({ date }) => isSaid(date)),
    received,
    quarantinedDays,
    exact: false,
    removeAbsent: false,
  });
}

function mergeValues(held: MetricValues, received: MetricValues): MetricValues {
  return received.map((value, index) => value ?? held[index] ?? null);
}

function areEqual(a: MetricValues, b: MetricValues): boolean {
  return a.every((value, index) => value === b[index]);
}
