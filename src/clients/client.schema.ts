import { z } from 'zod';
import { CLIENT_STATUSES } from './client.entity.js';
import { contactNumber, MonthlyTarget, Name, text } from './client-fields.js';
import { Id, IdNumber, PageQuery, DaySchema, NameSearch } from '../platform/http/index.js';

const fields = {
  name: Name.describe('The name on screen, kept verbatim: outer spaces count.'),
  upstreamName: Name.describe('The name that the upstream matches exactly.'),
  status: z.enum(CLIENT_STATUSES).describe('Scheduled runs copy `active` clients.'),
  managerId: IdNumber.nullable().describe('The user who looks after the client, an active manager or admin.'),
  contactName: text(200).nullable().describe('Whom to talk to.'),
  contactPhone: contactNumber(100).nullable().describe('A phone number, with the country code for WhatsApp.'),
  contactTelegram: contactNumber(100).nullable().describe('A Telegram name or number.'),
  notes: text(10_000).nullable().describe('What colleagues should know. Notes with a day are records of their own.'),
  goals: text(10_000).nullable().describe('What the client wants to reach.'),
  startDate: DaySchema.nullable().describe('The first day on which statistics are expected.'),
  ownerId: IdNumber.nullable().describe('The owner, who reads reports.'),
  monthlyTarget: MonthlyTarget.nullable().describe('The target of sales of a month, in whole rupiah.'),
};

/** The fields of a new client. `upstreamName` defaults to the name. */
export const NewClient = z
  .strictObject(fields)
  .partial()
  .required({ name: true })
  .meta({
    id: 'NewClient',
    description: 'A new client. `upstreamName` defaults to the name, `status` to `active`.',
    examples: [{ name: 'Warung Bali', managerId: null }],
  });
export type NewClient = z.output<typeof NewClient>;

/** The changes to a client. An absent field stays, null clears it. */
export const ClientPatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({
    id: 'ClientPatch',
    description: 'The changes to a client: an absent field stays, null clears it.',
    minProperties: 1,
    examples: [{ status: 'paused', goals: null }],
  });
export type ClientPatch = z.output<typeof ClientPatch>;

/** The clients that get the same manager, status or both. Null takes the manager away. */
export const ClientsAssignment = z
  .strictObject({
    clientIds: z
      .array(IdNumber)
      .min(1)
      .max(500)
      .describe('The clients; an unknown one is a 404, and nothing is changed.'),
    managerId: IdNumber.nullable().optional().describe('Their manager; null takes the manager away.'),
    status: z.enum(CLIENT_STATUSES).optional().describe('Their status.'),
  })
  .refine(({ managerId, status }) => managerId !== undefined || status !== undefined, 'must change something')
  .meta({
    id: 'ClientsAssignmentInput',
    description: 'Clients, and the manager or status that all of them get.',
    examples: [{ clientIds: [1, 2, 3], managerId: 4 }],
  });
export type ClientsAssignment = z.output<typeof ClientsAssignment>;

/** One record of an import: the manager by e-mail, the owner by name. An absent field stays, null clears it. */
export const ImportedClient = z
  .strictObject(fields)
  .omit({ managerId: true, ownerId: true })
  .extend({ manager: text(254).nullable(), owner: text(200).nullable() })
  .partial()
  .required({ name: true });
export type ImportedClient = z.output<typeof ImportedClient>;

/** The filter and page of the client list. `archived` selects archived clients of any status. */
export const ClientsQuery = z.strictObject({
  search: NameSearch.optional(),
  status: z
    .enum([...CLIENT_STATUSES, 'archived'])
    .optional()
    .describe('Clients of this status; without it all that are not archived.'),
  managerId: Id.optional().describe('The clients of this user.'),
  ownerId: Id.optional().describe('The clients of this owner.'),
  ...PageQuery,
});
export type ClientsQuery = z.output<typeof ClientsQuery>;
