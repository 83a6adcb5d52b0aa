import { z } from 'zod';
import { CountsSchema } from '../runs/run.dto.js';
import { DaySchema, IdNumber, PeriodSchema, type Dto } from '../../platform/http/index.js';
import { DayDto } from '../../stats/index.js';

/** A day that would change: the held row and the row from upstream, null where there is none. Money is in rupiah. */
const DayChange = z
  .object({
    date: DaySchema,
    change: z.enum(['inserted', 'updated', 'deleted']).describe('What the copy would do to the day.'),
    held: DayDto.nullable().describe('The row of the replica; null when it holds none.'),
    upstream: DayDto.nullable().describe('The row of the upstream; null when it sent none.'),
  })
  .meta({ id: 'DayChange', description: 'A day that an exact copy would change.' });
export type DayChange = Dto<typeof DayChange>;

/** The changes that an exact copy of one client would make. */
export const ExactPreview = z
  .object({
    client: z.object({ id: IdNumber, name: z.string() }),
    window: PeriodSchema,
    refused: z
      .boolean()
      .describe('Whether the upstream sent rows, but none of this window. Such a response is never applied.'),
    counts: CountsSchema.omit({ missingUpstream: true, ignored: true }).describe('What the copy would do, in days.'),
    days: z.array(DayChange).describe('Oldest first.'),
  })
  .meta({ id: 'ExactPreview', description: 'The changes that an exact copy of one client would make.' });
export type ExactPreview = Dto<typeof ExactPreview>;
