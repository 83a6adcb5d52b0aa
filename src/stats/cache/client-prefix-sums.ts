import { addMatchedPairs } from './matched-sums.js';
import { RunningMatchedSums, RunningSums } from './running-sums.js';
import { DayMarks } from './day-marks.js';
import type { DailySales } from './daily-sales.js';
import { toNumberedDay } from './platform-layout.js';
import { PlatformPrefixSums } from './platform-prefix-sums.js';
import {
  METRICS,
  PLATFORMS,
  type DailyStat,
  type MatchedSums,
  type MetricValues,
  type PairedDays,
  type PeriodSums,
  type Platform,
} from '../../domain/index.js';

/** A period and what it is compared with, as days since 1970-01-01 and inclusive. */
export interface NumberedComparison {
  readonly from: number;
  readonly to: number;
  readonly compare: { readonly from: number; readonly to: number; readonly pairedDays: readonly PairedDays[] };
}

/**
 * The history of one client in memory: the prefix sums of each platform, and what each platform did on every day. Days are given
 * as numbers of days since 1970-01-01. `platforms` narrows a result to these platforms, as if the others had never reported.
 */
export class ClientPrefixSums {
  readonly marks: DayMarks;
  private readonly histories: Readonly<Record<Platform, PlatformPrefixSums>>;

  /** @param stats all daily stats of the client, oldest first. */
  constructor(stats: readonly DailyStat[]) {
    const days = stats.map(toNumberedDay);
    this.marks = new DayMarks(days);
    this.histories = { grab: new PlatformPrefixSums('grab', days), gojek: new PlatformPrefixSums('gojek', days) };
  }

  /** Returns the sums of the days `from` to `to`, both included. */
  sumDays(from: number, to: number, platforms: readonly Platform[] = PLATFORMS): PeriodSums {
    const result = new RunningSums();
    this.addSumsTo(result, from, to, platforms);
    return result.toPeriodSums();
  }

  /** Adds the sums of the days `from` to `to`, both included, to `into`. */
  addSumsTo(into: RunningSums, from: number, to: number, platforms: readonly Platform[] = PLATFORMS): void {
    let days = 0;
    for (const platform of platforms) days = Math.max(days, this.histories[platform].addSumsTo(into, from, to));
    // When one platform reported every day, or is the only one, the others add no day.
    const isKnown = days === to - from + 1 || platforms.length === 1;
    into.days += isKnown ? days : this.marks.countReported(from, to);
  }

  /**
   * Adds the matched pairs of a comparison to `into`.
   * @param sums this client's sums of the period, of the same platforms.
   */
  addMatchedTo(
    into: RunningMatchedSums,
    { compare }: NumberedComparison,
    sums: RunningSums,
    platforms: readonly Platform[],
  ): void {
    for (const platform of platforms) {
      const history = this.histories[platform];
      into.reported += sums.countReported(platform);
      into.comparedReported += history.countReported(compare.from, compare.to);
      for (const pairs of compare.pairedDays) addMatchedPairs(into, history, pairs, sums);
    }
  }

  /** Returns the matched sums of a comparison. */
  sumMatched(comparison: NumberedComparison, platforms: readonly Platform[]): MatchedSums {
    const sums = new RunningSums();
    this.addSumsTo(sums, comparison.from, comparison.to, platforms);
    const result = new RunningMatchedSums();
    this.addMatchedTo(result, comparison, sums, platforms);
    return result.toMatchedSums();
  }

  /** Adds the total sales of each day to `into`. Days outside the history add nothing. */
  addDailySalesTo(into: DailySales, platforms: readonly Platform[] = PLATFORMS): void {
    for (const platform of platforms) this.histories[platform].addSalesTo(into.sen, into.from);
    this.marks.countKnownSales(into.reportingClients, into.from, platforms);
  }

  /** Returns the values of a day; null for what was not reported. */
  valuesOn(day: number, platforms: readonly Platform[]): MetricValues {
    const result = new Array<number | null>(METRICS.length).fill(null);
    for (const platform of platforms) this.histories[platform].copyValuesTo(result, day);
    return result;
  }

  /** Returns one metric of a day, money in sen; null when it was not reported. */
  findValue(day: number, metric: number): number | null {
    return this.histories[METRICS[metric]!.platform].findValue(day, metric);
  }

  /** Returns the last day on which a platform reported; null when it never did. */
  findLastReport(platform: Platform): number | null {
    const { dayCount, lastDay } = this.histories[platform];
    return dayCount === 0 ? null : lastDay;
  }

  /** Returns for each platform on how many of the days `from` to `to`, both included, it reported. */
  countReportedDays(from: number, to: number): Record<Platform, number> {
    const { grab, gojek } = this.histories;
    return { grab: grab.countReported(from, to), gojek: gojek.countReported(from, to) };
  }

  /**
   * Returns the platforms that should have reported on this day and did not. Between two reported days these are the
   * platforms that reported both earlier and later. Before the first and after the last reported day these are all platforms
   * that the client ever reported on, or every platform when it never reported.
   */
  findMissingPlatforms(day: number): Platform[] {
    const { firstDay, lastDay } = this.marks;
    const onDay = this.countReportedDays(day, day);
    const earlier = this.countReportedDays(firstDay, day - 1);
    const later = this.countReportedDays(day + 1, lastDay);
    const isBetweenReports = earlier.grab + earlier.gojek > 0 && later.grab + later.gojek > 0;
    if (isBetweenReports) {
      return PLATFORMS.filter((platform) => onDay[platform] === 0 && earlier[platform] > 0 && later[platform] > 0);
    }
    if (onDay.grab + onDay.gojek > 0) return [];
    const used = PLATFORMS.filter((platform) => earlier[platform] + later[platform] > 0);
    return used.length > 0 ? used : [...PLATFORMS];
  }
}
