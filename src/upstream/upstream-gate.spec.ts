import { describe, expect, it } from '@jest/globals';
import { CallFault } from './call-fault.js';
import { retryAfterMs } from './retry-after.js';
import { TooManyRequests, UpstreamGate } from './upstream-gate.js';

const never = new AbortController().signal;
const quick = { firstPauseMs: 20, minPauseMs: 1, maxPauseMs: 60 };

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
    const started = performance.now();
    const bystander = deferred<number>();
    const passed = gate.pass(upstream.call, never);
    const waited = gate.pass(() => {
      bystander.resolve(performance.now() - started);
      return ok();
    }, never);
    expect(await Promise.all([passed, waited])).toEqual(['ok', 'ok']);
    expect(upstream.times).toHaveLength(2);
    expect(await bystander.promise).toBeGreaterThanOrEqual(30);
  });

  it('doubles the pause of nameless refusals up to the cap, and begins anew after a success', async () => {
    const gate = new UpstreamGate({ concurrency: 1, ...quick });
    const first = refusing(3);
    await gate.pass(first.call, never);
    const gaps = gapsOf(first.times);
    expect(gaps[0]).toBeGreaterThanOrEqual(20);
    expect(gaps[1]).toBeGreaterThanOrEqual(40);
    expect(gaps[2]).toBeGreaterThanOrEqual(60);
    const second = refusing(1);
    await gate.pass(second.call, never);
    expect(gapsOf(second.times)[0]).toBeGreaterThanOrEqual(20);
  });

  it('never waits longer than the cap, nor hammers when told to wait 0', async () => {
    const gate = new UpstreamGate({ concurrency: 1, firstPauseMs: 1, minPauseMs: 15, maxPauseMs: 30 });
    const long = refusing(1, 86_400_000);
    await gate.pass(long.call, never);
    expect(gapsOf(long.times)[0]).toBeGreaterThanOrEqual(30);
    const zero = refusing(1, 0);
    await gate.pass(zero.call, never);
    expect(gapsOf(zero.times)[0]).toBeGreaterThanOrEqual(15);
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
    await Promise.all(calls);
    expect(gate.concurrency).toBe(5);
    for (let round = 5; round < 8; round += 1) {
      for (let call = 0; call < round; call += 1) await gate.pass(ok, never);
    }
    expect(gate.concurrency).toBe(8);
    for (let call = 0; call < 20; call += 1) await gate.pass(ok, never);
    expect(gate.concurrency).toBe(8);
  });

  it('gives up on everybody when nothing but 429 came for too long, and heals by itself', async () => {
    // The second pause is long, so that the next call still falls into it on a busy machine.
    const gate = new UpstreamGate({ concurrency: 1, giveUpMs: 50, firstPauseMs: 300, maxPauseMs: 600 });
    const results = await Promise.allSettled(Array.from({ length: 3 }, () => gate.pass(() => refusal(), never)));
    for (const result of results) expect(result).toMatchObject({ reason: { code: 'rate_limited', retryable: false } });

    let calls = 0;
    const call = () => {
      calls += 1;
      return ok();
    };
    await expect(gate.pass(call, never)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(calls).toBe(0);
    while (calls === 0) await gate.pass(call, never).catch(settled);
    await gate.pass(refusing(1).call, never);
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
      await expect(gate.pass(call, never)).rejects.toBe(failed);
    }
    expect(await gate.pass(ok, never)).toBe('ok');
  });

  it('rejects at once when the caller aborts, and leaves no timer behind', async () => {
    const gate = new UpstreamGate({ concurrency: 1 });
    const timers = activeTimers();
    const refused = new AbortController();
    const waiting = new AbortController();
    const calls = [
      gate.pass(() => refusal(60_000), refused.signal),
      gate.pass(ok, waiting.signal),
      gate.pass(ok, AbortSignal.abort()),
    ];
    const outcomes = Promise.allSettled(calls);
    await settled();
    expect(activeTimers()).toBe(timers + 1);
    waiting.abort();
    refused.abort();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'cancelled' } });
    expect(activeTimers()).toBe(timers);
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

function activeTimers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}
