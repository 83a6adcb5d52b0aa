import { z } from 'zod';
import { ITEM_STATUSES } from '../runs/sync-item.entity.js';
import { IdNumber, PageQuery, DaySchema } from '../../platform/http/index.js';
import { MAX_PERIOD_DAYS, RUN_STATUSES } from '../../domain/index.js';

const daysRule = `must be a whole number from 1 to ${MAX_PERIOD_DAYS}`;

/** The days of a request: `daysBack` days ending yesterday, or `from` to `to`. */
const days = {
  daysBack: z
    .number(daysRule)
    .int(daysRule)
    .min(1, daysRule)
    .max(MAX_PERIOD_DAYS, daysRule)
    .optional()
    .describe('So many days, ending yesterday.'),
  from: DaySchema.optional().describe('The first day; needs `to`.'),
  to: DaySchema.optional().describe('The last day, yesterday at most; needs `from`.'),
};
type Days = z.output<z.ZodObject<typeof days>>;

function checkDays({ daysBack, from, to }: Days, addIssue: (path: string, message: string) => void): void {
  if (daysBack !== undefined && (from ?? to)) addIssue('daysBack', 'can not be combined with from or to');
  if (from && !to) addIssue('to', 'is needed with from');
  if (to && !from) addIssue('from', 'is needed with to');
}

/**
 * A request for a run. Without fields the run is incremental. With `daysBack` (ending yesterday), `from` and `to`, or `full` it
 * is full. With `exact` the rows of the window are replaced by what upstream sends, nulls and absent days included.
 */
export const RunRequest = z
  .strictObject({
    ...days,
    clientIds: z
      .array(IdNumber)
      .min(1, 'must name at least one client')
      .max(100_000)
      .optional()
      .describe('Every active client without it.'),
    full: z.boolean().optional().describe('The whole history.'),
    exact: z
      .boolean()
      .optional()
      .describe('Replaces the rows of the window by what the upstream sends, nulls and absent days included.'),
  })
  .superRefine((request, context) => {
    const addIssue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const { daysBack, from, to, full } = request;
    checkDays(request, addIssue);
    if (full && (from ?? to ?? daysBack) !== undefined)
      addIssue('full', 'can not be combined with daysBack, from or to');
  })
  .meta({
    id: 'RunRequest',
    description:
      'Without fields the run is incremental. With `daysBack`, with `from` and `to`, or with `full` it is full.',
    examples: [{ daysBack: 7 }],
  });
export type RunRequest = z.output<typeof RunRequest>;

/** A request to preview an exact copy of some days of one client. */
export const PreviewRequest = z
  .strictObject({ clientId: IdNumber.describe('The client.'), ...days })
  .superRefine((request, context) => {
    const addIssue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    checkDays(request, addIssue);
    if ((request.daysBack ?? request.from ?? request.to) === undefined)
      addIssue('daysBack', 'or from and to must be given');
  })
  .meta({
    id: 'PreviewRequest',
    description: 'A client, and `daysBack` or `from` and `to`.',
    examples: [{ clientId: 1, daysBack: 7 }],
  });
export type PreviewRequest = z.output<typeof PreviewRequest>;

export const RunsQuery = z.strictObject({
  status: z.enum(RUN_STATUSES).optional().describe('Runs of this status only.'),
  ...PageQuery,
});
export type RunsQuery = z.output<typeof RunsQuery>;

export const IncompleteQuery = z.strictObject(PageQuery);
export type IncompleteQuery = z.output<typeof IncompleteQuery>;

export const ItemsQuery = z.strictObject({
  status: z.enum(ITEM_STATUSES).optional().describe('Items of this status only.'),
  ...PageQuery,
});
export type ItemsQuery = z.output<typeof ItemsQuery>;
