/** One thing wrong with an input: where it is, and the rule it breaks. */
export interface ProblemDetail {
  readonly path: string;
  readonly message: string;
}

/** The caller can mend this: a bad parameter, a conflict, a missing thing. Becomes a 4xx or a CLI message; never retried. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: 400 | 401 | 403 | 404 | 409 | 429 = 400,
    readonly details: readonly ProblemDetail[] = [],
  ) {
    super(message);
    this.name = 'UserError';
  }
}

/** A 400 that names one field and the rule it breaks. */
export function badInput(path: string, message: string): UserError {
  return new UserError('bad_input', `${path}: ${message}`, 400, [{ path, message }]);
}

/** The world failed, not the code: upstream refused, disk full. `code` is stable, `message` is for a person; no secrets in either. */
export class OperationalError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'OperationalError';
  }
}
