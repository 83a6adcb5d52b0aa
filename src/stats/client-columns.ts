import { reported, totalSales, type DayRow } from './day-row.js';
import { dayNumber } from './day.js';
import { METRICS, PLATFORMS, type MetricValues, type Platform } from './metric-catalogue.js';
import { emptySums, FAKE_INDEX, ORDERS_INDEX, RATIO_NAMES, RATIOS, type PeriodSums } from './period-sums.js';

const METRIC_COUNT = METRICS.length;
/** A line of running sums: every metric, then the days on which any platform, Grab, GoJek reported. */
const STRIDE = METRIC_COUNT + 3;
const ANY_DAYS = METRIC_COUNT;
const PLATFORM_DAYS = { grab: METRIC_COUNT + 1, gojek: METRIC_COUNT + 2 } as const;
/** Which line of days counts a metric's platform. */
const DAYS_OF = METRICS.map(({ platform }) => PLATFORM_DAYS[platform]);

/** Total sales of consecutive days, in sen, and how many clients reported them; a day that nobody reported is not 0. */
export class SalesByDay {
  readonly sen: Float64Array;
  readonly reporting: Uint32Array;

  /** The days numbered `from` to `to` (days since 1970), both included; nothing known yet. */
  constructor(
    readonly from: number,
    to: number,
  ) {
    this.sen = new Float64Array(to - from + 1);
    this.reporting = new Uint32Array(to - from + 1);
  }

  /** Rupiah a day, null where nobody reported. */
  inRupiah(): (number | null)[] {
    return Array.from(this.sen, (sen, place) => (this.reporting[place] ? sen / 100 : null));
  }
}

/**
 * One client's history as running sums in memory: the sums of any period cost two look-ups, however long it is. Days on
 * which a platform reported only some of its metrics are rare and kept aside, so that null stays apart from 0.
 */
export class ClientColumns {
  private readonly first: number;
  private readonly length: number;
  /** `length + 1` lines of {@link STRIDE}; line i sums the days before day i. Exact: sums of whole numbers below 2^53. */
  private readonly running: Float64Array;
  /** Total sales of a day in sen, NaN when nobody reported them. */
  private readonly sales: Float64Array;
  private readonly irregular: readonly { readonly index: number; readonly values: MetricValues }[];

  /** @param rows the client's days, oldest first. */
  constructor(rows: readonly DayRow[]) {
    const first = rows[0];
    const last = rows.at(-1);
    this.first = first ? dayNumber(first.date) : 0;
    this.length = first && last ? dayNumber(last.date) - this.first + 1 : 0;
    this.running = new Float64Array((this.length + 1) * STRIDE);
    this.sales = new Float64Array(this.length).fill(NaN);
    const irregular = [];
    let next = 0;
    for (const { date, values } of rows) {
      const index = dayNumber(date) - this.first;
      while (next <= index) this.copyLine(next++);
      if (!this.addToLine(index + 1, values)) irregular.push({ index, values });
      this.sales[index] = totalSales(values) ?? NaN;
    }
    this.irregular = irregular;
  }

  /** The sums of the days numbered `from` to `to` (days since 1970), both included. */
  sums(from: number, to: number): PeriodSums {
    const result = emptySums();
    this.addSums(result, from, to);
    return result;
  }

  /** Adds the sums of the days numbered `from` to `to`, both included, to `into`. */
  addSums(into: PeriodSums, from: number, to: number): void {
    const start = this.line(from);
    const end = this.line(to + 1);
    if (end <= start) return;
    const irregular = this.irregular.filter(({ index }) => index >= start && index < end);
    const { running } = this;
    const low = start * STRIDE;
    const high = end * STRIDE;
    const at = (column: number) => running[high + column]! - running[low + column]!;
    into.days += at(ANY_DAYS);
    for (let metric = 0; metric < METRIC_COUNT; metric++) {
      const known = at(DAYS_OF[metric]!) - nulls(irregular, metric);
      if (known > 0) into.sums[metric] = (into.sums[metric] ?? 0) + at(metric);
    }
    for (const platform of PLATFORMS) {
      const sums = into[platform];
      const terms = RATIOS[platform];
      sums.days += at(PLATFORM_DAYS[platform]);
      sums.ordersFake += at(FAKE_INDEX[platform]);
      sums.checkFake += at(FAKE_INDEX[platform]);
      for (const ratio of RATIO_NAMES) {
        sums[ratio].over += at(terms[ratio].over);
        sums[ratio].under += at(terms[ratio].under);
      }
    }
    for (const { values } of irregular) dropLoneTerms(into, values);
  }

  /** Adds the total sales of each day to `into`, from its first day on. */
  addSalesByDay(into: SalesByDay): void {
    const shift = into.from - this.first;
    const start = Math.max(0, -shift);
    const end = Math.min(into.sen.length, this.length - shift);
    const { sales } = this;
    const { sen, reporting } = into;
    for (let place = start; place < end; place++) {
      const value = sales[place + shift]!;
      if (Number.isNaN(value)) continue;
      sen[place]! += value;
      reporting[place]!++;
    }
  }

  /** One metric of the day numbered `day`, sen for money; null when it was not reported. */
  value(day: number, metric: number): number | null {
    const index = day - this.first;
    if (index < 0 || index >= this.length) return null;
    const at = (column: number) =>
      this.running[(index + 1) * STRIDE + column]! - this.running[index * STRIDE + column]!;
    if (at(DAYS_OF[metric]!) === 0) return null;
    const odd = this.irregular.find((kept) => kept.index === index);
    return odd ? odd.values[metric]! : at(metric);
  }

  /** On how many of the days numbered `from` to `to`, both included, each platform reported. */
  daysReported(from: number, to: number): Record<Platform, number> {
    const [start, end] = [this.line(from) * STRIDE, this.line(to + 1) * STRIDE];
    const days = (column: number) => this.running[end + column]! - this.running[start + column]!;
    return { grab: days(PLATFORM_DAYS.grab), gojek: days(PLATFORM_DAYS.gojek) };
  }

  /**
   * The platforms that should have reported on this day and did not: those that had before and did again later; before all
   * reports and after them, every one the client ever reported on.
   */
  silentOn(day: number): Platform[] {
    const end = this.first + this.length;
    const on = this.daysReported(day, day);
    const before = this.daysReported(this.first, day - 1);
    const later = this.daysReported(day + 1, end);
    const inside = before.grab + before.gojek > 0 && later.grab + later.gojek > 0;
    if (inside)
      return PLATFORMS.filter((platform) => on[platform] === 0 && before[platform] > 0 && later[platform] > 0);
    if (on.grab + on.gojek > 0) return [];
    const used = PLATFORMS.filter((platform) => before[platform] + later[platform] > 0);
    return used.length > 0 ? used : [...PLATFORMS];
  }

  private line(day: number): number {
    return Math.min(Math.max(day - this.first, 0), this.length);
  }

  private copyLine(index: number): void {
    this.running.copyWithin((index + 1) * STRIDE, index * STRIDE, (index + 1) * STRIDE);
  }

  /** Adds a day to its line; answers whether each platform reported all of its metrics or none. */
  private addToLine(index: number, values: MetricValues): boolean {
    const offset = index * STRIDE;
    const { running } = this;
    let regular = true;
    let any = false;
    for (const platform of PLATFORMS) {
      let known = 0;
      let metrics = 0;
      for (let metric = 0; metric < METRIC_COUNT; metric++) {
        if (DAYS_OF[metric] !== PLATFORM_DAYS[platform]) continue;
        metrics++;
        const value = values[metric];
        if (value == null) continue;
        known++;
        running[offset + metric]! += value;
      }
      if (known === 0) continue;
      any = true;
      running[offset + PLATFORM_DAYS[platform]]!++;
      if (known < metrics) regular = false;
    }
    if (any) running[offset + ANY_DAYS]!++;
    return regular;
  }
}

/** Days among these on which the metric is null although its platform reported. */
function nulls(days: readonly { readonly values: MetricValues }[], metric: number): number {
  let result = 0;
  for (const { values } of days) if (values[metric] === null && reported(values, METRICS[metric]!.platform)) result++;
  return result;
}

/** Takes out of the sums of pairs what an irregular day put in without its partner. */
function dropLoneTerms(sums: PeriodSums, values: MetricValues): void {
  for (const platform of PLATFORMS) {
    if (values[ORDERS_INDEX[platform]] === null) sums[platform].ordersFake -= values[FAKE_INDEX[platform]] ?? 0;
    for (const ratio of RATIO_NAMES) {
      const { over, under } = RATIOS[platform][ratio];
      if (values[over] !== null && values[under] !== null) continue;
      sums[platform][ratio].over -= values[over] ?? 0;
      sums[platform][ratio].under -= values[under] ?? 0;
      if (ratio === 'check') sums[platform].checkFake -= values[FAKE_INDEX[platform]] ?? 0;
    }
  }
}
