import { toDayNumber, type Day } from './calendar/day.js';
import type { Period } from './calendar/period.js';

/** The rule of expectation: a platform that reported on `minDays` of the `days` days before a day is expected to report it. */
export const USUAL_REPORTING = { days: 7, minDays: 5 };

/** Returns whether a platform is expected to report a day. @param reportedDays how many of the seven days before it reported. */
export function isExpected(reportedDays: number): boolean {
  return reportedDays >= USUAL_REPORTING.minDays;
}

/**
 * How complete a day or a bucket of days is. It counts clients on a day and client-days in a bucket. A client is expected on a
 * day when any of its platforms is expected, and it has reported when every expected platform did.
 */
export interface Completeness {
  readonly reported: number;
  readonly expected: number;
  /** True when all that was expected has been reported and every day is over. */
  readonly complete: boolean;
}

/** Counts the expected and the reported of each day of a period. */
export class DailyCompleteness {
  readonly reported: Uint32Array;
  readonly expected: Uint32Array;

  /** Creates counts for the days `from` to `to`, both included, as days since 1970-01-01. */
  constructor(
    readonly from: number,
    to: number,
  ) {
    this.reported = new Uint32Array(to - from + 1);
    this.expected = new Uint32Array(to - from + 1);
  }

  /** Returns the completeness of some days of the period. @param yesterday the last day that is over. */
  sumDays({ from, to }: Period, yesterday: Day): Completeness {
    let reported = 0;
    let expected = 0;
    for (let index = toDayNumber(from) - this.from; index <= toDayNumber(to) - this.from; index++) {
      reported += this.reported[index] ?? 0;
      expected += this.expected[index] ?? 0;
    }
    return { reported, expected, complete: reported === expected && to <= yesterday };
  }
}
