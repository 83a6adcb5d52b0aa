import type { Day } from './calendar/day.js';
import { METRIC_INDEX, METRICS, type MetricValues, type Platform } from './metrics.js';
import type { Sen } from './money.js';

/** The statistics of one client and day, as the replica holds them. */
export interface DailyStat {
  readonly date: Day;
  readonly values: MetricValues;
}

/** The statistics of one day from the upstream, after validation. A null value means that the platform did not report it. */
export type ValidatedDay = DailyStat;

/** Returns a day's values as if only these platforms existed: the metrics of the others are null. */
export function keepPlatforms(values: MetricValues, platforms: readonly Platform[]): MetricValues {
  return METRICS.map(({ platform }, index) => (platforms.includes(platform) ? (values[index] ?? null) : null));
}

/** Returns the sum of the sales of both platforms, without a platform that is null; null when both are. */
export function calculateTotalSales(values: MetricValues): Sen | null {
  return addKnown(values[METRIC_INDEX.grabSales], values[METRIC_INDEX.gojekSales]);
}

/** Returns the sum of the orders of both platforms, without a platform that is null; null when both are. */
export function calculateTotalOrders(values: MetricValues): number | null {
  return addKnown(values[METRIC_INDEX.grabOrders], values[METRIC_INDEX.gojekOrders]);
}

/** Adds two values that may be unknown. Returns the known one when the other is null, and null when both are. */
export function addKnown(a: number | null | undefined, b: number | null | undefined): number | null {
  if (a == null) return b ?? null;
  return b == null ? a : a + b;
}
