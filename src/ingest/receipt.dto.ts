import { z } from 'zod';
import { PUSH_ROW_REASONS, PUSH_STATUSES, type PushOutcome } from './push-outcome.js';
import type { PushReceipt } from './push-receipt.entity.js';
import { CountSchema, IdNumber, InstantSchema, pageSchema, type Dto } from '../platform/http/index.js';

const fields = {
  id: IdNumber,
  batchId: z.string().describe('The id that the collector gave the push.'),
  collectedAt: InstantSchema,
  receivedAt: InstantSchema,
  runId: IdNumber.nullable().describe('The run that the push is stored as; null without one.'),
  status: z.int().describe('The status of the response: 200 all of it was applied, 207 some, 422 none.'),
};

/** A receipt in a list. Instants are ISO 8601 UTC. */
export const ReceiptSummaryDto = z
  .object({
    ...fields,
    restaurants: CountSchema.describe('Restaurants of the push.'),
    applied: CountSchema.describe('Restaurants that were applied, whole or in part.'),
    rows: CountSchema.describe('Rows of the push.'),
    rejectedRows: CountSchema.describe('Rows that were rejected.'),
  })
  .meta({ id: 'ReceiptSummary', description: 'A receipt in a list.' });
export type ReceiptSummaryDto = Dto<typeof ReceiptSummaryDto>;

/** A page of receipts. */
export const ReceiptPage = pageSchema('ReceiptPage', ReceiptSummaryDto);

const RejectedPushRowDto = z
  .object({
    row: CountSchema.describe('Its position in `rows`, from 0.'),
    date: z.string().nullable().describe('The day as it was pushed, which may be no day.'),
    field: z.string().nullable().describe('The field that was rejected; null when the row as a whole was.'),
    reason: z.enum(PUSH_ROW_REASONS).describe('The rule that the row breaks.'),
  })
  .meta({ id: 'RejectedPushRow', description: 'A rejected row.' });

const RestaurantOutcomeDto = z
  .object({
    restaurantName: z.string().describe('The name as it was pushed.'),
    status: z
      .enum(PUSH_STATUSES)
      .describe(
        '`applied`; `partial`: some rows were rejected; `rejected`: nothing was merged; `ignored`: no row says anything about a complete business day; `stale`: a later collection is held; `suspicious_empty`: no day came where days are held; `unknown`: no client has this upstream name; `archived`: the client is.',
      ),
    message: z.string().nullable().describe('Why, as a sentence for a person; null when everything was applied.'),
    counts: z
      .object({
        inserted: CountSchema.describe('Days that were not held.'),
        updated: CountSchema.describe('Days with a changed value.'),
        unchanged: CountSchema.describe('Days that stayed.'),
        missingUpstream: CountSchema.describe('Days of which a held value was not pushed; it stays.'),
      })
      .nullable()
      .describe('Days by what the push did to them; null when none was compared.'),
    ignoredRows: CountSchema.describe('Rows that are no complete business day or say nothing about one.'),
    rejectedRows: z.array(RejectedPushRowDto).describe('The rows that were rejected.'),
  })
  .meta({ id: 'RestaurantOutcome', description: 'What became of one restaurant of a push.' });

const receiptFields = {
  ...fields,
  replayed: z.boolean().describe('Whether this batch was received before and nothing was done now.'),
  restaurants: z.array(RestaurantOutcomeDto).describe('What became of each restaurant.'),
  unnamedRows: z.array(RejectedPushRowDto).describe('Rows that name no restaurant.'),
};

/** What became of a push, as its sender reads it. */
export const ReceiptDto = z.object(receiptFields).meta({ id: 'Receipt', description: 'What became of a push.' });
export type ReceiptDto = Dto<typeof ReceiptDto>;

/** The same for the old collector. */
export const LegacyReceiptDto = z
  .object({ success: z.boolean().describe('Whether all of it was applied.'), ...receiptFields })
  .meta({ id: 'LegacyReceipt', description: 'What became of a push of the old collector.' });

/** Returns the receipt as its sender reads it. */
export function toReceiptDto(receipt: PushReceipt, replayed: boolean): ReceiptDto {
  const { id, batchId, collectedAt, receivedAt, runId, status } = receipt;
  const { restaurants, unnamedRows } = JSON.parse(receipt.outcome) as PushOutcome;
  return { id, batchId, collectedAt, receivedAt, runId, status, replayed, restaurants, unnamedRows };
}

/** Returns the receipt for a list. */
export function toReceiptSummaryDto(receipt: Omit<PushReceipt, 'outcome'>): ReceiptSummaryDto {
  const { id, batchId, collectedAt, receivedAt, runId, status, restaurants, applied, rows, rejectedRows } = receipt;
  return { id, batchId, collectedAt, receivedAt, runId, status, restaurants, applied, rows, rejectedRows };
}
