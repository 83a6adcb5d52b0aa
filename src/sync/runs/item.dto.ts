import { z } from 'zod';
import { ItemCodeSchema } from './problem-codes.js';
import { CountsSchema } from './run.dto.js';
import { ITEM_STATUSES, type SyncItem } from './sync-item.entity.js';
import { countsOf } from '../../domain/index.js';
import { CountSchema, IdNumber, InstantSchema, pageSchema, PeriodSchema, type Dto } from '../../platform/http/index.js';

/** What each status of an item means to a client of the API. */
const ITEM_STATUS_MEANING = [
  '`pending` and `running`: unfinished',
  '`done`: copied, perhaps with rejected rows',
  '`failed`: `code` says why',
  '`not_found`: the upstream does not know the name',
  '`suspicious_empty`: an empty response where days are held, so nothing was changed',
  '`cancelled`',
].join('; ');

const fields = {
  id: IdNumber,
  clientId: IdNumber,
  clientName: z.string().describe('The name on screen.'),
  window: PeriodSchema,
  status: z.enum(ITEM_STATUSES).describe(ITEM_STATUS_MEANING),
  attempts: CountSchema.describe('Calls made to the upstream, retries included.'),
  code: ItemCodeSchema.nullable().describe('A stable code of the problem; null when there is none.'),
  message: z.string().nullable().describe('The problem as a sentence for a person.'),
  otherName: z
    .string()
    .nullable()
    .describe('With the code `same_restaurant`: the other restaurant whose numbers these may be.'),
  counts: CountsSchema,
  startedAt: InstantSchema.nullable().describe('Null before the first call.'),
  finishedAt: InstantSchema.nullable().describe('Null while it is unfinished.'),
};

/** An item as the API and the CLI return it. Instants are ISO 8601 UTC, window days are business days. */
export const ItemDto = z.object(fields).meta({ id: 'Item', description: "One client's part of a run." });
export type ItemDto = Dto<typeof ItemDto>;

/** A page of the items of a run. */
export const ItemPage = pageSchema('ItemPage', ItemDto);

/** The latest item of a client, with the id of its run. */
export const IncompleteItem = z
  .object({ ...fields, runId: IdNumber })
  .meta({ id: 'IncompleteItem', description: 'The latest item of a client that is not completely copied.' });
export type IncompleteItem = Dto<typeof IncompleteItem>;

/** A page of the clients that are not completely copied. */
export const IncompletePage = pageSchema('IncompletePage', IncompleteItem);

/** Returns an item as the API returns it. */
export function toItemDto(item: SyncItem, clientName: string): ItemDto {
  return {
    id: item.id,
    clientId: item.clientId,
    clientName,
    window: { from: item.windowFrom, to: item.windowTo },
    status: item.status,
    attempts: item.attempts,
    code: item.code,
    message: item.message,
    otherName: item.otherName,
    counts: countsOf(item),
    startedAt: item.startedAt,
    finishedAt: item.finishedAt,
  };
}
