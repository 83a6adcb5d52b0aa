import { z } from 'zod';
import { COMMON_PASSWORDS } from './common-passwords.js';

/** Fewer different characters than this are a pattern: `aaaaaaaaaa`, `1212121212`, ten spaces. */
const MIN_DIFFERENT_CHARACTERS = 5;

/** The rules of every new password: 10 to 200 characters, no common password and no pattern. */
export const Password = z
  .string('must be a text')
  .min(10, { error: 'must have at least 10 characters', abort: true })
  .max(200, { error: 'must have at most 200 characters', abort: true })
  .superRefine((password, context) => {
    if (isGuessable(password)) context.addIssue({ code: 'custom', message: 'is too easy to guess' });
  });

/** Returns the rule that a password breaks because of the person who chooses it, or null. */
export function findPersonalPasswordProblem(password: string, email: string): string | null {
  const typed = fold(password).trim();
  const address = fold(email);
  return typed.includes(address) || address.includes(typed) ? 'must not be the e-mail address' : null;
}

/** Common passwords, few different characters, and characters in a row (`0123456789`). Source: NIST SP 800-63B, 3.1.1.2. */
function isGuessable(password: string): boolean {
  const text = fold(password);
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)));
  const isSequence = steps.size === 1 && [...steps].every((step) => Math.abs(step) <= 1);
  return isSequence || new Set(codes).size < MIN_DIFFERENT_CHARACTERS || COMMON_PASSWORDS.has(text);
}

/** Returns a text as guessers try it: in one case and one Unicode form. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
