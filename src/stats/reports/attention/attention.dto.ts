import { z } from 'zod';
import { PlatformSchema } from '../figures.schema.js';
import { DaySchema, IdNumber, InstantSchema, PeriodSchema, type Dto } from '../../../platform/http/index.js';

/** One platform of one client that sells far less than usual, reports a suspicious zero or has stopped. Money is in rupiah. */
const NeedsAttention = z
  .object({
    id: IdNumber,
    name: z.string(),
    platform: PlatformSchema,
    sales: z.number().nullable().describe('The sales of the days that can be compared, in rupiah.'),
    usual: z.number().nullable().describe('The usual sales of the same weekdays, in rupiah.'),
    change: z
      .number()
      .nullable()
      .describe('The delta as a fraction of `usual`; null when no day of the week can be compared.'),
    days: z.int().min(0).max(7).describe('Days of the week that could be compared.'),
    zeros: z.array(DaySchema).describe('The days of the week with a suspicious zero.'),
    stoppedSince: DaySchema.nullable().describe(
      'The day after the last report of a platform that has stopped while the other one reports; null for any other.',
    ),
  })
  .meta({
    id: 'NeedsAttention',
    description: 'A platform of a client that sells far less than usual, reports a suspicious zero or has stopped.',
  });

export type NeedsAttention = Dto<typeof NeedsAttention>;

const asideFields = {
  until: DaySchema.describe('The first day on which the entries are listed again.'),
  note: z.string().describe('Why they may wait.'),
  author: z.string().describe('An e-mail address or `token:NAME`.'),
};

/** A client whose attention entries somebody has put aside until a day. */
export const PutAsideDto = z
  .object({ clientId: IdNumber, ...asideFields, createdAt: InstantSchema })
  .meta({ id: 'PutAside', description: 'The attention entries of a client are put aside until a day.' });

/** A client that needs attention and that somebody has put aside. */
const PutAsideClient = z
  .object({ id: IdNumber, name: z.string(), ...asideFields, entries: z.array(NeedsAttention) })
  .meta({ id: 'PutAsideClient', description: 'A client that needs attention and that somebody has put aside.' });

/** The clients that need attention in a week, the largest loss in rupiah first. */
export const AttentionList = z
  .object({
    period: PeriodSchema,
    clients: z.array(NeedsAttention).describe('The largest loss in rupiah first, without those that are put aside.'),
    putAside: z.array(PutAsideClient),
  })
  .meta({ id: 'AttentionList', description: 'The clients that need attention in a week.' });
export type AttentionList = Dto<typeof AttentionList>;
