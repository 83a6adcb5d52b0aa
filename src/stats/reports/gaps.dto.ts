import { z } from 'zod';
import { PlatformSchema } from './figures.schema.js';
import { CountSchema, IdNumber, PeriodSchema, type Dto } from '../../platform/http/index.js';

/** Consecutive days on which the same platforms did not report. */
const Gap = z
  .object({
    ...PeriodSchema.shape,
    days: z.int().min(1).describe('The number of days.'),
    platforms: z.array(PlatformSchema),
  })
  .meta({ id: 'Gap', description: 'Consecutive days on which the same platforms did not report.' });
export type Gap = Dto<typeof Gap>;

/** A client and its missing days inside the period. */
const ClientGaps = z
  .object({
    id: IdNumber,
    name: z.string(),
    missing: CountSchema.describe('Days on which at least one platform should have reported and did not.'),
    gaps: z.array(Gap).describe('Oldest first.'),
  })
  .meta({ id: 'ClientGaps', description: 'A client and its missing days inside the period.' });
export type ClientGaps = Dto<typeof ClientGaps>;

/** The missing days of all clients. */
export const Gaps = z
  .object({
    period: PeriodSchema,
    clients: z.array(ClientGaps).describe('The clients with gaps, most missing days first.'),
    heal: z
      .object({ ...PeriodSchema.shape, clientIds: z.array(IdNumber).describe('The clients with gaps.') })
      .meta({ id: 'HealRequest', description: 'The body for `POST /sync` that reads all gaps again.' })
      .nullable()
      .describe('Null when nothing is missing.'),
  })
  .meta({ id: 'Gaps', description: 'Which clients miss which days.' });
export type Gaps = Dto<typeof Gaps>;
