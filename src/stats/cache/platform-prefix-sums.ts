import { addColumns, packNumbers, ReusedBuffer, type PackedNumbers } from './packed-numbers.js';
import { LAYOUT, SLOTS, type Layout, type NumberedDay } from './platform-layout.js';
import type { RunningSums } from './running-sums.js';
import { addPlatformDayToSums, METRICS, type MetricValues, type Platform } from '../../domain/index.js';

const METRIC_COUNT = METRICS.length;
/** Days between two stored prefixes. Larger needs less memory, smaller adds fewer single days. */
const BLOCK_DAYS = 32;

const MONEY = new ReusedBuffer();
const COUNTS = new ReusedBuffer();
const PREFIXES = new ReusedBuffer();

/** The sums of one range, reused by every call. */
const SUMS = new Float64Array(METRIC_COUNT);

/**
 * The history of one client on one platform, from its first to its last report. It stores the value of every day, packed, and
 * the prefix sums of every {@link BLOCK_DAYS}th day, so that the sums of any period need two prefixes and a few days at its ends.
 * Most days report every metric. The others are irregular: a day without a report, or one with some metrics. They are listed,
 * so that sums are corrected by them without a look at every day. Sums are exact: whole numbers below 2^53.
 */
export class PlatformPrefixSums {
  readonly firstDay: number;
  readonly dayCount: number;
  private readonly layout: Layout;
  private readonly money: PackedNumbers;
  private readonly counts: PackedNumbers;
  private readonly prefixes: PackedNumbers;
  /** The irregular days, ascending, as days after `firstDay`. */
  private readonly irregularDays: PackedNumbers;
  /** For each irregular day the bits of the metrics that it reports, by their position in the platform; 0 for none. */
  private readonly knownMetrics: PackedNumbers;

  /** @param days the client's daily stats, oldest first. */
  constructor(
    readonly platform: Platform,
    days: readonly NumberedDay[],
  ) {
    this.layout = LAYOUT[platform];
    const { money, counts } = this.layout;
    let first = 0;
    while (first < days.length && days[first]!.known[platform] === 0) first++;
    let last = days.length - 1;
    while (last > first && days[last]!.known[platform] === 0) last--;
    this.firstDay = days[first]?.day ?? 0;
    this.dayCount = first < days.length ? days[last]!.day - this.firstDay + 1 : 0;
    const allMoney = MONEY.clear(this.dayCount * money.length);
    const allCounts = COUNTS.clear(this.dayCount * counts.length);
    const irregular: number[] = [];
    const known: number[] = [];
    let next = 0;
    const addGapsUntil = (index: number) => {
      for (; next < index; next++) {
        irregular.push(next);
        known.push(0);
      }
    };
    for (let at = first; at <= last; at++) {
      const { day, values, known: knownOn } = days[at]!;
      const mask = knownOn[platform];
      if (mask === 0) continue;
      const index = day - this.firstDay;
      addGapsUntil(index);
      if (mask !== this.layout.allKnown) {
        irregular.push(index);
        known.push(mask);
      }
      next = index + 1;
      for (let slot = 0; slot < money.length; slot++) allMoney[index * money.length + slot] = values[money[slot]!] ?? 0;
      for (let slot = 0; slot < counts.length; slot++)
        allCounts[index * counts.length + slot] = values[counts[slot]!] ?? 0;
    }
    const prefixes = this.sumBlocks(allMoney, allCounts);
    [this.prefixes, this.money, this.counts, this.irregularDays, this.knownMetrics] = packNumbers(
      prefixes,
      allMoney,
      allCounts,
      irregular,
      known,
    );
  }

  /** The last reported day; before {@link firstDay} when the platform never reported. */
  get lastDay(): number {
    return this.firstDay + this.dayCount - 1;
  }

  /**
   * Adds the sums of the days `from` to `to`, both included, to `into`; `into.days` stays as it is. Returns how many of them were
   * reported.
   */
  addSumsTo(into: RunningSums, from: number, to: number): number {
    const start = this.toIndex(from);
    const end = this.toIndex(to + 1);
    if (end <= start) return 0;
    this.addRange(into.fullSums, start, end, 1);
    const first = this.findIrregular(start);
    const last = this.findIrregular(end);
    let partialDays = 0;
    for (let at = first; at < last; at++) {
      const index = this.irregularDays[at]!;
      const mask = this.knownMetrics[at]!;
      if (mask === 0) continue;
      this.addDays(into.fullSums, index, index + 1, -1);
      addPlatformDayToSums(into.partial, this.platform, this.readValues(index, mask));
      partialDays++;
    }
    const fullDays = end - start - (last - first);
    into.fullDays[this.platform] += fullDays;
    return fullDays + partialDays;
  }

  /** Adds the platform's sums of full days to `into`. */
  addFullSums(into: Float64Array, { fullSums }: RunningSums): void {
    const { metrics } = this.layout;
    for (const metric of metrics) into[metric]! += fullSums[metric]!;
  }

  /** Adds the sums of every metric over the days `from` to `to`, both inside the history, to `into`. Null counts as 0. */
  addRawSums(into: Float64Array, from: number, to: number, sign: 1 | -1): void {
    this.addRange(into, from - this.firstDay, to - this.firstDay + 1, sign);
  }

  /** Returns how many of the days `from` to `to`, both included, were reported. */
  countReported(from: number, to: number): number {
    const start = this.toIndex(from);
    const end = this.toIndex(to + 1);
    if (end <= start) return 0;
    let count = end - start;
    const last = this.findIrregular(end);
    for (let at = this.findIrregular(start); at < last; at++) if (this.knownMetrics[at] === 0) count--;
    return count;
  }

  /** Returns the bits of the metrics that a day reports, by their position in the platform; 0 for a day without a report. */
  knownOn(day: number): number {
    const index = day - this.firstDay;
    if (index < 0 || index >= this.dayCount) return 0;
    const at = this.findIrregular(index);
    return this.irregularDays[at] === index ? this.knownMetrics[at]! : this.layout.allKnown;
  }

  /** Returns the values of a day of this platform; only metrics in `known` are not null. See {@link knownOn}. */
  valuesOn(day: number, known: number): MetricValues {
    return this.readValues(day - this.firstDay, known);
  }

  /** Writes what the platform reported on a day into `into`; leaves the rest as it is. */
  copyValuesTo(into: (number | null)[], day: number): void {
    this.copyKnown(into, day - this.firstDay, this.knownOn(day));
  }

  /** Returns one metric of a day; null when it was not reported. */
  findValue(day: number, metric: number): number | null {
    const position = this.layout.metrics.indexOf(metric);
    return (this.knownOn(day) & (1 << position)) === 0 ? null : this.readValue(day - this.firstDay, metric);
  }

  /** Returns every irregular day from `from` to `to`, both included, ascending. */
  listIrregular(from: number, to: number): readonly number[] {
    const first = this.findIrregular(this.toIndex(from));
    const last = this.findIrregular(this.toIndex(to + 1));
    if (first === last) return NO_DAYS;
    return Array.from(this.irregularDays.subarray(first, last), (index) => index + this.firstDay);
  }

  /** Adds the sales of each day of the platform to `sen`, of which the first element is the day `from`. Null counts as 0. */
  addSalesTo(sen: Float64Array, from: number): void {
    const { money } = this;
    const width = this.layout.money.length;
    const shift = from - this.firstDay;
    const end = Math.min(sen.length, this.dayCount - shift);
    for (let index = Math.max(0, -shift); index < end; index++) sen[index]! += money[(index + shift) * width]!;
  }

  /** Returns the sums of all metrics before every {@link BLOCK_DAYS}th day. */
  private sumBlocks(money: Float64Array, counts: Float64Array): Float64Array {
    const { layout, dayCount } = this;
    const width = layout.metrics.length;
    const prefixes = PREFIXES.clear(Math.floor(dayCount / BLOCK_DAYS + 1) * width);
    for (let block = 1; block * BLOCK_DAYS <= dayCount; block++) {
      const [start, end] = [(block - 1) * BLOCK_DAYS, block * BLOCK_DAYS];
      SUMS.fill(0);
      addColumns(SUMS, money, layout.money, start, end, 1);
      addColumns(SUMS, counts, layout.counts, start, end, 1);
      for (let slot = 0; slot < width; slot++) {
        const at = block * width + slot;
        prefixes[at] = prefixes[at - width]! + SUMS[layout.metrics[slot]!]!;
      }
    }
    return prefixes;
  }

  private toIndex(day: number): number {
    return Math.min(Math.max(day - this.firstDay, 0), this.dayCount);
  }

  /** Returns the position of the first irregular day at or after a day. */
  private findIrregular(index: number): number {
    let low = 0;
    let high = this.irregularDays.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.irregularDays[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private addRange(into: Float64Array, start: number, end: number, sign: 1 | -1): void {
    if (end - start <= BLOCK_DAYS) return this.addDays(into, start, end, sign);
    this.addPrefix(into, end, sign);
    this.addPrefix(into, start, sign === 1 ? -1 : 1);
  }

  /** Adds the sums of the days before `index`: the nearest stored prefix, and the days between. */
  private addPrefix(into: Float64Array, index: number, sign: 1 | -1): void {
    const { metrics } = this.layout;
    const block = Math.min(Math.round(index / BLOCK_DAYS), this.prefixes.length / metrics.length - 1);
    const offset = block * metrics.length;
    for (let slot = 0; slot < metrics.length; slot++) into[metrics[slot]!]! += sign * this.prefixes[offset + slot]!;
    const stored = block * BLOCK_DAYS;
    if (stored <= index) this.addDays(into, stored, index, sign);
    else this.addDays(into, index, stored, sign === 1 ? -1 : 1);
  }

  private addDays(into: Float64Array, start: number, end: number, sign: 1 | -1): void {
    if (start === end) return;
    addColumns(into, this.money, this.layout.money, start, end, sign);
    addColumns(into, this.counts, this.layout.counts, start, end, sign);
  }

  private readValues(index: number, known: number): MetricValues {
    const result = new Array<number | null>(METRIC_COUNT).fill(null);
    this.copyKnown(result, index, known);
    return result;
  }

  private copyKnown(into: (number | null)[], index: number, known: number): void {
    const { metrics } = this.layout;
    for (let position = 0; position < metrics.length; position++) {
      const metric = metrics[position]!;
      if ((known & (1 << position)) !== 0) into[metric] = this.readValue(index, metric);
    }
  }

  private readValue(index: number, metric: number): number {
    const { isMoney, width, slot } = SLOTS[metric]!;
    return (isMoney ? this.money : this.counts)[index * width + slot]!;
  }
}

const NO_DAYS: readonly number[] = [];
