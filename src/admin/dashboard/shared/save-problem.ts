import type { ProblemDetail } from '../../../domain/index.js';

/** Why something was not saved: the server could not be reached, the session has ended, or the server rejected it. */
export type SaveProblem = { readonly kind: 'unreachable' } | { readonly kind: 'session' } | Rejection;

interface Rejection {
  readonly kind: 'rejected';
  readonly status: number;
  /** The English sentence of the server. */
  readonly message: string;
  /** The fields and the rules that they break; empty when the problem is none of a field. */
  readonly details: readonly ProblemDetail[];
}
