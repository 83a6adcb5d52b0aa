import type { Board, ClientView } from '../server/dashboard.dto.js';
import type { ClientDay } from '../../../stats/index.js';
import {
  addDays,
  addKnown,
  listBuckets,
  toDayNumber,
  toPeriodComparison,
  type ComparisonChoice,
  type Day,
  type Interval,
  type Period,
} from '../../../domain/index.js';

/** The days of a chart before they are cut into buckets. */
interface ChartDays {
  /** The period on the page, and the four weeks before it when it is short. */
  readonly shown: Period;
  readonly interval: Interval;
}

/** Cuts the days of a chart into buckets and adds up their values. */
export class ChartBuckets {
  readonly buckets: readonly Period[];

  constructor(private readonly days: ChartDays) {
    this.buckets = listBuckets(days.shown, days.interval);
  }

  /** Returns the sum of each bucket over what is known; null where nothing is. */
  sum(values: readonly (number | null)[]): (number | null)[] {
    return this.slices(values).map((slice) => slice.reduce<number | null>(addKnown, null));
  }

  /** Returns whether every day of each bucket is complete. */
  every(complete: readonly boolean[]): boolean[] {
    return this.slices(complete).map((slice) => slice.every(Boolean));
  }

  private slices<T>(values: readonly T[]): T[][] {
    const first = toDayNumber(this.days.shown.from);
    return this.buckets.map(({ from, to }) => values.slice(toDayNumber(from) - first, toDayNumber(to) - first + 1));
  }
}

/** Returns the period that a chart shows, and its days: those of the page after those before it. */
export function chartPeriod(period: Period, daysBefore: number): Period {
  return { from: addDays(period.from, -daysBefore), to: period.to };
}

/**
 * Returns, for each day of the period, the value of its counterpart in the comparison; null where it has none.
 * @param compared the values of the comparison's days, oldest first.
 */
export function alignComparison<T>(period: Period, choice: ComparisonChoice, compared: readonly T[]): (T | null)[] {
  const comparison = toPeriodComparison(period, choice);
  const first = toDayNumber(period.from);
  const aligned = new Array<T | null>(toDayNumber(period.to) - first + 1).fill(null);
  if (!comparison) return aligned;
  const comparedFirst = toDayNumber(comparison.period.from);
  for (const { from, to, shift } of comparison.pairedDays) {
    for (let day = from; day <= to; day += 1) aligned[day - first] = compared[day - shift - comparedFirst] ?? null;
  }
  return aligned;
}

/** Returns the days of a client's chart, those before a short period included. */
export function clientChartDays({ page, daysBefore }: ClientView): readonly ClientDay[] {
  return [...(daysBefore ?? []), ...page.days];
}

/** Returns the notes of each bucket, oldest first. @param notes newest day first. */
export function notesOfBuckets<Note extends { readonly day: Day }>(
  notes: readonly Note[],
  buckets: readonly Period[],
): Note[][] {
  const oldestFirst = notes.toReversed();
  return buckets.map(({ from, to }) => oldestFirst.filter(({ day }) => day >= from && day <= to));
}

/** Returns whether each day of the list's chart is complete: every expected restaurant reported it and it is over. */
export function completeDays({ days, daysBefore, period, today }: Board): boolean[] {
  const isComplete = (portfolio: Board['days'], from: Period['from']) =>
    portfolio.expected.map((expected, at) => portfolio.reported[at] === expected && addDays(from, at) < today);
  return [
    ...(daysBefore ? isComplete(daysBefore, addDays(period.from, -daysBefore.sales.length)) : []),
    ...isComplete(days, period.from),
  ];
}
