import { PLATFORM_METRICS, type MetricValues, type Platform } from './metrics.js';

/** Returns whether a platform reported on a day: at least one of its metrics is known. A known 0 counts. */
export function hasReported(values: MetricValues, platform: Platform): boolean {
  return PLATFORM_METRICS[platform].some((index) => values[index] != null);
}
