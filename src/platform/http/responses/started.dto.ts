import { z } from 'zod';
import type { Dto } from '../openapi/dto.js';
import { IdNumber } from '../input/zod-validation.pipe.js';

/** What a request started. With `created` false it was active already. */
export const StartedDto = z
  .object({
    id: IdNumber,
    created: z.boolean().describe('False when it was active already, and nothing was started.'),
  })
  .meta({
    id: 'Started',
    description: 'The id of what a request started, or of what was active already.',
    examples: [{ id: 12, created: true }],
  });
export type StartedDto = Dto<typeof StartedDto>;
