import {
  addFullDaysToSums,
  addSums,
  calculateTotalSales,
  clearSums,
  createPeriodSums,
  METRICS,
  METRIC_INDEX,
  PLATFORMS,
  type MatchedSums,
  type PeriodSums,
  type Platform,
  type ReportedDays,
  type Sen,
} from '../../domain/index.js';

/**
 * Sums that the days of many clients are added to. A list adds 10,000 clients, so the days on which a platform reported every
 * metric, nearly all of them, are summed in one flat array. {@link toPeriodSums} gives the exact sums.
 */
export class RunningSums {
  /** The sum of each metric over the full days, in the order of the catalogue. */
  readonly fullSums = new Float64Array(METRICS.length);
  readonly fullDays: Record<Platform, number> = { grab: 0, gojek: 0 };
  /** The days on which a platform reported some of its metrics only. */
  readonly partial = createPeriodSums();
  /** Days on which any platform reported. */
  days = 0;

  /** Returns the days on which a platform reported. */
  countReported(platform: Platform): number {
    return this.fullDays[platform] + this.partial[platform].days;
  }

  /** The days on which any platform, Grab and GoJek reported. */
  get reportedDays(): ReportedDays {
    const { days } = this;
    return { days, grab: { days: this.countReported('grab') }, gojek: { days: this.countReported('gojek') } };
  }

  private get hasPartialDays(): boolean {
    return this.partial.grab.days + this.partial.gojek.days > 0;
  }

  /** Resets the sums to those of no days. */
  clear(): void {
    if (this.hasPartialDays) clearSums(this.partial);
    this.fullSums.fill(0);
    this.fullDays.grab = this.fullDays.gojek = this.days = 0;
  }

  /** Adds other sums, for example one client's to a total. */
  add(other: RunningSums): void {
    for (let metric = 0; metric < this.fullSums.length; metric++) this.fullSums[metric]! += other.fullSums[metric]!;
    this.fullDays.grab += other.fullDays.grab;
    this.fullDays.gojek += other.fullDays.gojek;
    this.days += other.days;
    if (other.hasPartialDays) addSums(this.partial, other.partial);
  }

  /** Returns the sales of both platforms, without a platform that is null; null when both are. */
  sumSales(): Sen | null {
    if (this.hasPartialDays) return calculateTotalSales(this.toPeriodSums().sums);
    if (this.fullDays.grab + this.fullDays.gojek === 0) return null;
    return this.fullSums[METRIC_INDEX.grabSales]! + this.fullSums[METRIC_INDEX.gojekSales]!;
  }

  /** Returns the sums as figures are calculated from. */
  toPeriodSums(): PeriodSums {
    const result = createPeriodSums();
    for (const platform of PLATFORMS) addFullDaysToSums(result, platform, this.fullSums, this.fullDays[platform]);
    addSums(result, this.partial);
    result.days = this.days;
    return result;
  }
}

/** The matched sums of many clients while they are added. See {@link MatchedSums}. */
export class RunningMatchedSums {
  readonly current = new RunningSums();
  readonly compared = new RunningSums();
  pairs = 0;
  reported = 0;
  comparedReported = 0;

  /** Returns the sums as deltas are calculated from. */
  toMatchedSums(): MatchedSums {
    const { pairs, reported, comparedReported } = this;
    return {
      current: this.current.toPeriodSums(),
      compared: this.compared.toPeriodSums(),
      pairs,
      reported,
      comparedReported,
    };
  }
}
