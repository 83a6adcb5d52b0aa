import { z } from 'zod';
import { REPORT_LANGUAGES } from '../clients/index.js';
import { DaySchema, IdNumber, InstantSchema, PeriodSchema, type Dto } from '../platform/http/index.js';
import { PeriodReport } from '../stats/index.js';

const Language = z.enum(REPORT_LANGUAGES).describe('The language of the report: Russian, English or Indonesian.');
const SubjectKind = z
  .enum(['client', 'owner'])
  .describe('Whether it is about one client or about every client of an owner.');

/** Whom a report is about: one client, or every client of an owner. */
export interface ReportSubject {
  readonly kind: z.output<typeof SubjectKind>;
  readonly id: number;
}

/** A report as the API returns it. Money is in rupiah, deltas are fractions. */
export const OwnerReport = z
  .object({
    subject: z.object({ kind: SubjectKind, id: IdNumber, name: z.string() }).describe('Whom the report is about.'),
    language: Language,
    requested: PeriodSchema.describe('The days that were asked for.'),
    ...PeriodReport.shape,
    comment: z.string().nullable().describe('What the manager wrote about this period.'),
  })
  .meta({ id: 'OwnerReport', description: 'The report of a period for an owner. Orders are without fake orders.' });
export type OwnerReport = Dto<typeof OwnerReport>;

/** The comment of a period as it was saved. */
export const SavedComment = z
  .object({ text: z.string().nullable().describe('The text; null when there is none.') })
  .meta({ id: 'ReportComment', description: 'The comment of a report; null when there is none.' });

/** A link that was made just now. */
export const NewLinkDto = z
  .object({ id: IdNumber, url: z.string().describe('It is shown once.'), expiresAt: InstantSchema })
  .meta({ id: 'NewReportLink', description: 'A link to a report.' });

/** The links of a client or an owner. */
export const ReportLinkList = z
  .object({
    items: z.array(
      z
        .object({
          id: IdNumber,
          subjectKind: SubjectKind,
          subjectId: IdNumber.describe('The id of the client or the owner.'),
          from: DaySchema,
          to: DaySchema,
          language: Language,
          expiresAt: InstantSchema,
          revokedAt: InstantSchema.nullable().describe('Null for a link that is not revoked.'),
          author: z.string().describe('Who made it: an e-mail address or `token:NAME`.'),
          createdAt: InstantSchema,
        })
        .meta({ id: 'ReportLink', description: 'A link to a report, without its token.' }),
    ),
  })
  .meta({ id: 'ReportLinkList', description: 'Links to reports, newest first.' });
