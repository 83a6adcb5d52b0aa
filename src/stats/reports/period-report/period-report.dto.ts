import { z } from 'zod';
import { PlatformTableDto } from '../client-page.dto.js';
import {
  comparedFields,
  CoverageSchema,
  figureFields,
  PlatformDeltasSchema,
  PlatformSchema,
} from '../figures.schema.js';
import { CountSchema, DaySchema, IdNumber, MonthSchema, PeriodSchema, type Dto } from '../../../platform/http/index.js';

const Sales = z.number().nullable().describe('Total sales in rupiah; null when nothing was reported.');
const FigureFields = z
  .object(figureFields)
  .meta({ id: 'Figures', description: 'The figures of a period. Money is in rupiah.' });

/** One day of all clients of a report together. Orders are without those that the agency placed itself. */
export const ReportDay = z
  .object({
    date: DaySchema,
    sales: Sales,
    orders: z.int().nullable().describe('Null when nothing was reported.'),
    complete: z.boolean().describe('Whether every expected platform of every client reported.'),
  })
  .meta({ id: 'ReportDay', description: 'A day of a report. Orders are without those that the agency placed itself.' });
export type ReportDay = Dto<typeof ReportDay>;

/** The mean sales of a weekday over its complete days; null without any. */
export const WeekdayMean = z
  .object({
    weekday: z.int().min(1).max(7).describe('1 is Monday.'),
    days: CountSchema.describe('The complete days of this weekday.'),
    sales: Sales,
  })
  .meta({ id: 'WeekdayMean', description: 'The mean sales of the complete days of a weekday.' });
export type WeekdayMean = Dto<typeof WeekdayMean>;

/** The days on which a platform of a client did not report, as consecutive days. */
export const MissingDays = z
  .object({
    clientId: IdNumber,
    platform: PlatformSchema,
    days: CountSchema.describe('The number of days.'),
    periods: z.array(PeriodSchema),
  })
  .meta({ id: 'MissingDays', description: 'The days on which a platform of a client did not report.' });
export type MissingDays = Dto<typeof MissingDays>;

/** A comparison of the report: the figures then, and the deltas over the platform-days that both periods report. */
export const ReportComparison = z
  .object({
    kind: z.enum(['previous', 'month', 'year']).describe('The period before, the month before, or the year before.'),
    period: PeriodSchema,
    figures: FigureFields.describe('All that was reported then.'),
    delta: comparedFields.delta,
    matched: comparedFields.matched,
    platforms: z
      .object({ grab: PlatformDeltasSchema, gojek: PlatformDeltasSchema })
      .describe('The deltas of each platform.'),
  })
  .meta({ id: 'ReportComparison', description: 'How the period of a report compares with an earlier one.' });
export type ReportComparison = Dto<typeof ReportComparison>;

/** How a month goes against its target. Money is in rupiah. Only complete days with known sales are counted. */
export const TargetProgress = z
  .object({
    month: MonthSchema,
    target: z.number().describe('The total sales to reach, in rupiah.'),
    sales: z.number().nullable().describe('All sales of the month that were reported, in rupiah.'),
    share: z.number().nullable().describe('sales / target.'),
    days: CountSchema.describe('Days of the month since the client is expected to report.'),
    elapsedDays: CountSchema.describe('Those of them that are over.'),
    countedDays: CountSchema.describe('The elapsed days that are complete and have known sales.'),
    forecast: z
      .number()
      .nullable()
      .describe(
        'Sales of the counted days / countedDays * days, in rupiah. Null with too few counted days, and once the month is over.',
      ),
    pace: z.number().nullable().describe('forecast / target.'),
  })
  .meta({ id: 'TargetProgress', description: 'How a month goes against its target.' });
export type TargetProgress = Dto<typeof TargetProgress>;

/**
 * A period of one client, or of several together, for those who do not know the panel. Money is in rupiah. Orders and average
 * checks are without the orders that the agency placed itself.
 */
export const PeriodReport = z.object({
  clients: z
    .array(
      z.object({
        id: IdNumber,
        name: z.string(),
        coverage: CoverageSchema.describe('How much of the period this client reported.'),
      }),
    )
    .describe('The clients that the report is about.'),
  period: PeriodSchema.describe('The days that the report counts: the requested ones that are over.'),
  isOver: z.boolean().describe('False while days of the requested period are still to come.'),
  figures: FigureFields,
  platforms: PlatformTableDto,
  previous: ReportComparison.describe(
    'With the month before for a calendar month, else with the same weekdays before.',
  ),
  year: ReportComparison.describe('With the same weekdays a year earlier.'),
  coverage: CoverageSchema,
  missing: z.array(MissingDays),
  days: z.array(ReportDay),
  weekdays: z.array(WeekdayMean),
  best: ReportDay.nullable().describe('The complete day with the most sales.'),
  worst: ReportDay.nullable().describe('The complete day with the least sales.'),
  target: TargetProgress.nullable().describe('Only for a calendar month of one client with a target.'),
});
export type PeriodReport = Dto<typeof PeriodReport>;
