import { z } from 'zod';
import { PageQuery } from '../http/validation.js';
import { DayInput } from '../stats/day-input.js';
import { MAX_PERIOD_DAYS } from '../stats/period.js';
import { ITEM_STATUSES } from './sync-item.entity.js';
import { RUN_STATUSES } from './sync-run.entity.js';

const daysRule = `must be a whole number from 1 to ${MAX_PERIOD_DAYS}`;

/** `daysBack` (ending yesterday), or `from` and `to`. */
const days = {
  daysBack: z.number(daysRule).int(daysRule).min(1, daysRule).max(MAX_PERIOD_DAYS, daysRule).optional(),
  from: DayInput.optional(),
  to: DayInput.optional(),
};
type Days = z.output<z.ZodObject<typeof days>>;

function checkDays({ daysBack, from, to }: Days, refuse: (path: string, message: string) => void): void {
  if (daysBack !== undefined && (from ?? to)) refuse('daysBack', 'can not be combined with from or to');
  if (from && !to) refuse('to', 'is needed with from');
  if (to && !from) refuse('from', 'is needed with to');
}

/**
 * What may be asked of a run. Nothing: incremental. `daysBack` (ending yesterday), `from` + `to`, or `full`: full. `exact`
 * takes upstream literally inside the window, nulls and absent days too.
 */
export const RunRequest = z
  .strictObject({
    ...days,
    clientIds: z.array(z.number().int().positive()).min(1, 'must name at least one client').max(100_000).optional(),
    full: z.boolean().optional(),
    exact: z.boolean().optional(),
  })
  .superRefine((request, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const { daysBack, from, to, full } = request;
    checkDays(request, refuse);
    if (full && (from ?? to ?? daysBack) !== undefined) refuse('full', 'can not be combined with daysBack, from or to');
  });
export type RunRequest = z.output<typeof RunRequest>;

/** A client and the days of it that would be copied exactly. */
export const PreviewRequest = z
  .strictObject({ clientId: z.number().int().positive(), ...days })
  .superRefine((request, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    checkDays(request, refuse);
    if ((request.daysBack ?? request.from ?? request.to) === undefined)
      refuse('daysBack', 'or from and to must be given');
  });
export type PreviewRequest = z.output<typeof PreviewRequest>;

export const RunsQuery = z.strictObject({ status: z.enum(RUN_STATUSES).optional(), ...PageQuery });
export type RunsQuery = z.output<typeof RunsQuery>;

export const IncompleteQuery = z.strictObject(PageQuery);
export type IncompleteQuery = z.output<typeof IncompleteQuery>;

export const ItemsQuery = z.strictObject({ status: z.enum(ITEM_STATUSES).optional(), ...PageQuery });
export type ItemsQuery = z.output<typeof ItemsQuery>;
