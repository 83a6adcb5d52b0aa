import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CallFault } from './call-fault.js';
import { retryAfterMs } from './retry-after.js';
import { TooManyRequests, UpstreamGate } from './upstream-gate.js';

const never = new AbortController().signal;
const quick = { firstPauseMs: 20, minPauseMs: 1, maxPauseMs: 60 };

// Time passes only when a test says so.
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('UpstreamGate', () => {
  it('lets at most `concurrency` calls in at once, first come first served', async () => {
    const gate = new UpstreamGate({ concurrency: 2 });
    const calls = Array.from({ length: 5 }, () => deferred<number>());
    const begun: number[] = [];
    const passed = calls.map(({ promise }, index) =>
      gate.pass(() => {
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

  it('makes everybody wait after a 429 and repeats the refused call itself', async () => {
    const gate = new UpstreamGate({ concurrency: 1, ...quick });
    const upstream = refusing(1, 30);
    const bystander: number[] = [];
    const passed = gate.pass(upstream.call, never);
    const waited = gate.pass(() => {
      bystander.push(performance.now());
      return ok();
    }, never);
    await jest.advanceTimersByTimeAsync(29);
    expect([upstream.times.length, bystander.length]).toEqual([1, 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await Promise.all([passed, waited])).toEqual(['ok', 'ok']);
    expect([upstream.times.length, bystander.length]).toEqual([2, 1]);
  });

  it('doubles the pause of nameless refusals up to the cap, and begins anew after a success', async () => {
    const gate = new UpstreamGate({ concurrency: 1, ...quick });
    const first = refusing(3);
    await timePasses(gate.pass(first.call, never));
    expect(gapsOf(first.times)).toEqual([20, 40, 60]);
    const second = refusing(1);
    await timePasses(gate.pass(second.call, never));
    expect(gapsOf(second.times)).toEqual([20]);
  });

  it('never waits longer than the cap, nor hammers when told to wait 0', async () => {
    const gate = new UpstreamGate({ concurrency: 1, firstPauseMs: 1, minPauseMs: 15, maxPauseMs: 30 });
    const long = refusing(1, 86_400_000);
    await timePasses(gate.pass(long.call, never));
    expect(gapsOf(long.times)).toEqual([30]);
    const zero = refusing(1, 0);
    await timePasses(gate.pass(zero.call, never));
    expect(gapsOf(zero.times)).toEqual([15]);
  });

  it('halves the concurrency once a burst and raises it by one a full round of successes', async () => {
    const gate = new UpstreamGate({ concurrency: 8, ...quick });
    const inFlight = deferred<TooManyRequests>();
    const repeated = deferred<string>();
    const calls = Array.from({ length: 8 }, () => {
      let first = true;
      return gate.pass(() => {
        if (!first) return repeated.promise;
        first = false;
        return inFlight.promise;
      }, never);
    });
    inFlight.resolve(new TooManyRequests(1));
    await inFlight.promise;
    await settled();
    expect(gate.concurrency).toBe(4);
    repeated.resolve('ok');
    await timePasses(Promise.all(calls));
    expect(gate.concurrency).toBe(5);
    for (let round = 5; round < 8; round += 1) {
      for (let call = 0; call < round; call += 1) await gate.pass(ok, never);
    }
    expect(gate.concurrency).toBe(8);
    for (let call = 0; call < 20; call += 1) await gate.pass(ok, never);
    expect(gate.concurrency).toBe(8);
  });

  it('gives up on everybody when nothing but 429 came for too long, and heals by itself', async () => {
    const gate = new UpstreamGate({ concurrency: 1, giveUpMs: 50, ...quick });
    const all = Promise.allSettled(Array.from({ length: 3 }, () => gate.pass(() => refusal(), never)));
    for (const result of await timePasses(all)) {
      expect(result).toMatchObject({ reason: { code: 'rate_limited', retryable: false } });
    }

    const later = refusing(0);
    await expect(gate.pass(later.call, never)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(later.times).toEqual([]);
    await jest.advanceTimersByTimeAsync(quick.maxPauseMs);
    await gate.pass(later.call, never);
    await timePasses(gate.pass(refusing(1).call, never));
  });

  it('does not give up when other answers came in between', async () => {
    const gate = new UpstreamGate({ concurrency: 1, giveUpMs: 30, ...quick });
    const failed = new CallFault('upstream_error', 'failed', true, 500);
    for (let round = 0; round < 3; round += 1) {
      let refused = false;
      const call = () => {
        if (refused) return Promise.reject(failed);
        refused = true;
        return refusal(20);
      };
      await timePasses(expect(gate.pass(call, never)).rejects.toBe(failed));
    }
    expect(await timePasses(gate.pass(ok, never))).toBe('ok');
  });

  it('rejects at once when the caller aborts, and leaves no timer behind', async () => {
    const gate = new UpstreamGate({ concurrency: 1 });
    const refused = new AbortController();
    const waiting = new AbortController();
    const calls = [
      gate.pass(() => refusal(60_000), refused.signal),
      gate.pass(ok, waiting.signal),
      gate.pass(ok, AbortSignal.abort()),
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

  it('is null without the header', () => {
    expect(retryAfterMs(new Headers())).toBeNull();
  });
});

function refusal(ms: number | null = null): Promise<TooManyRequests> {
  return Promise.resolve(new TooManyRequests(ms));
}

function ok(): Promise<string> {
  return Promise.resolve('ok');
}

/** A call that is refused `count` times and then succeeds, and the times it was made at. */
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

/** Lets everything that is ready run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lets time pass until `work` is done. */
async function timePasses<T>(work: Promise<T>): Promise<T> {
  const state = { done: false };
  const end = () => void (state.done = true);
  void work.then(end, end);
  await settled();
  while (!state.done) await jest.advanceTimersByTimeAsync(1).then(settled);
  return work;
}
