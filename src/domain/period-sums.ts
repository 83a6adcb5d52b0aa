import { hasReported } from './has-reported.js';
import { METRICS, METRIC_INDEX, PLATFORM_METRICS, PLATFORMS, type MetricValues, type Platform } from './metrics.js';

/** The positions of a ratio's two metrics in {@link METRICS}. */
interface RatioTerms {
  readonly numerator: number;
  readonly denominator: number;
}

/** Average check = sales / orders, ad share = ads spend / sales, ROAS = ads sales / ads spend. */
export const RATIO_NAMES = ['averageCheck', 'adShare', 'roas'] as const;
export type RatioName = (typeof RATIO_NAMES)[number];

/** The two metrics of every ratio, for each platform. */
export const RATIOS: Readonly<Record<Platform, Readonly<Record<RatioName, RatioTerms>>>> = {
  grab: {
    averageCheck: { numerator: METRIC_INDEX.grabSales, denominator: METRIC_INDEX.grabOrders },
    adShare: { numerator: METRIC_INDEX.grabAdsSpend, denominator: METRIC_INDEX.grabSales },
    roas: { numerator: METRIC_INDEX.grabAdsSales, denominator: METRIC_INDEX.grabAdsSpend },
  },
  gojek: {
    averageCheck: { numerator: METRIC_INDEX.gojekSales, denominator: METRIC_INDEX.gojekOrders },
    adShare: { numerator: METRIC_INDEX.gojekAdsSpend, denominator: METRIC_INDEX.gojekSales },
    roas: { numerator: METRIC_INDEX.gojekAdsSales, denominator: METRIC_INDEX.gojekAdsSpend },
  },
};

/** The position of each platform's orders in {@link METRICS}. */
export const ORDERS_INDEX: Readonly<Record<Platform, number>> = {
  grab: METRIC_INDEX.grabOrders,
  gojek: METRIC_INDEX.gojekOrders,
};

/** The position of each platform's fake orders in {@link METRICS}. */
export const FAKE_ORDERS_INDEX: Readonly<Record<Platform, number>> = {
  grab: METRIC_INDEX.grabFakeOrders,
  gojek: METRIC_INDEX.gojekFakeOrders,
};

/** Returns the platform-days of a period that were reported: a day on which both platforms reported counts twice. */
export function countPlatformDays(sums: PeriodSums): number {
  return sums.grab.days + sums.gojek.days;
}

/** The sums of a ratio's two metrics over the days that have both. */
interface RatioSums {
  numerator: number;
  denominator: number;
}

interface PlatformSums extends Record<RatioName, RatioSums> {
  /** Days on which the platform reported at least one metric. */
  days: number;
  /** Fake orders of the days whose orders are known. */
  fakeOrders: number;
  /** Fake orders of the days that count for the average check. */
  averageCheckFakeOrders: number;
}

/** The exact sums that all figures of a period are calculated from: sen for money, whole numbers for counts. */
export interface PeriodSums {
  /** The sum of each metric, in the order of {@link METRICS}; null when no day of the period has a value. */
  readonly sums: (number | null)[];
  /** Days on which any platform reported. */
  days: number;
  readonly grab: PlatformSums;
  readonly gojek: PlatformSums;
}

/** Creates the sums of no days. */
export function createPeriodSums(): PeriodSums {
  return {
    sums: new Array<number | null>(METRICS.length).fill(null),
    days: 0,
    grab: createPlatformSums(),
    gojek: createPlatformSums(),
  };
}

function createPlatformSums(): PlatformSums {
  const terms = (): RatioSums => ({ numerator: 0, denominator: 0 });
  return { days: 0, fakeOrders: 0, averageCheckFakeOrders: 0, averageCheck: terms(), adShare: terms(), roas: terms() };
}

/** Resets sums to those of no days, so that a loop needs one object only. */
export function clearSums(sums: PeriodSums): void {
  sums.sums.fill(null);
  sums.days = 0;
  for (const platform of PLATFORMS) {
    const part = sums[platform];
    part.days = part.fakeOrders = part.averageCheckFakeOrders = 0;
    for (const ratio of RATIO_NAMES) part[ratio].numerator = part[ratio].denominator = 0;
  }
}

/** Adds one day to `into`. This is the definition of every sum; the prefix sums of the stats module must agree with it. */
export function addDayToSums(into: PeriodSums, values: MetricValues): void {
  for (const platform of PLATFORMS) addPlatformDayToSums(into, platform, values);
  if (PLATFORMS.some((platform) => hasReported(values, platform))) into.days++;
}

/** Adds one platform of a day to `into`. Does not count the day in `into.days`, which may count it for the other platform. */
export function addPlatformDayToSums(into: PeriodSums, platform: Platform, values: MetricValues): void {
  for (const index of PLATFORM_METRICS[platform]) {
    const value = values[index];
    if (value != null) into.sums[index] = (into.sums[index] ?? 0) + value;
  }
  if (hasReported(values, platform)) {
    into[platform].days++;
    if (values[ORDERS_INDEX[platform]] != null) into[platform].fakeOrders += values[FAKE_ORDERS_INDEX[platform]] ?? 0;
    addTerms(into[platform], platform, values);
  }
}

/**
 * Adds `days` days on which the platform reported every metric.
 * @param sums the sum of each metric over these days, in the order of {@link METRICS}.
 */
export function addFullDaysToSums(
  into: PeriodSums,
  platform: Platform,
  sums: Readonly<ArrayLike<number>>,
  days: number,
): void {
  if (days === 0) return;
  for (const index of PLATFORM_METRICS[platform]) into.sums[index] = (into.sums[index] ?? 0) + sums[index]!;
  const part = into[platform];
  const fakeOrders = sums[FAKE_ORDERS_INDEX[platform]]!;
  part.days += days;
  part.fakeOrders += fakeOrders;
  part.averageCheckFakeOrders += fakeOrders;
  for (const ratio of RATIO_NAMES) {
    const { numerator, denominator } = RATIOS[platform][ratio];
    part[ratio].numerator += sums[numerator]!;
    part[ratio].denominator += sums[denominator]!;
  }
}

/** Adds the terms of each ratio of which the day has both. */
function addTerms(into: PlatformSums, platform: Platform, values: MetricValues): void {
  for (const ratio of RATIO_NAMES) {
    const terms = RATIOS[platform][ratio];
    const numerator = values[terms.numerator];
    const denominator = values[terms.denominator];
    if (numerator == null || denominator == null) continue;
    into[ratio].numerator += numerator;
    into[ratio].denominator += denominator;
    if (ratio === 'averageCheck') into.averageCheckFakeOrders += values[FAKE_ORDERS_INDEX[platform]] ?? 0;
  }
}

/** Adds `part` to `into`, for example one client's sums to a total. */
export function addSums(into: PeriodSums, part: PeriodSums): void {
  for (let index = 0; index < METRICS.length; index++) {
    const value = part.sums[index];
    if (value != null) into.sums[index] = (into.sums[index] ?? 0) + value;
  }
  into.days += part.days;
  for (const platform of PLATFORMS) {
    const to = into[platform];
    const from = part[platform];
    to.days += from.days;
    to.fakeOrders += from.fakeOrders;
    to.averageCheckFakeOrders += from.averageCheckFakeOrders;
    for (const ratio of RATIO_NAMES) {
      to[ratio].numerator += from[ratio].numerator;
      to[ratio].denominator += from[ratio].denominator;
    }
  }
}
