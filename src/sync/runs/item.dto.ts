import { z } from 'zod';
import { ItemCodeSchema } from './problem-codes.js';
import { CountsSchema } from './run.dto.js';
import { ITEM_STATUSES, type SyncItem } from './sync-item.entity.js';
import { countsOf } from '../../domain/index.js';
import { CountSchema, IdNumber, InstantSchema, pageSchema, PeriodSchema, type Dto } from '../../platform/http/index.js';

const fields = {
  id: IdNumber,
  clientId: IdNumber,
  clientName: z.string(),
  window: PeriodSchema,
  status: z.enum(ITEM_STATUSES),
  attempts: CountSchema.describe('Calls made to the upstream, retries included.'),
  code: ItemCodeSchema.nullable().describe('A stable code of the problem; null when there is none.'),
  message: z.string().nullable().describe('The problem as a sentence for a person.'),
  otherName: z
    .string()
    .nullable()
    .describe('With the code `same_restaurant`: the other restaurant whose numbers these may be.'),
  counts: CountsSchema,
  startedAt: InstantSchema.nullable(),
  finishedAt: InstantSchema.nullable(),
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
