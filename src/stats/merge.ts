import type { CheckedDay, DayRow } from './day-row.js';
import type { Day } from './day.js';
import type { MetricValues } from './metric-catalogue.js';

/** What a commit did, or would do, to one client's rows; each number counts days. */
export interface WriteCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  /** Days on which something held was kept because upstream did not give it. */
  readonly missingUpstream: number;
}

/** The writes that bring the held rows of a window up to date. */
export interface MergePlan {
  readonly inserts: readonly DayRow[];
  readonly updates: readonly DayRow[];
  readonly deletes: readonly Day[];
  /** The rows of the window once all that is written, in the order of days. */
  readonly rows: readonly DayRow[];
  readonly counts: WriteCounts;
}

export interface MergeInput {
  /** The rows held inside the window. */
  readonly held: readonly DayRow[];
  /** Upstream's valid days inside the window, each once. */
  readonly given: readonly CheckedDay[];
  /** Days with a refused row: what is held of them stays. */
  readonly quarantinedDays: ReadonlySet<string>;
  /** Take nulls literally. */
  readonly exact: boolean;
  /** Remove days that the answer does not have. */
  readonly removeAbsent: boolean;
}

/**
 * Lays upstream's valid values over what is held. A null metric or an absent day keeps what is held and is counted, unless
 * the input says to take it literally. Idempotent, and independent of the order of days.
 */
export function planMerge({ held, given, quarantinedDays, exact, removeAbsent }: MergeInput): MergePlan {
  const before = new Map(held.map((row) => [row.date, row.values]));
  const inserts: DayRow[] = [];
  const updates: DayRow[] = [];
  const rows: DayRow[] = [];
  let unchanged = 0;
  let missingUpstream = 0;
  for (const { date, values } of given) {
    const old = before.get(date);
    before.delete(date);
    if (!old) {
      const row = { date, values };
      inserts.push(row);
      rows.push(row);
      continue;
    }
    if (!exact && values.some((value, index) => value === null && old[index] !== null)) missingUpstream++;
    const row = { date, values: exact ? values : overlay(old, values) };
    rows.push(row);
    if (same(old, row.values)) unchanged++;
    else updates.push(row);
  }
  const absent = [...before.keys()].filter((date) => !quarantinedDays.has(date));
  for (const [date, values] of before) if (!removeAbsent || quarantinedDays.has(date)) rows.push({ date, values });
  rows.sort((a, b) => (a.date < b.date ? -1 : 1));
  const deletes = removeAbsent ? absent : [];
  if (!removeAbsent) missingUpstream += absent.length;
  return {
    inserts,
    updates,
    deletes,
    rows,
    counts: {
      inserted: inserts.length,
      updated: updates.length,
      unchanged,
      deleted: deletes.length,
      missingUpstream,
    },
  };
}

function overlay(old: MetricValues, values: MetricValues): MetricValues {
  return values.map((value, index) => value ?? old[index] ?? null);
}

function same(a: MetricValues, b: MetricValues): boolean {
  return a.every((value, index) => value === b[index]);
}
