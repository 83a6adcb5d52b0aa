import { z } from 'zod';
import { FlagQuery, Id, wholeNumber } from '../http/validation.js';
import { DayInput } from './day-input.js';
import { FIGURES, type FigureName } from './figures.js';
import { COMPARISONS } from './period.js';

const figureNames = FIGURES.map(({ name }) => name) as [FigureName, ...FigureName[]];
export const SORT_KEYS = ['name', 'coverage', ...figureNames] as const;
export type SortKey = (typeof SORT_KEYS)[number];

const period = { from: DayInput, to: DayInput };

/** `excludeFake`: orders and average checks without the orders the agency placed itself. */
const view = {
  compare: z.enum(COMPARISONS).default('previous'),
  excludeFake: FlagQuery.default(false),
};

/** Without either the list has every client. */
const paging = { page: wholeNumber(1, 1_000_000).optional(), perPage: wholeNumber(1, 500).optional() };

const selection = {
  sort: z.enum(SORT_KEYS).default('totalSales'),
  order: z.enum(['asc', 'desc']).optional(),
  search: z.string().max(200).optional(),
  status: z.enum(['active', 'paused', 'churned', 'archived']).optional(),
  managerId: Id.optional(),
};

export const LeaderboardQuery = z.strictObject({ ...period, ...selection, ...view, ...paging });
export type LeaderboardQuery = z.output<typeof LeaderboardQuery>;

export const ClientStatsQuery = z.strictObject({ ...period, ...view });
export type ClientStatsQuery = z.output<typeof ClientStatsQuery>;

/** The week that ends on `to`; yesterday without one. */
export const AttentionQuery = z.strictObject({ to: DayInput.optional(), managerId: Id.optional() });
export type AttentionQuery = z.output<typeof AttentionQuery>;

/** `clientId` narrows the export to one client, as its page does. */
export const ExportQuery = z.strictObject({
  view: z.enum(['list', 'days']),
  clientId: Id.optional(),
  ...period,
  ...selection,
  ...view,
  ...paging,
});
export type ExportQuery = z.output<typeof ExportQuery>;

/** `clientId` asks for that client, whatever its status; without it all active ones are looked at. */
export const GapsQuery = z.strictObject({ ...period, clientId: Id.optional() });
export type GapsQuery = z.output<typeof GapsQuery>;
