import { z } from 'zod';
import { contactNumber, Name } from '../client-fields.js';
import { REPORT_LANGUAGES } from './owner.entity.js';
import { PageQuery, NameSearch } from '../../platform/http/index.js';

const fields = {
  name: Name.describe('The name of the owner, which no other owner has.'),
  contactPhone: contactNumber(100).nullable().describe('A phone number, with the country code for WhatsApp.'),
  contactTelegram: contactNumber(100).nullable().describe('A Telegram name or number.'),
  language: z.enum(REPORT_LANGUAGES).describe('The language of the reports: Russian, English or Indonesian.'),
};

/** The fields of a new owner. The reports are in Indonesian unless another language is chosen. */
export const NewOwner = z
  .strictObject({ ...fields, language: fields.language.default('id') })
  .partial({ contactPhone: true, contactTelegram: true })
  .meta({
    id: 'NewOwner',
    description: 'A new owner. The reports are in Indonesian unless another language is chosen.',
    examples: [{ name: 'Pak Wayan', language: 'id' }],
  });
export type NewOwner = z.output<typeof NewOwner>;

/** The changes to an owner. An absent field stays, null clears it. */
export const OwnerPatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({
    id: 'OwnerPatch',
    description: 'The changes to an owner: an absent field stays, null clears it.',
    minProperties: 1,
    examples: [{ language: 'en' }],
  });
export type OwnerPatch = z.output<typeof OwnerPatch>;

/** The filter and page of the list of owners. */
export const OwnersQuery = z.strictObject({
  search: NameSearch.optional(),
  ...PageQuery,
});
export type OwnersQuery = z.output<typeof OwnersQuery>;
