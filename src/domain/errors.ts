/** One problem of an input: the path of the field and the rule that it breaks. */
export interface ProblemDetail {
  readonly path: string;
  readonly message: string;
}

/**
 * An error that the caller can correct: a bad parameter, a conflict, a missing resource. The API returns it as a 4xx
 * response, the CLI as a message. It is never retried. `code` is stable; `message` is a sentence for a person.
 */
export class UserError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: 400 | 401 | 403 | 404 | 409 | 422 | 429 = 400,
    readonly details: readonly ProblemDetail[] = [],
  ) {
    super(message);
    this.name = 'UserError';
  }
}

/** Creates a 400 `bad_input` that names one field and the rule that it breaks. */
export function badInput(path: string, message: string): UserError {
  return new UserError('bad_input', `${path}: ${message}`, 400, [{ path, message }]);
}

/**
 * More work than the process does at once. The API returns it as a 503 with `Retry-After`, so that the caller tries again after
 * `retryAfterSeconds`.
 */
export class OverloadedError extends Error {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
    this.name = 'OverloadedError';
  }
}

/**
 * A failure of the environment and not of the code: the upstream does not respond, the disk is full. `code` is stable;
 * `message` is a sentence for a person. Neither holds a secret.
 */
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
