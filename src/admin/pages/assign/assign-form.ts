import { z } from 'zod';
import { CLIENT_STATUSES } from '../../../clients/index.js';
import { Id } from '../../../platform/http/index.js';

/** Restaurants of one assignment. */
const MAX_IDS = 500;

/** Characters of the query of a list. */
const MAX_LIST_LENGTH = 2_000;

const Ids = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(Id).min(1).max(MAX_IDS));

/** The query of the list from which the page was opened, so that its filter, order and page stay. */
const List = z.string().max(MAX_LIST_LENGTH).default('');

/** The restaurants that were selected in the list. */
export const AssignQuery = z.strictObject({ ids: Ids, list: List });
export type AssignQuery = z.output<typeof AssignQuery>;

/** What the selected restaurants get. `keep` changes nothing, and `none` takes the manager away. */
export const AssignForm = z.strictObject({
  ids: Ids,
  list: List,
  manager: z.union([z.enum(['keep', 'none']), Id]),
  status: z.enum(['keep', ...CLIENT_STATUSES]),
});
export type AssignForm = z.output<typeof AssignForm>;
