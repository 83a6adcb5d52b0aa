import { z } from 'zod';
import { requiredText } from '../../../clients/index.js';
import { DaySchema } from '../../../platform/http/index.js';

/** Puts the attention entries of a client aside. `until` is the first day on which they are listed again. */
export const PutAsideInput = z
  .strictObject({
    until: DaySchema.describe('The first day on which the entries are listed again.'),
    note: requiredText(500).describe('Why they may wait.'),
  })
  .meta({
    id: 'PutAsideInput',
    description: 'Puts the attention entries of a client aside until a day.',
    examples: [{ until: '2026-12-01', note: 'closed for renovation' }],
  });
export type PutAsideInput = z.output<typeof PutAsideInput>;
