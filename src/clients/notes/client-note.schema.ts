import { z } from 'zod';
import { requiredText } from '../client-fields.js';
import { DaySchema, PageQuery } from '../../platform/http/index.js';

const fields = {
  day: DaySchema,
  text: requiredText(500).describe('What happened, without outer spaces.'),
};

export const NewNote = z
  .strictObject(fields)
  .meta({ id: 'NewNote', description: 'A note on a day.', examples: [{ day: '2026-11-20', text: 'ads started' }] });
export type NewNote = z.output<typeof NewNote>;

/** The changes to a note. An absent field stays. */
export const NotePatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({
    id: 'NotePatch',
    description: 'The changes to a note: an absent field stays.',
    minProperties: 1,
    examples: [{ text: 'ads stopped' }],
  });
export type NotePatch = z.output<typeof NotePatch>;

/** The days and the page of a list of notes. Both days are included. */
export const NotesQuery = z.strictObject({
  from: DaySchema.optional().describe('The first day.'),
  to: DaySchema.optional().describe('The last day.'),
  ...PageQuery,
});
export type NotesQuery = z.output<typeof NotesQuery>;
