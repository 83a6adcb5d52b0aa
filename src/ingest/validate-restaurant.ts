import type { PushedRestaurant } from './group-rows.js';
import type { RejectedPushRow } from './push-outcome.js';
import { METRICS, toDay, type Day, type MetricValues, type Period, type ValidatedDay } from '../domain/index.js';
import { formatMetric, hasMetric, upstreamIdOf, validateRow, type RejectedRow } from '../upstream/index.js';

/** The rows of one restaurant after validation. */
export interface ValidatedPush {
  /** The days that say something, oldest first, each once. */
  readonly days: readonly ValidatedDay[];
  /** The rejected rows as they are stored, and as the sender reads them. */
  readonly quarantined: readonly RejectedRow[];
  readonly rejectedRows: readonly RejectedPushRow[];
  /** Days that have rejected rows only. */
  readonly quarantinedDays: ReadonlySet<string>;
  readonly ignored: number;
  /** The upstream ids that the rows name. More than one means that two restaurants share a name. */
  readonly restaurantIds: readonly string[];
}

/** How the days of rows are read. */
export interface DayRules {
  /** The zone in which the sender writes its days, IANA. */
  readonly timeZone: string;
  /** The last complete business day. A later day is not read. */
  readonly yesterday: Day;
}

const FIRST_DAY = toDay('2000-01-01');

/** A valid row of a day. */
interface Version {
  readonly index: number;
  readonly values: MetricValues;
}

/**
 * Validates the rows of one restaurant by the rules of every source. Rows of one day that say different things about different
 * metrics are one day, e.g. a row of each platform. Rows that contradict each other are all rejected.
 */
export function validateRestaurant({ name, rows }: PushedRestaurant, { timeZone, yesterday }: DayRules): ValidatedPush {
  const window: Period = { from: FIRST_DAY, to: yesterday };
  const request = { name, window, timeZone };
  const versions = new Map<Day, Version[]>();
  const quarantined: RejectedRow[] = [];
  const rejectedRows: RejectedPushRow[] = [];
  let ignored = 0;
  const quarantine = (index: number, row: RejectedRow) => {
    quarantined.push(row);
    rejectedRows.push({ row: index, date: row.date, field: row.field, reason: row.reason });
  };
  for (const { index, row } of rows) {
    if (!hasMetric(row)) {
      rejectedRows.push({ row: index, date: null, field: null, reason: 'no_known_field' });
      continue;
    }
    const checked = validateRow(row, request);
    if (checked.kind === 'quarantined') quarantine(index, checked.row);
    else if (checked.kind === 'ignored' || isSilent(checked.day.values)) ignored++;
    else addVersion(versions, checked.day, index);
  }
  const days: ValidatedDay[] = [];
  for (const [date, copies] of versions) {
    const combined = combine(copies);
    if (combined.conflict === null) days.push({ date, values: combined.values });
    else for (const { index, values } of copies) quarantine(index, toConflict(date, values, combined.conflict));
  }
  const dates = new Set<string>(days.map(({ date }) => date));
  return {
    days: days.sort((a, b) => (a.date < b.date ? -1 : 1)),
    quarantined,
    rejectedRows: rejectedRows.sort((a, b) => a.row - b.row),
    quarantinedDays: new Set(quarantined.flatMap(({ date }) => (date !== null && !dates.has(date) ? [date] : []))),
    ignored,
    restaurantIds: [...new Set(rows.flatMap(({ row }) => upstreamIdOf(row, request) ?? []))],
  };
}

/** Null is not said, so a row of nulls says nothing. */
function isSilent(values: MetricValues): boolean {
  return values.every((value) => value === null);
}

function addVersion(versions: Map<Day, Version[]>, { date, values }: ValidatedDay, index: number): void {
  const copies = versions.get(date);
  if (copies) copies.push({ index, values });
  else versions.set(date, [{ index, values }]);
}

/** Returns the values that the rows of a day say together, or the position of the first metric in which they differ. */
function combine(copies: readonly Version[]): { values: MetricValues; conflict: number | null } {
  const values = METRICS.map((): number | null => null);
  for (const copy of copies) {
    for (const [metric, value] of copy.values.entries()) {
      if (value === null) continue;
      if (values[metric] !== null && values[metric] !== value) return { values, conflict: metric };
      values[metric] = value;
    }
  }
  return { values, conflict: null };
}

function toConflict(date: Day, values: MetricValues, metric: number): RejectedRow {
  const { upstreamField } = METRICS[metric]!;
  return { date, field: upstreamField, value: formatMetric(values, metric), reason: 'conflicting_duplicate' };
}
