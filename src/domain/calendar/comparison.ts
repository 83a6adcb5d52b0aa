import { addDays, endOfMonth, minDay, startOfMonth, toDayNumber, type Day } from './day.js';
import { badInput } from '../errors.js';
import { countDays, type Period } from './period.js';

/** What a period is compared with: the period before it, the months before it, the same weekdays a year earlier, or nothing. */
export const COMPARISONS = ['previous', 'month', 'year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

const DAYS_PER_WEEK = 7;
/** 52 weeks, so that weekdays stay aligned. */
const DAYS_PER_YEAR_OF_WEEKS = 364;

/** A choice of comparison: by its name, or the first day of a period of one's own. Without either it is `previous`. */
export interface ComparisonChoice {
  readonly compare?: Comparison | undefined;
  readonly compareFrom?: Day | undefined;
}

/**
 * Consecutive days of a period, each paired with the day that lies `shift` days before it. `from` and `to` are numbers of days
 * since 1970-01-01, both included.
 */
export interface PairedDays {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
}

/** The period that another one is compared with, and which day of it is the counterpart of which day. */
export interface PeriodComparison {
  readonly period: Period;
  /** Oldest first. A day of the period that is in no element has no counterpart. */
  readonly pairedDays: readonly PairedDays[];
}

/**
 * Returns what to compare a period with; null for `none`.
 * - `previous`: as many days, earlier by the smallest number of whole weeks that avoids an overlap.
 * - `year`: as many days, earlier by 364 days, so weekdays stay aligned.
 * - `month`: earlier by as many months as the period touches; day n of a month is the counterpart of day n.
 * - `compareFrom`: as many days, from that day on.
 * @throws UserError 400 when both are given, or for `month` when the period does not start on the first of a month.
 */
export function toPeriodComparison(
  period: Period,
  { compare, compareFrom }: ComparisonChoice,
): PeriodComparison | null {
  if (compareFrom !== undefined) {
    if (compare !== undefined) throw badInput('compareFrom', 'must not be given together with compare');
    return shiftBack(period, toDayNumber(period.from) - toDayNumber(compareFrom));
  }
  switch (compare) {
    case 'none':
      return null;
    case 'month':
      return shiftBackByMonths(period);
    case 'year':
      return shiftBack(period, DAYS_PER_YEAR_OF_WEEKS);
    case 'previous':
    case undefined:
      return shiftBack(period, DAYS_PER_WEEK * Math.ceil(countDays(period) / DAYS_PER_WEEK));
  }
}

function shiftBack(period: Period, shift: number): PeriodComparison {
  return {
    period: { from: addDays(period.from, -shift), to: addDays(period.to, -shift) },
    pairedDays: [{ from: toDayNumber(period.from), to: toDayNumber(period.to), shift }],
  };
}

function shiftBackByMonths({ from, to }: Period): PeriodComparison {
  if (from !== startOfMonth(from)) {
    throw badInput('compare', 'month needs a period that starts on the first of a month');
  }
  const pairedDays: PairedDays[] = [];
  const months = listMonths({ from, to });
  for (const month of months) {
    const counterpart = startOfMonth(month, -months.length);
    const shift = toDayNumber(month) - toDayNumber(counterpart);
    const last = minDay(minDay(to, endOfMonth(month)), addDays(endOfMonth(counterpart), shift));
    pairedDays.push({ from: toDayNumber(month), to: toDayNumber(last), shift });
  }
  const last = pairedDays.at(-1)!;
  return {
    period: {
      from: startOfMonth(from, -months.length),
      to: addDays(startOfMonth(to, -months.length), last.to - last.from),
    },
    pairedDays,
  };
}

/** Returns the first day of every month that a period touches. */
function listMonths({ from, to }: Period): Day[] {
  const result: Day[] = [];
  for (let month = startOfMonth(from); month <= to; month = startOfMonth(month, 1)) result.push(month);
  return result;
}

/**
 * Returns the delta of a value as a fraction of the compared value: `(current - compared) / compared`. Returns null when
 * either value is null or the compared value is not above 0.
 */
export function calculateDelta(current: number | null, compared: number | null): number | null {
  return current === null || compared === null || compared <= 0 ? null : (current - compared) / compared;
}
