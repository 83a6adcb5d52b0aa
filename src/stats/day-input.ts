import { z } from 'zod';
import { parseDay } from './day.js';

/** Zod schema of a day in an input. */
export const DayInput = z.string().transform((text, context) => {
  const parsed = parseDay(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'must be a calendar day YYYY-MM-DD from 2000 to 2099' });
  return z.NEVER;
});
