import { z } from 'zod';
import { CLIENT_STATUSES, type Client } from './client.entity.js';
import { toRupiah } from '../domain/index.js';
import { DaySchema, IdNumber, InstantSchema, pageSchema, type Dto } from '../platform/http/index.js';

/** A client as the API returns it. Instants are ISO 8601 UTC, money is in rupiah. */
export const ClientDto = z
  .object({
    id: IdNumber,
    name: z.string().describe('The name on screen, verbatim.'),
    upstreamName: z.string().describe('The name that the upstream matches exactly.'),
    upstreamId: z.string().nullable().describe('The id at the upstream; null when the upstream sends none.'),
    status: z.enum(CLIENT_STATUSES).describe('Scheduled runs copy `active` clients.'),
    archivedAt: InstantSchema.nullable().describe('Null for a client that is not archived.'),
    managerId: IdNumber.nullable().describe('The user who looks after the client.'),
    contactName: z.string().nullable().describe('Whom to talk to.'),
    contactPhone: z.string().nullable().describe('A phone number, as it was entered.'),
    contactTelegram: z.string().nullable().describe('A Telegram name or number, as it was entered.'),
    notes: z.string().nullable().describe('What colleagues should know.'),
    goals: z.string().nullable().describe('What the client wants to reach.'),
    startDate: DaySchema.nullable().describe('The first day on which statistics are expected.'),
    ownerId: IdNumber.nullable().describe('The owner, who reads reports.'),
    monthlyTarget: z.number().nullable().describe('The target of sales of a month, in rupiah.'),
    createdAt: InstantSchema,
    updatedAt: InstantSchema,
  })
  .meta({ id: 'Client', description: 'A restaurant that the agency looks after.' });
export type ClientDto = Dto<typeof ClientDto>;

/** A page of clients. */
export const ClientListDto = pageSchema('ClientList', ClientDto);

/** How many clients an assignment changed. */
export const AssignedClients = z
  .object({ assigned: z.int().min(0).describe('The number of clients.') })
  .meta({ id: 'AssignedClients', description: 'How many clients were assigned.' });

/** Returns a client in the units of the API, without the fields that the API does not show. */
export function toClientDto({ syncRequestedAt: _, monthlyTargetSen, ...client }: Client): ClientDto {
  return { ...client, monthlyTarget: monthlyTargetSen === null ? null : toRupiah(monthlyTargetSen) };
}
