import { z } from 'zod';
import { DaySchema, IdNumber, InstantSchema, pageSchema } from '../../platform/http/index.js';

/** A note with a day, as the API returns it. */
export const ClientNoteDto = z
  .object({
    id: IdNumber,
    clientId: IdNumber,
    day: DaySchema,
    text: z.string(),
    author: z.string().describe('Who wrote it first: an e-mail address or `token:NAME`.'),
    createdAt: InstantSchema,
    updatedAt: InstantSchema,
  })
  .meta({ id: 'ClientNote', description: 'Something that happened at a client on a day.' });

/** A page of notes. */
export const ClientNotePage = pageSchema('ClientNotePage', ClientNoteDto);
