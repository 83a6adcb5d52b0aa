export { compareNames } from './text/compare-names.js';
export { COMPARISONS, calculateDelta, toPeriodComparison } from './calendar/comparison.js';
export type { Comparison, ComparisonChoice, PairedDays, PeriodComparison } from './calendar/comparison.js';
export { DailyCompleteness, isExpected, USUAL_REPORTING } from './completeness.js';
export type { Completeness } from './completeness.js';
export { COUNTER_MEANINGS, COUNTER_NAMES, COUNTERS, countsOf } from './counters.js';
export type { CounterName, Counts } from './counters.js';
export { calculateCoverage } from './coverage.js';
export type { Coverage, ReportedDays } from './coverage.js';
export { addKnown, keepPlatforms, calculateTotalOrders, calculateTotalSales } from './daily-stat.js';
export { hasReported } from './has-reported.js';
export type { DailyStat, ValidatedDay } from './daily-stat.js';
export {
  addDays,
  dayAt,
  fromDayNumber,
  toDayNumber,
  maxDay,
  minDay,
  parseDay,
  startOfDay,
  endOfMonth,
  startOfMonth,
  startOfWeek,
  toDay,
  timeOfDayAt,
  yesterdayAt,
} from './calendar/day.js';
export type { Day } from './calendar/day.js';
export { OperationalError, OverloadedError, UserError, badInput } from './errors.js';
export type { ProblemDetail } from './errors.js';
export { FIGURES, calculateFigures, calculatePlatformTable } from './figures.js';
export type { FigureKind, FigureName, Figures, PlatformFigures } from './figures.js';
export { toFigureDto, toFiguresDto, toPlatformFiguresDto } from './figures.dto.js';
export { MAX_ID, parseId } from './id.js';
export { INTERVALS, listBuckets, usualInterval } from './calendar/interval.js';
export type { Interval } from './calendar/interval.js';
export {
  calculateMatchedDeltas,
  calculateSalesDelta,
  createMatchedSums,
  isComparable,
  MIN_MATCHED_SHARE,
  toMatched,
} from './matched-sums.js';
export type { Matched, MatchedSums } from './matched-sums.js';
export { planMerge, planPushMerge } from './merge.js';
export type { MergePlan, PushedDays, WriteCounts } from './merge.js';
export { METRICS, METRIC_INDEX, PLATFORM_METRICS, PLATFORMS } from './metrics.js';
export type { MetricKind, MetricName, MetricValues, Platform } from './metrics.js';
export { toRupiah, toSen } from './money.js';
export type { Rupiah, Sen } from './money.js';
export {
  FAKE_ORDERS_INDEX,
  ORDERS_INDEX,
  RATIOS,
  RATIO_NAMES,
  addDayToSums,
  addFullDaysToSums,
  addPlatformDayToSums,
  addSums,
  clearSums,
  countPlatformDays,
  createPeriodSums,
} from './period-sums.js';
export type { PeriodSums } from './period-sums.js';
export { MAX_PERIOD_DAYS, countDays, listDays, parsePeriod, periodEndingAt } from './calendar/period.js';
export type { Period } from './calendar/period.js';
export { toSearchKey } from './text/search-key.js';
export { ACTIVE_RUN_STATUSES, isRunActive, RUN_STATUSES } from './run-status.js';
export type { RunStatus } from './run-status.js';
export { MAX_NAME_LENGTH, findNameProblem, findTextProblem, toStorableText } from './text/text.js';
