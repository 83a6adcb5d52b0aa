import { z } from 'zod';
import { findNameProblem, findTextProblem, MAX_NAME_LENGTH } from '../domain/index.js';

/** Adds the rule that a text breaks, when it breaks one. */
const check = (findProblem: (text: string) => string | null) => (text: string, context: z.RefinementCtx) => {
  const message = findProblem(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
};

/** A name is kept verbatim: outer spaces count. */
export const Name = z.string().max(MAX_NAME_LENGTH, { abort: true }).superRefine(check(findNameProblem));

/** A text of at most `max` characters that every database stores unchanged. */
export const text = (max: number) => z.string().max(max).superRefine(check(findTextProblem));

/** A text that has at least one visible character, without outer spaces. */
export const requiredText = (max: number) =>
  text(max)
    .transform((value) => value.trim())
    .refine((value) => value !== '', 'must not be empty');

/** A spreadsheet shows a long number as `6.28E+12` and saves only that. */
const SHORTENED_NUMBER = /^\s*[+-]?\d+(?:[.,]\d+)?E[+-]?\d+\s*$/i;

/** A phone number or a Telegram name. */
export const contactNumber = (max: number) =>
  text(max).refine(
    (value) => !SHORTENED_NUMBER.test(value),
    'a spreadsheet has shortened this number; format its column as text and enter it again',
  );

/** The largest monthly target, in rupiah. */
const MAX_TARGET = 1_000_000_000_000;
const TARGET_RULE = `must be a whole number of rupiah from 1 to ${MAX_TARGET}`;

/** The total sales that a client wants to reach in a month, in whole rupiah. */
export const MonthlyTarget = z.int(TARGET_RULE).min(1, TARGET_RULE).max(MAX_TARGET, TARGET_RULE);
