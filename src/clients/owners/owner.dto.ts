import { z } from 'zod';
import { REPORT_LANGUAGES } from './owner.entity.js';
import { IdNumber, InstantSchema, pageSchema, type Dto } from '../../platform/http/index.js';

/** An owner with the clients that belong to them and are not archived, by name. */
export const OwnerDto = z
  .object({
    id: IdNumber,
    name: z.string(),
    contactPhone: z.string().nullable().describe('A phone number as somebody wrote it.'),
    contactTelegram: z.string().nullable().describe('A user name of Telegram as somebody wrote it.'),
    language: z.enum(REPORT_LANGUAGES).describe('The language of the reports that this owner receives.'),
    clients: z
      .array(z.object({ id: IdNumber, name: z.string() }))
      .describe('Their clients that are not archived, by name.'),
    createdAt: InstantSchema,
    updatedAt: InstantSchema,
  })
  .meta({ id: 'Owner', description: 'The owner of one or several clients, who reads reports and never logs in.' });
export type OwnerDto = Dto<typeof OwnerDto>;

/** A page of owners. */
export const OwnerPage = pageSchema('OwnerPage', OwnerDto);
