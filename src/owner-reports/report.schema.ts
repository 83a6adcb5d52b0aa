import { z } from 'zod';
import { REPORT_LANGUAGES, text } from '../clients/index.js';
import { badInput, endOfMonth, parseDay, type Period } from '../domain/index.js';
import { DaySchema, MonthSchema } from '../platform/http/index.js';

const Month = MonthSchema.transform((value, context) => {
  const day = /^\d{4}-\d{2}$/.test(value) ? parseDay(`${value}-01`) : null;
  if (day) return day;
  context.addIssue({ code: 'custom', message: 'must be a month YYYY-MM from 2000 to 2099' });
  return z.NEVER;
});

const period = {
  month: Month.optional().describe('The month, instead of `from` and `to`.'),
  from: DaySchema.optional().describe('The first day, with `to`.'),
  to: DaySchema.optional().describe('The last day.'),
};
const lang = z.enum(REPORT_LANGUAGES).optional().describe("By default the owner's language.");

/** The period of a report by its month, or by its first and last day. */
type PeriodChoice = z.output<z.ZodObject<typeof period>>;

/** `lang` is by default the language of the owner. */
export const ReportQuery = z.strictObject({
  ...period,
  lang,
  format: z.enum(['json', 'text', 'xlsx']).default('json').describe('JSON, text for a messenger, or a workbook.'),
});
export type ReportQuery = z.output<typeof ReportQuery>;

/** How long a link lives: from a day to a year. */
export const NewReportLink = z
  .strictObject({
    ...period,
    lang,
    expiresInDays: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe('The link works through the day that lies so many days ahead.'),
  })
  .meta({
    id: 'NewReportLinkInput',
    description: 'The report that a link opens, and for how long: `month`, or `from` and `to`.',
    examples: [{ month: '2026-10', lang: 'id', expiresInDays: 30 }],
  });
export type NewReportLink = z.output<typeof NewReportLink>;

/** The comment of a period. An empty one is deleted. A form of the panel has room for 1,500 Cyrillic letters. */
export const CommentInput = z
  .strictObject({ ...period, text: text(1_500).describe('An empty text deletes the comment.') })
  .meta({
    id: 'ReportCommentInput',
    description: 'What a report says about a period: `month`, or `from` and `to`.',
    examples: [{ month: '2026-10', text: 'The kitchen was closed for a week.' }],
  });
export type CommentInput = z.output<typeof CommentInput>;

/** Returns the period that was chosen. @throws UserError 400 for none and for both. */
export function toPeriod({ month, from, to }: PeriodChoice): Period {
  if (month !== undefined) {
    if (from !== undefined || to !== undefined) throw badInput('month', 'must not be given together with from and to');
    return { from: month, to: endOfMonth(month) };
  }
  if (from === undefined) throw badInput('from', 'must be given, or month');
  if (to === undefined) throw badInput('to', 'must be given, or month');
  return { from, to };
}
