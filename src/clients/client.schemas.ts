import { z } from 'zod';
import { Id, PageQuery } from '../http/validation.js';
import { DayInput } from '../stats/day-input.js';
import { CLIENT_STATUSES } from './client.entity.js';

/** Verbatim: spaces at the ends count, and a name of nothing but spaces names nobody. */
const Name = z
  .string()
  .max(200)
  .refine((text) => text.trim() !== '', 'must not be empty');

const text = (max: number) => z.string().max(max).nullable();

const fields = {
  name: Name,
  upstreamName: Name,
  status: z.enum(CLIENT_STATUSES),
  managerId: z.number().int().positive().nullable(),
  contactName: text(200),
  contactPhone: text(100),
  contactTelegram: text(100),
  notes: text(10_000),
  goals: text(10_000),
  startDate: DayInput.nullable(),
};

/** A new client; `upstreamName` is the name when it is not given. */
export const NewClient = z.strictObject(fields).partial().required({ name: true });
export type NewClient = z.output<typeof NewClient>;

/** What is absent stays, null clears. */
export const ClientPatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');
export type ClientPatch = z.output<typeof ClientPatch>;

/** One record of an import: absent is unchanged, null clears. */
export const ImportedClient = z.strictObject(fields).omit({ managerId: true }).partial().required({ name: true });
export type ImportedClient = z.output<typeof ImportedClient>;

export const ClientsQuery = z.strictObject({
  search: z.string().max(200).optional(),
  status: z.enum([...CLIENT_STATUSES, 'archived']).optional(),
  managerId: Id.optional(),
  ...PageQuery,
});
export type ClientsQuery = z.output<typeof ClientsQuery>;
