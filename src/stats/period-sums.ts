import { reported } from './day-row.js';
import { METRICS, METRIC_INDEX, PLATFORMS, type MetricValues, type Platform } from './metric-catalogue.js';

/** A ratio's terms, as positions of metrics of one platform. */
interface RatioOf {
  readonly over: number;
  readonly under: number;
}

/** `check` is the average check: sales / orders. `share`: ads spend / sales. `roas`: ads sales / ads spend. */
export const RATIO_NAMES = ['check', 'share', 'roas'] as const;
type RatioName = (typeof RATIO_NAMES)[number];

/** Where the ratios of each platform take their terms from. */
export const RATIOS: Readonly<Record<Platform, Readonly<Record<RatioName, RatioOf>>>> = {
  grab: {
    check: { over: METRIC_INDEX.grabSales, under: METRIC_INDEX.grabOrders },
    share: { over: METRIC_INDEX.grabAdsSpend, under: METRIC_INDEX.grabSales },
    roas: { over: METRIC_INDEX.grabAdsSales, under: METRIC_INDEX.grabAdsSpend },
  },
  gojek: {
    check: { over: METRIC_INDEX.gojekSales, under: METRIC_INDEX.gojekOrders },
    share: { over: METRIC_INDEX.gojekAdsSpend, under: METRIC_INDEX.gojekSales },
    roas: { over: METRIC_INDEX.gojekAdsSales, under: METRIC_INDEX.gojekAdsSpend },
  },
};

export const ORDERS_INDEX: Readonly<Record<Platform, number>> = {
  grab: METRIC_INDEX.grabOrders,
  gojek: METRIC_INDEX.gojekOrders,
};

export const FAKE_INDEX: Readonly<Record<Platform, number>> = {
  grab: METRIC_INDEX.grabFakeOrders,
  gojek: METRIC_INDEX.gojekFakeOrders,
};

interface PlatformSums {
  /** Days on which the platform reported anything. */
  days: number;
  /** Fake orders on the days whose orders are known. */
  ordersFake: number;
  check: { over: number; under: number };
  /** Fake orders on the days that count for `check`. */
  checkFake: number;
  share: { over: number; under: number };
  roas: { over: number; under: number };
}

/** Everything the figures of a period are made of: exact sums in sen and counts. */
export interface PeriodSums {
  /** One sum a metric in catalogue order; null when no day of the period has a value. */
  readonly sums: (number | null)[];
  /** Days on which any platform reported. */
  days: number;
  readonly grab: PlatformSums;
  readonly gojek: PlatformSums;
}

export function emptySums(): PeriodSums {
  return {
    sums: new Array<number | null>(METRICS.length).fill(null),
    days: 0,
    grab: emptyPlatform(),
    gojek: emptyPlatform(),
  };
}

function emptyPlatform(): PlatformSums {
  const terms = () => ({ over: 0, under: 0 });
  return { days: 0, ordersFake: 0, check: terms(), checkFake: 0, share: terms(), roas: terms() };
}

/** Makes sums empty again, for a loop that needs one at a time. */
export function clearSums(sums: PeriodSums): void {
  sums.sums.fill(null);
  sums.days = 0;
  for (const platform of PLATFORMS) {
    const part = sums[platform];
    part.days = part.ordersFake = part.checkFake = 0;
    for (const ratio of RATIO_NAMES) part[ratio].over = part[ratio].under = 0;
  }
}

/** Adds one day: the plain definition of every sum, which the in-memory columns must agree with. */
export function addDay(into: PeriodSums, values: MetricValues): void {
  for (let index = 0; index < METRICS.length; index++) {
    const value = values[index];
    if (value != null) into.sums[index] = (into.sums[index] ?? 0) + value;
  }
  let any = false;
  for (const platform of PLATFORMS) {
    if (!reported(values, platform)) continue;
    any = true;
    into[platform].days++;
    if (values[ORDERS_INDEX[platform]] != null) into[platform].ordersFake += values[FAKE_INDEX[platform]] ?? 0;
    addTerms(into[platform], platform, values);
  }
  if (any) into.days++;
}

/** Adds a day's complete pairs of ratio terms. */
function addTerms(into: PlatformSums, platform: Platform, values: MetricValues): void {
  for (const ratio of RATIO_NAMES) {
    const { over, under } = RATIOS[platform][ratio];
    const a = values[over];
    const b = values[under];
    if (a == null || b == null) continue;
    into[ratio].over += a;
    into[ratio].under += b;
    if (ratio === 'check') into.checkFake += values[FAKE_INDEX[platform]] ?? 0;
  }
}

/** Adds one client's sums to a total. */
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
    to.ordersFake += from.ordersFake;
    to.checkFake += from.checkFake;
    for (const ratio of RATIO_NAMES) {
      to[ratio].over += from[ratio].over;
      to[ratio].under += from[ratio].under;
    }
  }
}
