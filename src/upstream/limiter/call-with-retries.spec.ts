import { describe, expect, it } from '@jest/globals';
import { AdaptiveRateLimiter, TooManyRequestsResponse } from './adaptive-rate-limiter.js';
import { backoffMs, callWithRetries } from './call-with-retries.js';
import { UpstreamCallError } from '../http/upstream-call.error.js';

const never = new AbortController().signal;
const failed = new UpstreamCallError('upstream_error', 'status 500', true, 500);
const refused = new UpstreamCallError('upstream_refused', 'status 401', false, 401);

/** Makes calls with these outcomes, one after the other; an error is thrown. */
function callThrough(outcomes: readonly unknown[], attempts = 3) {
  const remaining = [...outcomes];
  const attempt = () => {
    const outcome = remaining.shift();
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  };
  const limiter = new AdaptiveRateLimiter({ concurrency: 1, firstPauseMs: 1, minPauseMs: 1 });
  return callWithRetries(attempt, limiter, { attempts, retryBaseMs: 0 }, never);
}

describe('the pause before another attempt', () => {
  it.each([
    [1, 1000, 1000],
    [2, 1000, 3000],
    [3, 1000, 9000],
    [2, 3_600_000, 20_000],
  ])('after attempt %i with a base of %i ms lies anywhere between 0 and %i ms', (made, retryBaseMs, most) => {
    const pauses = Array.from({ length: 300 }, () => backoffMs(made, retryBaseMs));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(most);
    expect(Math.max(...pauses)).toBeGreaterThan(0.9 * most);
    expect(Math.min(...pauses)).toBeLessThan(0.1 * most);
  });
});

describe('a call with retries', () => {
  it('is repeated after failures, and its result tells the number of calls', async () => {
    expect(await callThrough(['ok'])).toEqual({ result: 'ok', calls: 1 });
    expect(await callThrough([failed, failed, 'ok'])).toEqual({ result: 'ok', calls: 3 });
  });

  it('fails after the last attempt', async () => {
    await expect(callThrough([failed, failed, failed, 'ok'])).rejects.toMatchObject({
      code: 'upstream_error',
      calls: 3,
    });
    await expect(callThrough([failed, 'ok'], 1)).rejects.toMatchObject({ code: 'upstream_error', calls: 1 });
  });

  it('fails at once when a retry is pointless', async () => {
    await expect(callThrough([refused, 'ok'])).rejects.toMatchObject({ code: 'upstream_refused', calls: 1 });
  });

  it('passes on an error of the program itself', async () => {
    const error = new TypeError('a mistake');
    await expect(callThrough([error, 'ok'])).rejects.toBe(error);
  });

  it('counts a call that was limited, but not as an attempt', async () => {
    const limited = new TooManyRequestsResponse(null);
    expect(await callThrough([limited, failed, limited, 'ok'], 2)).toEqual({ result: 'ok', calls: 4 });
  });

  it('ends its pause when the caller aborts', async () => {
    const caller = new AbortController();
    const attempt = () => {
      setImmediate(() => caller.abort());
      return Promise.reject(failed);
    };
    const options = { attempts: 2, retryBaseMs: 3_600_000 };
    const call = callWithRetries(attempt, new AdaptiveRateLimiter({ concurrency: 1 }), options, caller.signal);
    await expect(call).rejects.toMatchObject({ code: 'cancelled', calls: 1 });
  });
});
