import { HOLIDAYS } from './holidays.js';
import { addDays, type Day, type Period } from '../../../domain/index.js';

/** The key of a holiday's name in the message catalogues. */
export type HolidayName = keyof typeof HOLIDAYS;

/** A label under a chart. `month` stands at the first day of a month, `year` where a year has its first label. */
export interface AxisLabel {
  /** The position of the bucket that the label stands under. */
  readonly at: number;
  readonly kind: 'day' | 'month' | 'year';
  readonly day: Day;
}

/** A chart of more days has months as labels. */
const MONTHS_FROM_DAYS = 45;
const MAX_MONTHS = 7;

/** Returns the labels of an axis over consecutive buckets: days in a short period, months and years in a long one. */
export function axisLabels(buckets: readonly Period[]): AxisLabel[] {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return [];
  if (addDays(first.from, MONTHS_FROM_DAYS) > last.to) {
    const positions = new Set([0, Math.floor((buckets.length - 1) / 2), buckets.length - 1]);
    return [...positions].map((at) => ({ at, kind: 'day', day: buckets[at]?.from ?? first.from }));
  }
  const months = buckets.flatMap((bucket, at) => {
    const month = firstOfMonthIn(bucket);
    return month ? [{ at, day: month }] : [];
  });
  const step = Math.ceil(months.length / MAX_MONTHS);
  const labels = months.filter((_, index) => index % step === 0);
  const yearAt = (index: number) => labels[index]?.day.slice(0, 4);
  return labels.map(({ at, day }, index) => {
    // A first month directly before a new year would have its year in the way of the next one.
    const isFirstOfYear =
      index === 0 ? yearAt(1) === undefined || yearAt(1) === yearAt(0) : yearAt(index) !== yearAt(index - 1);
    return { at, kind: isFirstOfYear ? 'year' : 'month', day };
  });
}

/** Returns the positions of Saturdays and Sundays. */
export function weekendsOf(days: readonly Day[]): number[] {
  return days.flatMap((day, at) => ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? [at] : []));
}

const NAMES_BY_DAY = new Map<string, HolidayName[]>();
for (const [name, days] of Object.entries(HOLIDAYS) as [HolidayName, readonly string[]][]) {
  for (const day of days) NAMES_BY_DAY.set(day, [...(NAMES_BY_DAY.get(day) ?? []), name]);
}

/** Returns the names of the public holidays on a day; none outside the years that the table covers. */
export function holidaysOn(day: Day): readonly HolidayName[] {
  return NAMES_BY_DAY.get(day) ?? [];
}

/** Returns the first day of a month that a bucket contains, if any. */
function firstOfMonthIn({ from, to }: Period): Day | undefined {
  if (from.endsWith('-01')) return from;
  const days = 31;
  for (let ahead = 1; ahead <= days; ahead += 1) {
    const day = addDays(from, ahead);
    if (day > to) return undefined;
    if (day.endsWith('-01')) return day;
  }
  return undefined;
}
