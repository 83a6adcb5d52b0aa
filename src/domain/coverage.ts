import type { Day } from './calendar/day.js';
import { maxDay, minDay, toDayNumber } from './calendar/day.js';
import type { Period } from './calendar/period.js';

/** How much of a period was reported. Every number counts days; for several clients it counts client-days. */
export interface Coverage {
  /** Days on which any platform reported. */
  readonly days: number;
  /** Days on which a report was expected. */
  readonly expected: number;
  /** Days on which Grab reported. */
  readonly grab: number;
  /** Days on which GoJek reported. */
  readonly gojek: number;
}

/** The days of a period on which any platform, Grab and GoJek reported. */
export interface ReportedDays {
  readonly days: number;
  readonly grab: { readonly days: number };
  readonly gojek: { readonly days: number };
}

/**
 * Returns the coverage of one client's period. Expected days run from the later of `period.from` and `expectedFrom` to the
 * earlier of `period.to` and `yesterday`.
 * @param expectedFrom the client's start date, else the first day it reported; null when neither is known.
 */
export function calculateCoverage(
  reported: ReportedDays,
  period: Period,
  expectedFrom: Day | null,
  yesterday: Day,
): Coverage {
  const from = expectedFrom ? maxDay(period.from, expectedFrom) : period.from;
  const to = minDay(period.to, yesterday);
  const expected = Math.max(0, toDayNumber(to) - toDayNumber(from) + 1);
  return { days: reported.days, expected, grab: reported.grab.days, gojek: reported.gojek.days };
}
