import { translateCode } from '../../i18n/translate-code.js';
import type { Messages } from '../../i18n/messages.js';
import { OperationalError, UserError } from '../../../domain/index.js';

/** Returns what went wrong in the reader's language. Throws on any error about which the reader can do nothing. */
export function explainProblem(error: unknown, messages: Messages): string {
  if (error instanceof OperationalError) return translateCode(messages.reasons.sync, error);
  if (error instanceof UserError && error.code === 'run_active') return messages.pages.repair.busy;
  throw error;
}

/** Creates the error of a request that starts no run because another run is active. */
export function runActiveError(id: number): UserError {
  return new UserError('run_active', `Run ${id} is active; wait for it or cancel it`, 409);
}
