import type { NumberedDay } from './platform-layout.js';
import {
  type DailyCompleteness,
  isExpected,
  METRIC_INDEX,
  PLATFORMS,
  USUAL_REPORTING,
  type Platform,
} from '../../domain/index.js';

/** The bits of a day. Those of `EXPECTED` lie two places above those of `REPORTED`. */
const REPORTED = { grab: 1, gojek: 2 };
const EXPECTED = { grab: 4, gojek: 8 };
const EXPECTED_SHIFT = 2;
const ANY_PLATFORM = REPORTED.grab | REPORTED.gojek;
const SALES_KNOWN = { grab: 16, gojek: 32 };
const SOLD = { grab: 64, gojek: 128 };

const SALES = { grab: METRIC_INDEX.grabSales, gojek: METRIC_INDEX.gojekSales };
const ORDERS = { grab: METRIC_INDEX.grabOrders, gojek: METRIC_INDEX.gojekOrders };

/** One platform of a day. */
export interface PlatformDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly platform: Platform;
}

const NO_ZEROS: readonly PlatformDay[] = [];
const NO_PLATFORMS: readonly Platform[] = [];

/**
 * What each platform of a client did on each day, one byte a day: it reported, it was expected to, its sales are known, it sold
 * something. Days are numbers of days since 1970-01-01. `platforms` narrows a result to these platforms.
 */
export class DayMarks {
  readonly firstDay: number;
  /** The last marked day lies a week after the last report, because a platform stays expected for some days. */
  readonly lastDay: number;
  private readonly marks: Uint8Array;
  /** Platform-days of exactly 0 sales and 0 orders after a week of usual sales, oldest first. */
  private readonly zeros: readonly PlatformDay[];

  /** @param days the client's daily stats, oldest first. */
  constructor(days: readonly NumberedDay[]) {
    const first = days[0];
    this.firstDay = first?.day ?? 0;
    this.lastDay = first ? days.at(-1)!.day + USUAL_REPORTING.days : -1;
    this.marks = new Uint8Array(this.lastDay - this.firstDay + 1);
    const zeros: PlatformDay[] = [];
    for (const { day, values, known } of days) {
      for (const platform of PLATFORMS) {
        if (known[platform] === 0) continue;
        const sales = values[SALES[platform]] ?? null;
        const orders = values[ORDERS[platform]] ?? null;
        let mark = REPORTED[platform];
        if (sales !== null) mark |= SALES_KNOWN[platform];
        if ((sales ?? 0) > 0) mark |= SOLD[platform];
        this.marks[day - this.firstDay]! |= mark;
        if (sales === 0 && orders === 0 && isExpected(this.countMarked(SOLD[platform], day)))
          zeros.push({ day, platform });
      }
    }
    this.zeros = zeros.length > 0 ? zeros : NO_ZEROS;
    for (const platform of PLATFORMS) this.markExpectations(platform);
  }

  /** Returns on how many of the days `from` to `to`, both included, any platform reported. */
  countReported(from: number, to: number): number {
    let count = 0;
    const last = Math.min(to, this.lastDay);
    for (let day = Math.max(from, this.firstDay); day <= last; day++)
      if ((this.marks[day - this.firstDay]! & ANY_PLATFORM) !== 0) count++;
    return count;
  }

  /** Counts the client in `into` on each day with known sales; the first element of `into` is the day `from`. */
  countKnownSales(into: Uint32Array, from: number, platforms: readonly Platform[]): void {
    const wanted = toMark(SALES_KNOWN, platforms);
    const shift = from - this.firstDay;
    const end = Math.min(into.length, this.marks.length - shift);
    for (let index = Math.max(0, -shift); index < end; index++)
      if ((this.marks[index + shift]! & wanted) !== 0) into[index]!++;
  }

  /** Counts the client on each day to `to` on which it is expected, and on which every expected platform reported. */
  addCompletenessTo(into: DailyCompleteness, to: number, platforms: readonly Platform[]): void {
    const wanted = toMark(REPORTED, platforms);
    const last = Math.min(to, this.lastDay);
    for (let day = Math.max(into.from, this.firstDay); day <= last; day++) {
      const mark = this.marks[day - this.firstDay]!;
      const expected = (mark >> EXPECTED_SHIFT) & wanted;
      if (expected === 0) continue;
      into.expected[day - into.from]!++;
      if ((expected & ~mark) === 0) into.reported[day - into.from]!++;
    }
  }

  /** Returns the days from `from` to `to`, both included, on which an expected platform did not report. */
  listIncomplete(from: number, to: number, platforms: readonly Platform[]): number[] {
    const wanted = toMark(REPORTED, platforms);
    const result: number[] = [];
    for (let day = Math.max(from, this.firstDay); day <= Math.min(to, this.lastDay); day++) {
      const mark = this.marks[day - this.firstDay]!;
      if (((mark >> EXPECTED_SHIFT) & ~mark & wanted) !== 0) result.push(day);
    }
    return result;
  }

  /** Returns the platforms that are expected to report a day. */
  listExpected(day: number, platforms: readonly Platform[]): Platform[] {
    return platforms.filter((platform) => this.has(EXPECTED, day, platform));
  }

  /** Returns the platforms that are expected to report a day and did not. */
  listMissing(day: number, platforms: readonly Platform[]): readonly Platform[] {
    if (!this.assess(day).missing) return NO_PLATFORMS;
    return this.listExpected(day, platforms).filter((platform) => !this.has(REPORTED, day, platform));
  }

  /** Returns whether any platform is expected to report a day, and whether one of those did not. */
  assess(day: number): { expected: boolean; missing: boolean } {
    const mark = this.marks[day - this.firstDay] ?? 0;
    const expected = (mark >> EXPECTED_SHIFT) & ANY_PLATFORM;
    return { expected: expected !== 0, missing: (expected & ~mark) !== 0 };
  }

  /** Returns whether a platform reported a day. */
  hasReported(day: number, platform: Platform): boolean {
    return this.has(REPORTED, day, platform);
  }

  /** Returns whether the sales of a platform on a day are above 0. */
  hasSold(day: number, platform: Platform): boolean {
    return this.has(SOLD, day, platform);
  }

  /** Returns the platform-days of exactly 0 sales and 0 orders after a week of usual sales, oldest first. */
  listZeros(from: number, to: number, platforms: readonly Platform[]): PlatformDay[] {
    return this.zeros.filter(({ day, platform }) => day >= from && day <= to && platforms.includes(platform));
  }

  private has(marks: Readonly<Record<Platform, number>>, day: number, platform: Platform): boolean {
    return ((this.marks[day - this.firstDay] ?? 0) & marks[platform]) !== 0;
  }

  /** Counts the marked days of the week before a day. */
  private countMarked(mark: number, day: number): number {
    let count = 0;
    for (let before = day - USUAL_REPORTING.days; before < day; before++)
      if (((this.marks[before - this.firstDay] ?? 0) & mark) !== 0) count++;
    return count;
  }

  private markExpectations(platform: Platform): void {
    const { marks } = this;
    let reportedDays = 0;
    for (let index = 0; index < marks.length; index++) {
      if (isExpected(reportedDays)) marks[index]! |= EXPECTED[platform];
      if ((marks[index]! & REPORTED[platform]) !== 0) reportedDays++;
      const leaving = index - USUAL_REPORTING.days;
      if (leaving >= 0 && (marks[leaving]! & REPORTED[platform]) !== 0) reportedDays--;
    }
  }
}

function toMark(marks: Readonly<Record<Platform, number>>, platforms: readonly Platform[]): number {
  let result = 0;
  for (const platform of platforms) result |= marks[platform];
  return result;
}
