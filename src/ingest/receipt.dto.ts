import { z } from 'zod';
import { PUSH_ROW_REASONS, PUSH_STATUSES, type PushOutcome } from './push-outcome.js';
import type { PushReceipt } from './push-receipt.entity.js';
import { CountSchema, IdNumber, InstantSchema, pageSchema, type Dto } from '../platform/http/index.js';

const fields = {
  id: IdNumber,
  batchId: z.string(),
  collectedAt: InstantSchema,
  receivedAt: InstantSchema,
  runId: IdNumber.nullable().describe('The run that the push is stored as; null without one.'),
  status: z.int().describe('The status of the response: 200 all of it was applied, 207 some, 422 none.'),
};

/** A receipt in a list. Instants are ISO 8601 UTC. */
export const ReceiptSummaryDto = z
  .object({
    ...fields,
    restaurants: CountSchema,
    applied: CountSchema.describe('Restaurants that were applied, whole or in part.'),
    rows: CountSchema,
    rejectedRows: CountSchema,
  })
  .meta({ id: 'ReceiptSummary', description: 'A receipt in a list.' });
export type ReceiptSummaryDto = Dto<typeof ReceiptSummaryDto>;

/** A page of receipts. */
export const ReceiptPage = pageSchema('ReceiptPage', ReceiptSummaryDto);

const RejectedPushRowDto = z
  .object({
    row: CountSchema.describe('Its position in `rows`, from 0.'),
    date: z.string().nullable().describe('The day as it was pushed, which may be no day.'),
    field: z.string().nullable(),
    reason: z.enum(PUSH_ROW_REASONS),
  })
  .meta({ id: 'RejectedPushRow', description: 'A rejected row.' });

const RestaurantOutcomeDto = z
  .object({
    restaurantName: z.string(),
    status: z.enum(PUSH_STATUSES),
    message: z.string().nullable().describe('Why, as a sentence for a person; null when everything was applied.'),
    counts: z
      .object({
        inserted: CountSchema,
        updated: CountSchema,
        unchanged: CountSchema,
        missingUpstream: CountSchema,
      })
      .nullable()
      .describe('Days by what the push did to them; null when none was compared.'),
    ignoredRows: CountSchema.describe('Rows that are no complete business day or say nothing about one.'),
    rejectedRows: z.array(RejectedPushRowDto),
  })
  .meta({ id: 'RestaurantOutcome', description: 'What became of one restaurant of a push.' });

const receiptFields = {
  ...fields,
  replayed: z.boolean().describe('Whether this batch was received before and nothing was done now.'),
  restaurants: z.array(RestaurantOutcomeDto),
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
