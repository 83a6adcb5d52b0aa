import { setTimeout as delay } from 'node:timers/promises';
import type { AdaptiveRateLimiter, TooManyRequestsResponse } from './adaptive-rate-limiter.js';
import { cancelledError, UpstreamCallError } from '../http/upstream-call.error.js';

const BACKOFF_FACTOR = 3;
const MAX_BACKOFF_MS = 20_000;

export interface RetryOptions {
  /** The number of calls for one result; calls that were limited are not counted. */
  readonly attempts: number;
  readonly retryBaseMs: number;
}

/** The result of a call and the number of calls made for it, retries included. */
export interface CallResult<T> {
  readonly result: T;
  readonly calls: number;
}

/**
 * Makes a call within the rate limit. A failed call is retried with a random pause.
 * @throws UpstreamError after the last attempt, or at once when a retry is pointless.
 */
export async function callWithRetries<T>(
  attempt: () => Promise<T | TooManyRequestsResponse>,
  rateLimiter: AdaptiveRateLimiter,
  { attempts, retryBaseMs }: RetryOptions,
  signal: AbortSignal,
): Promise<CallResult<T>> {
  let calls = 0;
  const call = () => {
    calls += 1;
    return attempt();
  };
  for (let made = 1; ; made += 1) {
    try {
      return { result: await rateLimiter.run(call, signal), calls };
    } catch (error) {
      if (!(error instanceof UpstreamCallError)) throw error;
      if (!error.retryable || made >= attempts) throw error.toUpstreamError(calls);
    }
    await delay(backoffMs(made, retryBaseMs), undefined, { signal }).catch(() => {
      throw cancelledError().toUpstreamError(calls);
    });
  }
}

/**
 * Returns the pause in ms after `made` attempts: random (full jitter), so that calls which failed together do not retry together. Its upper
 * limit is the base, three times as much after each further attempt, and 20 s at most.
 */
export function backoffMs(made: number, retryBaseMs: number): number {
  return Math.random() * Math.min(retryBaseMs * BACKOFF_FACTOR ** (made - 1), MAX_BACKOFF_MS);
}
