import type { NumberedComparison } from '../cache/client-prefix-sums.js';
import type { PlatformFilter } from '../stats.schema.js';
import {
  addDays,
  minDay,
  parsePeriod,
  PLATFORMS,
  toDayNumber,
  toPeriodComparison,
  USUAL_REPORTING,
  type ComparisonChoice,
  type Day,
  type Period,
  type Platform,
} from '../../domain/index.js';

/** The parameters that every report on a period has. */
export interface ViewQuery extends ComparisonChoice {
  readonly from: Day;
  readonly to: Day;
  readonly platform: PlatformFilter;
  readonly excludeFake: boolean;
}

/** The periods of a report, which platforms count, and how to count orders. */
export interface ReportView {
  readonly period: Period;
  readonly comparePeriod: Period | null;
  /** The period as days since 1970-01-01, both included. */
  readonly from: number;
  readonly to: number;
  /** The same with the comparison; null for none. */
  readonly comparison: NumberedComparison | null;
  /** The first day that the report looks at: the week before either period decides who is expected. */
  readonly since: Day;
  readonly platforms: readonly Platform[];
  readonly excludeFake: boolean;
}

/** Returns the view that a query asks for. @throws UserError 400 for a bad period or comparison. */
export function toReportView(query: ViewQuery): ReportView {
  const period = parsePeriod(query.from, query.to);
  const comparison = toPeriodComparison(period, query);
  const days = toDayNumbers(period);
  return {
    period,
    comparePeriod: comparison?.period ?? null,
    ...days,
    comparison: comparison && {
      ...days,
      compare: { ...toDayNumbers(comparison.period), pairedDays: comparison.pairedDays },
    },
    since: addDays(minDay(period.from, comparison?.period.from ?? period.from), -USUAL_REPORTING.days),
    platforms: toPlatforms(query.platform),
    excludeFake: query.excludeFake,
  };
}

/** Returns the platforms that a filter leaves. */
export function toPlatforms(filter: PlatformFilter): readonly Platform[] {
  return filter === 'all' ? PLATFORMS : [filter];
}

function toDayNumbers({ from, to }: Period): { from: number; to: number } {
  return { from: toDayNumber(from), to: toDayNumber(to) };
}
