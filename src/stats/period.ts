import { badInput } from '../errors.js';
import { addDays, dayNumber, dayOfNumber, type Day } from './day.js';

/** A run of business days, both ends included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** The longest period that may be asked for: three years and a little. */
export const MAX_PERIOD_DAYS = 1100;

export const COMPARISONS = ['previous', 'year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Length in days, both ends included. */
export function periodLength(period: Period): number {
  return dayNumber(period.to) - dayNumber(period.from) + 1;
}

/** @throws UserError 400 when `to` lies before `from` or the period is longer than {@link MAX_PERIOD_DAYS}. */
export function checkedPeriod(from: Day, to: Day): Period {
  if (to < from) throw badInput('to', 'must not lie before from');
  const period = { from, to };
  if (periodLength(period) > MAX_PERIOD_DAYS) {
    throw badInput('from', `the period may have at most ${MAX_PERIOD_DAYS} days`);
  }
  return period;
}

/** The `days` days that end on `to`. */
export function daysEnding(to: Day, days: number): Period {
  return { from: addDays(to, 1 - days), to };
}

/**
 * The period to compare with: `previous` shifts back by the smallest multiple of 7 that is at least the period's length
 * (weekdays stay aligned, periods never overlap), `year` by 364 days.
 */
export function comparisonPeriod(period: Period, comparison: Comparison): Period | null {
  switch (comparison) {
    case 'none':
      return null;
    case 'previous':
      return shifted(period, 7 * Math.ceil(periodLength(period) / 7));
    case 'year':
      return shifted(period, 364);
  }
}

function shifted(period: Period, days: number): Period {
  return { from: addDays(period.from, -days), to: addDays(period.to, -days) };
}

/** Every day of the period, oldest first. */
export function daysOf(period: Period): Day[] {
  const first = dayNumber(period.from);
  return Array.from({ length: periodLength(period) }, (_, index) => dayOfNumber(first + index));
}
