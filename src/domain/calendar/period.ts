import { badInput } from '../errors.js';
import { addDays, toDayNumber, fromDayNumber, type Day } from './day.js';

/** Consecutive business days from `from` to `to`, both included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** The longest period of a report: a little over three years. */
export const MAX_PERIOD_DAYS = 1100;

/** Returns the number of days of a period. */
export function countDays(period: Period): number {
  return toDayNumber(period.to) - toDayNumber(period.from) + 1;
}

/** Returns the period from `from` to `to`. @throws UserError 400 when `to` is before `from` or it exceeds {@link MAX_PERIOD_DAYS}. */
export function parsePeriod(from: Day, to: Day): Period {
  if (to < from) throw badInput('to', 'must not lie before from');
  const period = { from, to };
  if (countDays(period) > MAX_PERIOD_DAYS) {
    throw badInput('from', `the period may have at most ${MAX_PERIOD_DAYS} days`);
  }
  return period;
}

/** Returns the period of `days` days that ends on `to`. */
export function periodEndingAt(to: Day, days: number): Period {
  return { from: addDays(to, 1 - days), to };
}

/** Returns every day of the period, oldest first. */
export function listDays(period: Period): Day[] {
  const first = toDayNumber(period.from);
  return Array.from({ length: countDays(period) }, (_, index) => fromDayNumber(first + index));
}
