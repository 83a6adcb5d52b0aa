import { z } from 'zod';
import { parseDay, type Day } from '../../../domain/index.js';

/** Zod schema of a business day, in an input and in a response. */
export const DaySchema = z
  .string()
  .refine((text) => parseDay(text) !== null, {
    message: 'must be a calendar day YYYY-MM-DD from 2000 to 2099',
    abort: true,
  })
  .meta({
    id: 'Day',
    description: 'A business day of the years 2000 to 2099, `YYYY-MM-DD`. It has no time zone.',
    format: 'date',
    examples: ['2026-11-20'],
  }) as unknown as z.ZodType<Day, string>;

/** Zod schema of a month as the API writes it, in a response. */
export const MonthSchema = z.string().meta({
  id: 'Month',
  description: 'A month of the years 2000 to 2099, `YYYY-MM`.',
  pattern: '^20\\d\\d-(0[1-9]|1[0-2])$',
  examples: ['2026-11'],
});

/** Zod schema of the first and the last day of consecutive business days. */
export const PeriodSchema = z
  .object({ from: DaySchema, to: DaySchema })
  .meta({ id: 'Period', description: 'Consecutive business days from `from` to `to`, both included.' });
