import type { Day } from './day.js';
import { dayNumber, maxDay, minDay } from './day.js';
import type { Period } from './period.js';
import type { PeriodSums } from './period-sums.js';

/** How much of a period is really there; each number counts days. */
export interface Coverage {
  /** Days on which any platform reported. */
  readonly days: number;
  /** Days on which a report could be expected. */
  readonly expected: number;
  readonly grab: number;
  readonly gojek: number;
}

/**
 * Coverage of a period. `expected` counts from the later of the period's start and the client's start (`startDate`, else the
 * first day it reported) to the earlier of the period's end and yesterday.
 */
export function coverageOf(sums: PeriodSums, period: Period, start: Day | null, yesterday: Day): Coverage {
  const from = start ? maxDay(period.from, start) : period.from;
  const to = minDay(period.to, yesterday);
  const expected = Math.max(0, dayNumber(to) - dayNumber(from) + 1);
  return { days: sums.days, expected, grab: sums.grab.days, gojek: sums.gojek.days };
}
