import type { Day } from './day.js';
import { METRICS, METRIC_INDEX, type MetricValues, type Platform } from './metric-catalogue.js';

/** One client's day as the replica holds it. */
export interface DayRow {
  readonly date: Day;
  readonly values: MetricValues;
}

/** What upstream said of one day after checking; null is "did not report". */
export type CheckedDay = DayRow;

const INDEXES: Readonly<Record<Platform, readonly number[]>> = {
  grab: METRICS.flatMap((metric, index) => (metric.platform === 'grab' ? [index] : [])),
  gojek: METRICS.flatMap((metric, index) => (metric.platform === 'gojek' ? [index] : [])),
};

/** True when the platform reported anything that day. */
export function reported(values: MetricValues, platform: Platform): boolean {
  return INDEXES[platform].some((index) => values[index] != null);
}

/** Sales of the platforms that reported, in sen; null when none did. */
export function totalSales(values: MetricValues): number | null {
  return addKnown(values[METRIC_INDEX.grabSales], values[METRIC_INDEX.gojekSales]);
}

/** Orders of the platforms that reported; null when none did. */
export function totalOrders(values: MetricValues): number | null {
  return addKnown(values[METRIC_INDEX.grabOrders], values[METRIC_INDEX.gojekOrders]);
}

/** The sum of what is known; null when nothing is. */
export function addKnown(a: number | null | undefined, b: number | null | undefined): number | null {
  if (a == null) return b ?? null;
  return b == null ? a : a + b;
}
