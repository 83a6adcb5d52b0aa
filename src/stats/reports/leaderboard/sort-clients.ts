import { sumMatched, type RankedClient } from './leaderboard.dto.js';
import type { ListedClient } from './client-list.repository.js';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import type { RunningSums } from '../../cache/running-sums.js';
import type { ReportView } from '../report-view.js';
import type { SortKey } from '../../stats.schema.js';
import { calculateFigures, calculateSalesDelta, compareNames, type Coverage } from '../../../domain/index.js';

/** What is known of a client when it is ranked. */
interface Rankable {
  readonly client: ListedClient;
  readonly prefixSums: ClientPrefixSums;
  readonly sums: RunningSums;
  readonly coverage: Coverage;
}

/** Returns the value that ranks a client: text for names, sen for money, a number otherwise; null when there is none. */
export function toSortValue(
  sort: SortKey,
  { client, prefixSums, sums, coverage }: Rankable,
  view: ReportView,
): RankedClient['sortValue'] {
  // Nearly every list is sorted by total sales, so this case skips the other figures.
  if (sort === 'totalSales') return sums.sumSales();
  if (sort === 'name') return client.name;
  if (sort === 'coverage') return coverage.expected === 0 ? null : coverage.days / coverage.expected;
  if (sort === 'totalSalesDelta') return calculateSalesDelta(sumMatched(prefixSums, view)).sen;
  if (sort === 'totalSalesDeltaPercent') return calculateSalesDelta(sumMatched(prefixSums, view)).percent;
  return calculateFigures(sums.toPeriodSums(), view.excludeFake)[sort];
}

/** Compares by the sort value, with null last in either order, then by name and id, so that the order is stable. */
export function compareBySortValue(order: 'asc' | 'desc') {
  const sign = order === 'asc' ? 1 : -1;
  return (a: RankedClient, b: RankedClient): number =>
    Number(a.sortValue === null) - Number(b.sortValue === null) ||
    sign * compareValues(a.sortValue, b.sortValue) ||
    compareNames(a.client.name, b.client.name) ||
    a.client.id - b.client.id;
}

function compareValues(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return compareNames(a, b);
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}
