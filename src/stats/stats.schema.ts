import { z } from 'zod';
import { FlagQuery, Id, wholeNumber, DaySchema, NameSearch } from '../platform/http/index.js';
import { CLIENT_STATUSES } from '../clients/index.js';
import { FIGURES, type FigureName, COMPARISONS, INTERVALS, MAX_PERIOD_DAYS, PLATFORMS } from '../domain/index.js';

const figureNames = FIGURES.map(({ name }) => name) as [FigureName, ...FigureName[]];
/** `totalSalesDelta` is the delta in rupiah, `totalSalesDeltaPercent` the delta as a fraction. */
export const SORT_KEYS = ['name', 'coverage', 'totalSalesDelta', 'totalSalesDeltaPercent', ...figureNames] as const;
export type SortKey = (typeof SORT_KEYS)[number];

const period = {
  from: DaySchema.describe('The first day of the period.'),
  to: DaySchema.describe(`The last day of the period, which has at most ${MAX_PERIOD_DAYS} days.`),
};

export const PLATFORM_FILTERS = ['all', ...PLATFORMS] as const;
export type PlatformFilter = (typeof PLATFORM_FILTERS)[number];
const platform = z
  .enum(PLATFORM_FILTERS)
  .default('all')
  .describe('Counts one platform only, as if the other had never reported.');

/** The interval of the buckets. Without it there are none. */
const interval = z.enum(INTERVALS).optional().describe('Adds buckets of this length; without it there are none.');

/**
 * `compareFrom` is the first day of a period of one's own to compare with, instead of `compare`. `platform` counts one platform
 * only. `excludeFake`: orders and average checks without the orders the agency placed itself.
 */
const view = {
  compare: z
    .enum(COMPARISONS)
    .optional()
    .describe('What the period is compared with; `previous` unless `compareFrom` is given.'),
  compareFrom: DaySchema.optional().describe('The first day of another period to compare with, instead of `compare`.'),
  platform,
  excludeFake: FlagQuery.default(false).describe('Counts orders without those that the agency placed itself.'),
};

/** Without either the list has every client. */
const paging = {
  page: wholeNumber(1, 1_000_000)
    .optional()
    .meta({ description: 'The number of the page, from 1; 1 with `perPage` alone.', examples: [1] }),
  perPage: wholeNumber(1, 500)
    .optional()
    .meta({
      description: 'The size of the page; 50 with `page` alone. Without either the list has every client.',
      examples: [50],
    }),
};

const managerId = Id.optional().describe('The clients of this user.');

const selection = {
  sort: z.enum(SORT_KEYS).default('totalSales').describe('The figure that ranks the clients; null goes last.'),
  order: z.enum(['asc', 'desc']).optional().describe('`asc` for `name` and `desc` for figures, unless it is given.'),
  search: NameSearch.optional(),
  status: z
    .enum([...CLIENT_STATUSES, 'archived'])
    .optional()
    .describe('Clients of this status; without it all that are not archived.'),
  managerId,
};

export const LeaderboardQuery = z.strictObject({ ...period, ...selection, ...view, ...paging });
export type LeaderboardQuery = z.output<typeof LeaderboardQuery>;

/** The list, and the daily line of all its clients in buckets. */
export const PortfolioQuery = z.strictObject({ ...period, ...selection, ...view, ...paging, interval });
export type PortfolioQuery = z.output<typeof PortfolioQuery>;

export const ClientStatsQuery = z.strictObject({ ...period, ...view, interval });
export type ClientStatsQuery = z.output<typeof ClientStatsQuery>;

/** The week that ends on `to`; yesterday without one. */
export const AttentionQuery = z.strictObject({
  to: DaySchema.optional().describe('The last day of the week; yesterday without it.'),
  managerId,
  platform,
});
export type AttentionQuery = z.output<typeof AttentionQuery>;

/** The last business day of the selected active clients. */
export const YesterdayQuery = z.strictObject({ managerId, platform });
export type YesterdayQuery = z.output<typeof YesterdayQuery>;

/** `clientId` narrows the export to one client, as its page does. */
export const ExportQuery = z.strictObject({
  view: z.enum(['list', 'days']).describe('`list`: the ranked list. `days`: every day of every listed client.'),
  clientId: Id.optional().describe('Exports this client only.'),
  ...period,
  ...selection,
  ...view,
  ...paging,
});
export type ExportQuery = z.output<typeof ExportQuery>;

/** `clientId` asks for that client, whatever its status; without it all active ones are looked at. */
export const GapsQuery = z.strictObject({
  ...period,
  clientId: Id.optional().describe('This client only, whatever its status; without it all active ones.'),
});
export type GapsQuery = z.output<typeof GapsQuery>;
