import { z } from 'zod';
import { ClientDto, ClientNoteDto } from '../../../clients/index.js';
import { CountSchema, DaySchema, Id, IdNumber, PeriodSchema, type Dto } from '../../../platform/http/index.js';
import {
  ClientDay,
  ClientPage,
  CoverageSchema,
  Freshness,
  LeaderboardTotals,
  MatchedSchema,
  Portfolio,
  SuspiciousZero,
  TargetProgress,
  Yesterday,
} from '../../../stats/index.js';
import { ItemDto } from '../../../sync/index.js';
import { MAX_NAMED } from '../shared/max-named.js';
import { STATUSES } from '../shared/state.js';

/** A list with more notes has no flags. */
export const MAX_FLAGGED_NOTES = 200;

/** A row of the ranked list as the browser receives it. Money is in rupiah; a value that does not exist is null. */
export const BoardRow = z
  .object({
    id: IdNumber,
    name: z.string(),
    status: z.enum(STATUSES).describe('The status of the client; `archived` whatever it was before.'),
    sales: z.number().nullable().describe('Total sales in rupiah.'),
    delta: z.number().nullable().describe('The delta of sales over the matched days, as a fraction.'),
    value: z.number().nullable().describe('The figure that the list is sorted by.'),
    matched: MatchedSchema.nullable(),
    totalSalesDelta: z.number().nullable().describe('How much more was sold, in rupiah.'),
    suspiciousZeros: z.array(SuspiciousZero),
    coverage: CoverageSchema.pick({ days: true, expected: true }).describe('How much of the period was reported.'),
    spark: z.string().describe('Daily total sales of the period as marks of one character.'),
    through: DaySchema.nullable().describe('The last day that any platform reported.'),
  })
  .meta({ id: 'BoardRow', description: 'A row of the ranked list of the dashboard.' });
export type BoardRow = Dto<typeof BoardRow>;

/** The ranked list and its totals. */
export const Board = z
  .object({
    today: DaySchema.describe('The current business day.'),
    period: PeriodSchema,
    comparePeriod: PeriodSchema.nullable(),
    freshness: Freshness,
    totals: LeaderboardTotals.omit({ spark: true }).meta({
      id: 'BoardTotals',
      description: 'The figures of all listed clients together.',
    }),
    days: Portfolio,
    compareDays: Portfolio.nullable(),
    daysBefore: Portfolio.nullable().describe('The four weeks before a period of less than a week; else null.'),
    yesterday: Yesterday.extend({
      stopped: CountSchema.describe('The number of clients that no longer report.'),
    }).meta({ id: 'BoardYesterday', description: `Who reported yesterday; of the lists the first ${MAX_NAMED}.` }),
    rows: z.array(BoardRow).describe('In the requested order; with `perPage` only the first ones.'),
    total: CountSchema.describe('The number of all rows.'),
  })
  .meta({ id: 'Board', description: 'The ranked list of the dashboard and its totals.' });
export type Board = Dto<typeof Board>;

/** Which notes the chart of a list flags. */
export const ListNotesQuery = z.strictObject({
  from: DaySchema.describe('The first day.'),
  to: DaySchema.describe('The last day.'),
  managerId: Id.optional().describe('The clients of this user.'),
  status: z.enum(STATUSES).optional().describe('Clients of this status; without it all that are not archived.'),
});
export type ListNotesQuery = z.output<typeof ListNotesQuery>;

/** The notes that the chart of a list flags. */
export const ListNotes = z
  .object({
    items: z
      .array(ClientNoteDto.pick({ id: true, clientId: true, day: true, text: true }))
      .describe(
        `Newest day first; none when there are more than ${MAX_FLAGGED_NOTES}, because every day would have a flag.`,
      ),
    total: CountSchema,
  })
  .meta({ id: 'ListNotes', description: 'The notes of the clients of a list.' });
export type ListNotes = Dto<typeof ListNotes>;

/** The page of a client, with its card and the result of its last sync. */
export const ClientView = z
  .object({
    page: ClientPage,
    daysBefore: z
      .array(ClientDay)
      .nullable()
      .describe('The four weeks before a period of less than a week; null for a longer period.'),
    card: ClientDto.pick({
      upstreamName: true,
      contactName: true,
      contactPhone: true,
      contactTelegram: true,
      goals: true,
      notes: true,
      startDate: true,
      monthlyTarget: true,
      createdAt: true,
    }).meta({ id: 'ClientCard', description: 'What is written about a client.' }),
    target: TargetProgress.nullable().describe('The current month; null without a target.'),
    notes: z
      .object({
        items: z.array(ClientNoteDto).describe('The notes since the first day of the charts, newest day first.'),
        earlier: CountSchema.describe('The number of the other notes.'),
      })
      .meta({ id: 'ShownNotes', description: 'The notes of a client that its page shows.' }),
    reach: PeriodSchema.nullable().describe('The first and the last day with data; null without data.'),
    lastItem: ItemDto.pick({ status: true, code: true, message: true, otherName: true, finishedAt: true })
      .meta({ id: 'LastItem', description: 'How the last sync of a client ended.' })
      .nullable(),
  })
  .meta({ id: 'ClientView', description: 'The page of a client with its card and its last sync.' });
export type ClientView = Dto<typeof ClientView>;
