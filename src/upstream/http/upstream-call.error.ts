import { UpstreamError, type UpstreamErrorCode } from '../upstream-source.js';

/**
 * One HTTP call failed. The message is for a reader who does not run servers. It never carries a body, a query or the
 * raw error: a parser's error quotes the body, and bodies can hold secrets.
 */
export class UpstreamCallError extends Error {
  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    readonly retryable: boolean,
    /** The HTTP status, when it is the cause. */
    readonly status?: number,
  ) {
    super(message);
    this.name = 'UpstreamCallError';
  }

  /** Returns the error that an `UpstreamSource` throws. @param calls the number of HTTP calls, retries included. */
  toUpstreamError(calls: number): UpstreamError {
    return new UpstreamError(this.code, this.message, calls, this.status);
  }
}

export function cancelledError(): UpstreamCallError {
  return new UpstreamCallError('cancelled', 'The call to the statistics server was cancelled.', false);
}

export function timeoutError(ms: number): UpstreamCallError {
  const text = `The statistics server did not finish its response within ${ms / 1000} s. If it is always that slow, raise SYNC_TIMEOUT_MS.`;
  return new UpstreamCallError('upstream_timeout', text, true);
}

export function tooLargeError(maxBytes: number): UpstreamCallError {
  const mib = Math.round((maxBytes / 1_048_576) * 10) / 10;
  const text = `The response of the statistics server is larger than ${mib} MB and was cut off. If so much data is right, raise SYNC_MAX_BODY_MB.`;
  return new UpstreamCallError('upstream_too_large', text, false);
}

export function badResponseError(what: string): UpstreamCallError {
  const text = `The statistics server sent ${what}. If it goes on, check DELIVERY_STATS_API_URL and tell whoever runs that server.`;
  return new UpstreamCallError('upstream_bad_answer', text, true);
}

export function redirectError(status: number): UpstreamCallError {
  const text = `The statistics server sends callers elsewhere (status ${status}), which is not followed. Set DELIVERY_STATS_API_URL to the address where it responds.`;
  return new UpstreamCallError('upstream_redirected', text, false, status);
}

/** Returns the error for a status other than 2xx and 429. */
export function errorFromStatus(status: number): UpstreamCallError {
  const error = (code: UpstreamErrorCode, text: string, retryable = false) =>
    new UpstreamCallError(code, text, retryable, status);
  if (status < 400) return redirectError(status);
  if (status === 401 || status === 403) {
    return error(
      'upstream_refused',
      `The statistics server refuses access (status ${status}). Check DELIVERY_STATS_API_KEY.`,
    );
  }
  if (status === 404) {
    return error(
      'not_found',
      'The statistics server does not know this restaurant (status 404). Check its upstream name.',
    );
  }
  if (status === 408 || status >= 500) {
    return error(
      'upstream_error',
      `The statistics server failed (status ${status}). If it goes on, tell whoever runs it.`,
      true,
    );
  }
  return error(
    'upstream_rejected',
    `The statistics server rejected the request (status ${status}). Check the client's upstream name, and that the server still has this API.`,
  );
}
