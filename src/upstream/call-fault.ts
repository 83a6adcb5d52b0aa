import { UpstreamError, type UpstreamErrorCode } from './upstream-source.js';

/**
 * What went wrong with one HTTP call, in words for a person who runs the restaurants, not the servers. It never carries a
 * body, a query or the raw error: a parser's error quotes the body, and bodies can hold secrets.
 */
export class CallFault extends Error {
  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    readonly retryable: boolean,
    /** The HTTP status when that is what went wrong. */
    readonly status?: number,
  ) {
    super(message);
    this.name = 'CallFault';
  }

  /** The error of the port. @param calls HTTP calls made in all. */
  toUpstreamError(calls: number): UpstreamError {
    return new UpstreamError(this.code, this.message, calls);
  }
}

export function cancelled(): CallFault {
  return new CallFault('cancelled', 'The call to the statistics server was cancelled.', false);
}

export function timedOut(ms: number): CallFault {
  const text = `The statistics server did not finish its answer within ${ms / 1000} s. If it is always that slow, raise SYNC_TIMEOUT_MS.`;
  return new CallFault('upstream_timeout', text, true);
}

export function tooLarge(maxBytes: number): CallFault {
  const mib = Math.round((maxBytes / 1_048_576) * 10) / 10;
  const text = `The answer of the statistics server is larger than ${mib} MB and was cut off. If so much data is right, raise SYNC_MAX_BODY_MB.`;
  return new CallFault('upstream_too_large', text, false);
}

export function badAnswer(what: string): CallFault {
  const text = `The statistics server sent ${what}. If it goes on, check DELIVERY_STATS_API_URL and tell whoever runs that server.`;
  return new CallFault('upstream_bad_answer', text, true);
}

export function redirected(status: number): CallFault {
  const text = `The statistics server sends callers elsewhere (status ${status}), which is not followed. Set DELIVERY_STATS_API_URL to the address where it answers.`;
  return new CallFault('upstream_redirected', text, false, status);
}

/** The fault that a status other than 2xx and 429 stands for. */
export function faultOfStatus(status: number): CallFault {
  const fault = (code: UpstreamErrorCode, text: string, retryable = false) =>
    new CallFault(code, text, retryable, status);
  if (status < 400) return redirected(status);
  if (status === 401 || status === 403) {
    return fault(
      'upstream_refused',
      `The statistics server refuses access (status ${status}). Check DELIVERY_STATS_API_KEY.`,
    );
  }
  if (status === 404) {
    return fault(
      'not_found',
      'The statistics server does not know this restaurant (status 404). Check its upstream name.',
    );
  }
  if (status === 408 || status >= 500) {
    return fault(
      'upstream_error',
      `The statistics server failed (status ${status}). If it goes on, tell whoever runs it.`,
      true,
    );
  }
  return fault(
    'upstream_rejected',
    `The statistics server rejected the request (status ${status}). Check the client's upstream name, and that the server still has this API.`,
  );
}
