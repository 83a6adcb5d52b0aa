import { OperationalError, UserError } from '../../errors.js';
import { reasonIn } from '../locales/reason.js';
import type { Words } from '../locales/words.js';

/** What went wrong in a reader's words; anything a reader can do nothing about is thrown on. */
export function problemWords(error: unknown, words: Words): string {
  if (error instanceof OperationalError) return reasonIn(words.reasons.sync, error);
  if (error instanceof UserError && error.code === 'run_active') return words.pages.repair.busy;
  throw error;
}

/** The error of a request for a run that was not made, because another one is active. */
export function runActive(id: number): UserError {
  return new UserError('run_active', `Run ${id} is active; wait for it or cancel it`, 409);
}
