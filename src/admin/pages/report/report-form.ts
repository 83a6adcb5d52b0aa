import { z } from 'zod';
import { REPORT_LANGUAGES, text } from '../../../clients/index.js';
import { ReportQuery } from '../../../owner-reports/index.js';
import { DaySchema, Id, wholeNumber } from '../../../platform/http/index.js';

/** Which report the page shows. Without a period it is the last month. */
export const PageQuery = ReportQuery.omit({ format: true });
export type PageQuery = z.output<typeof PageQuery>;

const choice = { from: DaySchema, to: DaySchema, lang: z.enum(REPORT_LANGUAGES) };

/** A form of the page: a comment, a new link, or a link to revoke. */
export const ReportForm = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('comment'), ...choice, text: text(1_500) }),
  z.strictObject({ action: z.literal('link'), ...choice, expiresInDays: wholeNumber(1, 365) }),
  z.strictObject({ action: z.literal('revoke'), ...choice, link: Id }),
]);
export type ReportForm = z.output<typeof ReportForm>;
