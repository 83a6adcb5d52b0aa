import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { UpstreamCallError } from '../http/upstream-call.error.js';
import { retryAfterMs } from '../http/parse-retry-after.js';
import { TooManyRequestsResponse, AdaptiveRateLimiter } from './adaptive-rate-limiter.js';

const never = new AbortController().signal;
const quick = { firstPauseMs: 20, minPauseMs: 1, maxPauseMs: 60 };

// Fake timers: time passes only when a test advances it.
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  // A process that has run for a while: sums and differences of instants are not the same.
  jest.advanceTimersByTime(3_600_000);
});
afterEach(() => {
  jest.useRealTimers();
});

describe('AdaptiveRateLimiter', () => {
  it('runs at most `concurrency` calls at once, in the order of their requests', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 2 });
    const calls = Array.from({ length: 5 }, () => deferred<number>());
    const begun: number[] = [];
    const passed = calls.map(({ promise }, index) =>
      limiter.run(() => {
        begun.push(index);
        return promise;
      }, never),
    );
    await settled();
    expect(begun).toEqual([0, 1]);
    calls[1]?.resolve(1);
    await passed[1];
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    calls.forEach(({ resolve }, index) => resolve(index));
    expect(await Promise.all(passed)).toEqual([0, 1, 2, 3, 4]);
  });

  it('pauses all callers after a 429 and repeats the rejected call itself', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, ...quick });
    const upstream = refusing(1, 30);
    const bystander: number[] = [];
    const passed = limiter.run(upstream.call, never);
    const waited = limiter.run(() => {
      bystander.push(performance.now());
      return ok();
    }, never);
    await jest.advanceTimersByTimeAsync(29);
    expect([upstream.times.length, bystander.length]).toEqual([1, 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await Promise.all([passed, waited])).toEqual(['ok', 'ok']);
    expect([upstream.times.length, bystander.length]).toEqual([2, 1]);
  });

  it('doubles the pause after each 429 without Retry-After up to the cap, and starts over after a success', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, ...quick });
    const first = refusing(3);
    await timePasses(limiter.run(first.call, never));
    expect(gapsOf(first.times)).toEqual([20, 40, 60]);
    const second = refusing(1);
    await timePasses(limiter.run(second.call, never));
    expect(gapsOf(second.times)).toEqual([20]);
  });

  it('pauses at most for the cap, and at least for the minimum after Retry-After 0', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, firstPauseMs: 1, minPauseMs: 15, maxPauseMs: 30 });
    const long = refusing(1, 86_400_000);
    await timePasses(limiter.run(long.call, never));
    expect(gapsOf(long.times)).toEqual([30]);
    const zero = refusing(1, 0);
    await timePasses(limiter.run(zero.call, never));
    expect(gapsOf(zero.times)).toEqual([15]);
  });

  it('halves the concurrency once per burst and raises it by one after a full round of successes', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 8, ...quick });
    const inFlight = deferred<TooManyRequestsResponse>();
    const repeated = deferred<string>();
    const calls = Array.from({ length: 8 }, () => {
      let first = true;
      return limiter.run(() => {
        if (!first) return repeated.promise;
        first = false;
        return inFlight.promise;
      }, never);
    });
    inFlight.resolve(new TooManyRequestsResponse(1));
    await inFlight.promise;
    await settled();
    expect(limiter.concurrency).toBe(4);
    repeated.resolve('ok');
    await timePasses(Promise.all(calls));
    expect(limiter.concurrency).toBe(5);
    for (let round = 5; round < 8; round += 1) {
      for (let call = 0; call < round; call += 1) await limiter.run(ok, never);
    }
    expect(limiter.concurrency).toBe(8);
    for (let call = 0; call < 20; call += 1) await limiter.run(ok, never);
    expect(limiter.concurrency).toBe(8);
  });

  it('rejects all callers after nothing but 429 for too long, and recovers by itself', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, giveUpMs: 50, ...quick });
    const all = Promise.allSettled(Array.from({ length: 3 }, () => limiter.run(() => refusal(), never)));
    for (const result of await timePasses(all)) {
      expect(result).toMatchObject({ reason: { code: 'rate_limited', retryable: false } });
    }

    const later = refusing(0);
    await expect(limiter.run(later.call, never)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(later.times).toEqual([]);
    await jest.advanceTimersByTimeAsync(quick.maxPauseMs);
    await limiter.run(later.call, never);
    await timePasses(limiter.run(refusing(1).call, never));
  });

  it('emits each new limit: the pause and the calls at once', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 2, ...quick });
    const limits: object[] = [];
    limiter.limitChanged.subscribe((limit) => limits.push(limit));
    await timePasses(limiter.run(refusing(1, 30).call, never));
    expect(limits).toEqual([
      { pauseMs: 30, concurrency: 1 },
      { pauseMs: 0, concurrency: 2 },
    ]);
  });

  it.each([
    [[30, 50], 50],
    [[50, 30], 50],
    [[50, null], 50],
  ])('pauses once for calls that were rejected together with Retry-After %j, for %d ms', async (asked, pauseMs) => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 2, ...quick });
    const upstreams = asked.map((ms) => refusing(1, ms));
    await timePasses(Promise.all(upstreams.map(({ call }) => limiter.run(call, never))));
    expect(upstreams.map(({ times }) => gapsOf(times)[0])).toEqual([pauseMs, pauseMs]);
  });

  it('does not give up for a 429 of long ago', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, giveUpMs: 50, ...quick });
    const caller = new AbortController();
    const aborted = expect(limiter.run(() => refusal(), caller.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await settled();
    caller.abort();
    await aborted;
    await jest.advanceTimersByTimeAsync(50 + quick.maxPauseMs + 1);
    expect(await timePasses(limiter.run(refusing(1).call, never))).toBe('ok');
  });

  it('pauses once for calls that were under way together, when the later response names no time', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 2, ...quick });
    let calls = 0;
    const late = deferred<null>();
    const passed = [Promise.resolve(), late.promise].map((response) =>
      limiter.run(async () => {
        if (++calls > 2) return 'ok';
        await response;
        return refusal();
      }, never),
    );
    await jest.advanceTimersByTimeAsync(5);
    late.resolve(null);
    await jest.advanceTimersByTimeAsync(14);
    expect(calls).toBe(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(await Promise.all(passed)).toEqual(['ok', 'ok']);
  });

  it('says for how many minutes it tried', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, giveUpMs: 120_000 });
    const call = expect(limiter.run(() => refusal(60_000), never)).rejects.toThrow('Retry-After) for 2 minutes');
    await jest.advanceTimersByTimeAsync(120_000);
    await call;
  });

  it('pauses for a minute at most, whatever the server asks for', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1 });
    const upstream = refusing(1, 3_600_000);
    const passed = limiter.run(upstream.call, never);
    await jest.advanceTimersByTimeAsync(59_999);
    expect(upstream.times).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(gapsOf(upstream.times)).toEqual([60_000]);
    expect(await passed).toBe('ok');
  });

  it('does not give up when other responses came in between', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, giveUpMs: 30, ...quick });
    const failed = new UpstreamCallError('upstream_error', 'failed', true, 500);
    for (let round = 0; round < 3; round += 1) {
      let refused = false;
      const call = () => {
        if (refused) return Promise.reject(failed);
        refused = true;
        return refusal(20);
      };
      await timePasses(expect(limiter.run(call, never)).rejects.toBe(failed));
    }
    expect(await timePasses(limiter.run(ok, never))).toBe('ok');
  });

  it('resumes after a pause for those who still wait, when another caller has aborted', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1, ...quick });
    const [refused, leaving] = [new AbortController(), new AbortController()];
    const first = expect(limiter.run(() => refusal(), refused.signal)).rejects.toMatchObject({ code: 'cancelled' });
    const second = expect(limiter.run(ok, leaving.signal)).rejects.toMatchObject({ code: 'cancelled' });
    const patient = limiter.run(ok, never);
    await settled();
    leaving.abort();
    refused.abort();
    await Promise.all([first, second]);
    await jest.advanceTimersByTimeAsync(20);
    expect(await patient).toBe('ok');
  });

  it('rejects at once when the caller aborts, and leaves no timer behind', async () => {
    const limiter = new AdaptiveRateLimiter({ concurrency: 1 });
    const refused = new AbortController();
    const waiting = new AbortController();
    const calls = [
      limiter.run(() => refusal(60_000), refused.signal),
      limiter.run(ok, waiting.signal),
      limiter.run(ok, AbortSignal.abort()),
    ];
    const outcomes = Promise.allSettled(calls);
    await settled();
    expect(jest.getTimerCount()).toBe(1);
    waiting.abort();
    refused.abort();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'cancelled' } });
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('Sun, 23 Nov 2025 10:00:00 GMT');
  it.each<[string, string | undefined, number | null]>([
    ['7', undefined, 7000],
    ['0', undefined, 0],
    ['Sun, 23 Nov 2025 10:00:30 GMT', undefined, 30_000],
    ['Sun, 23 Nov 2025 10:00:30 GMT', 'Sun, 23 Nov 2025 10:00:10 GMT', 20_000],
    ['Sun, 23 Nov 2025 09:00:00 GMT', undefined, 0],
    ['soon', undefined, null],
    ['-3', undefined, null],
    ['1.5', undefined, null],
    ['', undefined, null],
  ])('reads %p (server clock %p) as %p ms', (value, date, ms) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value, ...(date && { date }) }), now)).toBe(ms);
  });

  it('returns null without the header', () => {
    expect(retryAfterMs(new Headers())).toBeNull();
  });
});

function refusal(ms: number | null = null): Promise<TooManyRequestsResponse> {
  return Promise.resolve(new TooManyRequestsResponse(ms));
}

function ok(): Promise<string> {
  return Promise.resolve('ok');
}

/** Returns a call that gets 429 `count` times and then succeeds, and the times at which it was made. */
function refusing(count: number, retryAfter: number | null = null) {
  const times: number[] = [];
  const call = () => (times.push(performance.now()) <= count ? refusal(retryAfter) : ok());
  return { times, call };
}

function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

/** Runs all callbacks that are ready. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Advances the time until `work` is done. */
async function timePasses<T>(work: Promise<T>): Promise<T> {
  const state = { done: false };
  const end = () => void (state.done = true);
  void work.then(end, end);
  await settled();
  while (!state.done) await jest.advanceTimersByTimeAsync(1).then(settled);
  return work;
}
