import { calculateDelta } from './calendar/comparison.js';
import { calculateTotalSales } from './daily-stat.js';
import { calculateFigures, mapFigures, type Figures } from './figures.js';
import type { Sen } from './money.js';
import { createPeriodSums, type PeriodSums } from './period-sums.js';

/** Below this share of matched pairs there is no delta, because it would compare unlike periods. */
export const MIN_MATCHED_SHARE = 0.6;

/**
 * How much of a period can be compared. A platform-day is one day of one platform of one client; it is reported when any of
 * its metrics is not null. A pair is a platform-day of the period and its counterpart in the comparison.
 */
export interface Matched {
  /** The pairs of which both platform-days were reported. */
  readonly pairs: number;
  /** The larger of the numbers of reported platform-days of the two periods. */
  readonly of: number;
  /** `pairs / of`; null when nothing was reported in either period. */
  readonly share: number | null;
}

/**
 * The sums of the matched pairs, on both sides. A metric that is null on either side of a pair is in neither sum.
 */
export interface MatchedSums {
  readonly current: PeriodSums;
  readonly compared: PeriodSums;
  pairs: number;
  /** All reported platform-days of the period. */
  reported: number;
  /** All reported platform-days of the comparison. */
  comparedReported: number;
}

/** Creates the matched sums of no days. */
export function createMatchedSums(): MatchedSums {
  return { current: createPeriodSums(), compared: createPeriodSums(), pairs: 0, reported: 0, comparedReported: 0 };
}

/** Returns how much of the two periods is matched. */
export function toMatched({ pairs, reported, comparedReported }: MatchedSums): Matched {
  const of = Math.max(reported, comparedReported);
  return { pairs, of, share: of === 0 ? null : pairs / of };
}

/** Returns whether enough is matched for a delta: a share of at least {@link MIN_MATCHED_SHARE}. */
export function isComparable({ share }: Matched): boolean {
  return share !== null && share >= MIN_MATCHED_SHARE;
}

/**
 * Returns the delta of every figure over the matched pairs: `(matched now - matched then) / matched then`. The delta of a ratio
 * compares the ratios of the matched sums. A delta is null when the compared figure is null or not above 0, and every delta is
 * null without matched sums or when too little is matched (see {@link isComparable}).
 */
export function calculateMatchedDeltas(sums: MatchedSums | null, excludeFake: boolean): Figures {
  if (!sums || !isComparable(toMatched(sums))) return mapFigures(() => null);
  const current = calculateFigures(sums.current, excludeFake);
  const compared = calculateFigures(sums.compared, excludeFake);
  return mapFigures((name) => calculateDelta(current[name], compared[name]));
}

/** Returns how much more was sold in the matched pairs of the period, in sen; null where there is no delta. */
export function calculateSalesDelta(sums: MatchedSums | null): { sen: Sen | null; percent: number | null } {
  if (!sums || !isComparable(toMatched(sums))) return { sen: null, percent: null };
  const current = calculateTotalSales(sums.current.sums);
  const compared = calculateTotalSales(sums.compared.sums);
  return {
    sen: current === null || compared === null ? null : current - compared,
    percent: calculateDelta(current, compared),
  };
}
