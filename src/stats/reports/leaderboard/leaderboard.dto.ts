import { z } from 'zod';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { DailySales } from '../../cache/daily-sales.js';
import type { PlatformActivity } from '../../cache/platform-activity.js';
import { comparedFields, CoverageSchema, figureFields } from '../figures.schema.js';
import { dataThroughSchema, Freshness } from '../freshness/freshness.dto.js';
import type { ListedClient } from './client-list.repository.js';
import type { ReportView } from '../report-view.js';
import { listSuspiciousZeros, SuspiciousZero } from '../suspicious-zeros.js';
import type { SortKey } from '../../stats.schema.js';
import { CLIENT_STATUSES } from '../../../clients/index.js';
import {
  type Coverage,
  calculateFigures,
  calculateMatchedDeltas,
  calculateSalesDelta,
  calculateTotalSales,
  FIGURES,
  toFigureDto,
  toFiguresDto,
  toMatched,
  type FigureKind,
  type MatchedSums,
} from '../../../domain/index.js';
import { CountSchema, IdNumber, InstantSchema, PeriodSchema, type Dto } from '../../../platform/http/index.js';

/** How a period compares with the comparison, over the days that both report. Deltas are fractions, money is in rupiah. */
export type ComparedFigures = Dto<z.ZodObject<typeof comparedFields>>;

/** The fields by which reports name a client. */
export const clientFields = {
  id: IdNumber,
  name: z.string().describe('The name on screen.'),
  status: z.enum(CLIENT_STATUSES).describe('Scheduled runs copy `active` clients.'),
  archivedAt: InstantSchema.nullable().describe('Null for a client that is not archived.'),
  managerId: IdNumber.nullable().describe('The user who looks after the client.'),
};

const spark = z
  .array(z.number().nullable())
  .describe('The total sales of each day of the period in rupiah; null for a day without a report.');

/** One row of the ranked list. Money is in rupiah and deltas are fractions. */
export const LeaderboardClient = z
  .object({
    ...clientFields,
    ...figureFields,
    ...comparedFields,
    coverage: CoverageSchema,
    spark,
    dataThrough: dataThroughSchema,
    suspiciousZeros: z.array(SuspiciousZero),
  })
  .meta({ id: 'LeaderboardClient', description: 'One row of the ranked list.' });
export type LeaderboardClient = Dto<typeof LeaderboardClient>;

/** The figures of all listed clients together. Units as in the rows. */
export const LeaderboardTotals = z
  .object({ ...figureFields, ...comparedFields, coverage: CoverageSchema, spark })
  .meta({ id: 'LeaderboardTotals', description: 'The figures of all listed clients together.' });
export type LeaderboardTotals = Dto<typeof LeaderboardTotals>;

/** The ranked list. */
export const Leaderboard = z
  .object({
    period: PeriodSchema,
    comparePeriod: PeriodSchema.nullable(),
    freshness: Freshness,
    totals: LeaderboardTotals.describe('Every client that passes the filters, also those on other pages.'),
    clients: z.array(LeaderboardClient),
    page: z.int().min(1).optional().describe('Absent when the query asks for no page.'),
    perPage: z.int().min(1).optional().describe('Absent when the query asks for no page.'),
    total: CountSchema.describe('The number of clients of all pages.'),
  })
  .meta({ id: 'Leaderboard', description: 'The clients, ranked by a figure of the period.' });
export type Leaderboard = Dto<typeof Leaderboard>;

/** The part of a row that a list on screen shows. It is cheaper to compute. Units as in {@link LeaderboardClient}. */
export interface ShortRow extends Pick<
  LeaderboardClient,
  | 'id'
  | 'name'
  | 'status'
  | 'archivedAt'
  | 'coverage'
  | 'matched'
  | 'totalSalesDelta'
  | 'spark'
  | 'dataThrough'
  | 'suspiciousZeros'
> {
  readonly sales: number | null;
  /** The delta of sales, a fraction. */
  readonly delta: number | null;
  /** The figure that sorts the list; null for a list by name. */
  readonly value: number | null;
}

/** A client with the value that ranks it, before it becomes a row. */
export interface RankedClient {
  readonly client: ListedClient;
  readonly prefixSums: ClientPrefixSums;
  readonly coverage: Coverage;
  /** The value that sorts the list; null goes last. */
  readonly sortValue: string | number | null;
}

/** What a row is made with, beside its client. */
export interface RowContext {
  readonly view: ReportView;
  readonly activity: PlatformActivity;
  readonly sort: SortKey;
}

/** Returns the matched sums of a client; null without a comparison. */
export function sumMatched(prefixSums: ClientPrefixSums, { comparison, platforms }: ReportView): MatchedSums | null {
  return comparison && prefixSums.sumMatched(comparison, platforms);
}

/** Returns deltas and how much they compare. */
export function toComparedFigures(sums: MatchedSums | null, excludeFake: boolean): ComparedFigures {
  return {
    delta: calculateMatchedDeltas(sums, excludeFake),
    matched: sums && toMatched(sums),
    totalSalesDelta: toFigureDto(calculateSalesDelta(sums).sen, 'money'),
  };
}

/** A row without its sales day by day, which take most of the time of a long period and which a file does not have. */
export type ExportRow = Omit<LeaderboardClient, 'spark'>;

/** Returns the full row of a client: every figure with its delta. */
export function toRow(ranked: RankedClient, context: RowContext): LeaderboardClient {
  return { ...toExportRow(ranked, context), spark: toSpark(ranked, context.view) };
}

/** Returns the row of a client in a file. */
export function toExportRow(ranked: RankedClient, { view, activity }: RowContext): ExportRow {
  const { client, prefixSums, coverage } = ranked;
  const { id, name, status, archivedAt, managerId } = client;
  const figures = calculateFigures(prefixSums.sumDays(view.from, view.to, view.platforms), view.excludeFake);
  return {
    id,
    name,
    status,
    archivedAt,
    managerId,
    ...toFiguresDto(figures),
    coverage,
    ...toComparedFigures(sumMatched(prefixSums, view), view.excludeFake),
    ...toReportedParts(ranked, view, activity),
  };
}

/** Returns the short row of a client. */
export function toShortRow(ranked: RankedClient, { view, activity, sort }: RowContext): ShortRow {
  const { client, prefixSums, coverage, sortValue } = ranked;
  const { id, name, status, archivedAt } = client;
  const sales = calculateTotalSales(prefixSums.sumDays(view.from, view.to, view.platforms).sums);
  const sums = sumMatched(prefixSums, view);
  const delta = calculateSalesDelta(sums);
  return {
    id,
    name,
    status,
    archivedAt,
    coverage,
    sales: toFigureDto(sales, 'money'),
    delta: delta.percent,
    matched: sums && toMatched(sums),
    totalSalesDelta: toFigureDto(delta.sen, 'money'),
    value: typeof sortValue === 'number' ? toFigureDto(sortValue, findFigureKind(sort)) : null,
    spark: toSpark(ranked, view),
    ...toReportedParts(ranked, view, activity),
  };
}

/** Returns the sales of each day of the period, in whole rupiah. */
function toSpark({ prefixSums }: RankedClient, view: ReportView) {
  const sales = new DailySales(view.from, view.to);
  prefixSums.addDailySalesTo(sales, view.platforms);
  return sales.toRupiah();
}

function toReportedParts({ client, prefixSums }: RankedClient, view: ReportView, activity: PlatformActivity) {
  return {
    dataThrough: { grab: client.grabThrough, gojek: client.gojekThrough },
    suspiciousZeros: listSuspiciousZeros(prefixSums, activity, view),
  };
}

function findFigureKind(sort: SortKey): FigureKind {
  if (sort === 'totalSalesDelta') return 'money';
  return FIGURES.find(({ name }) => name === sort)?.kind ?? 'ratio';
}
