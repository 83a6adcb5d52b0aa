import type { Principal } from './principal.js';
import { UserError } from '../../domain/index.js';

/** How long a confirmed password opens changes of accounts, ms. */
const CONFIRMATION_MS = 15 * 60_000;

/** The code of the error for a person who has to confirm the password first. */
export const CONFIRMATION_REQUIRED = 'confirm_password';

/** The field of the details by which the panel recognizes the refusal. */
const DETAIL = { path: 'confirmation', message: 'confirm your password first' };

/**
 * Checks that a person typed their password within the last 15 minutes, at the login or since. A stolen session or token can
 * then not make an account of its own.
 * @throws UserError 403 for a session that has to confirm it, and for any token.
 */
export function assertPasswordConfirmed(principal: Principal, now: Date): void {
  if (principal.kind !== 'session') throw new UserError('forbidden', 'An API token may not change accounts', 403);
  const confirmedAt = principal.confirmedAt ? Date.parse(principal.confirmedAt) : 0;
  if (now.getTime() - confirmedAt <= CONFIRMATION_MS) return;
  throw new UserError(CONFIRMATION_REQUIRED, 'Confirm your password at /admin/confirm first', 403, [DETAIL]);
}
