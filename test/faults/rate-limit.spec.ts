import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { expectReadableMessage, FaultHarness } from '../support/fault-harness.js';
import { DAYS, HELD, version } from '../support/fault-rows.js';
import { htmlErrorPage, repeat } from '../support/upstream-faults.js';
import { json, type Behaviour } from '../support/scripted-upstream.js';
import { AdaptiveRateLimiter } from '../../src/upstream/limiter/adaptive-rate-limiter.js';

/** Tolerance: Node's timers may fire slightly early. */
const EARLY_MS = 5;
const OTHERS = ['C', 'D', 'E', 'F'];

describe('an upstream that responds 429', () => {
  let harness: FaultHarness;

  afterEach(() => harness.stop());

  it.each<[string, Record<string, string>, number]>([
    ['with seconds to wait', { 'retry-after': '1' }, 1000],
    [
      'with a date until when, by its own clock',
      { date: 'Thu, 01 Jan 2015 10:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2015 10:00:01 GMT' },
      1000,
    ],
    ['without saying for how long', {}, 300],
  ])('pauses the whole run %s, which then continues more slowly and copies everything', async (_, headers, pauseMs) => {
    const gate = new AdaptiveRateLimiter({ concurrency: 4, firstPauseMs: 300 });
    harness = await FaultHarness.start({ gate, others: OTHERS });
    let refusedAt = 0;
    const burst = together(4, () => (refusedAt = performance.now()));
    const refuse: Behaviour = (request, response) => burst(() => htmlErrorPage(429, headers)(request, response));
    const after: { at: number; waiting: number }[] = [];
    // The first responses wait for each other, then for two round trips, in which no third concurrent call may arrive.
    const pair = together(2, () => undefined);
    let open = 0;
    const roundTrip = () => harness.app.get('/sync/status');
    const respond: Behaviour = (request, response) => {
      after.push({ at: performance.now(), waiting: open + 1 });
      open += 1;
      const release = () => {
        open -= 1;
        json(200, { restaurant_name: restaurantOf(request), data: version(2, DAYS) })(request, response);
      };
      // After two round trips through the server a third call would have arrived.
      const later = () => void roundTrip().then(roundTrip).then(release);
      if (after.length > 2) later();
      else pair(later);
    };
    let rejected = 0;
    // The queue decides which restaurants come first.
    harness.upstream.everyCall((request, response) => {
      if (rejected++ < 4) refuse(request, response);
      else respond(request, response);
    });

    const { run, items, calls, replica } = await harness.sync();
    expect(run).toMatchObject({ status: 'completed', items: { done: 6 }, error: null });
    expect(harness.names.map((name) => items[name]?.attempts).sort()).toEqual([1, 1, 2, 2, 2, 2]);
    expect(calls).toEqual(Object.fromEntries(harness.names.map((name) => [name, items[name]?.attempts])));
    expect(Math.min(...after.map(({ at }) => at)) - refusedAt).toBeGreaterThanOrEqual(pauseMs - EARLY_MS);
    expect(after.slice(0, 2).map(({ waiting }) => waiting)).toEqual([1, 2]);
    expect(after[2]?.waiting).toBeLessThanOrEqual(2);
    expect(Math.max(...after.map(({ waiting }) => waiting))).toBeLessThan(4);
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS)));
  });

  it('doubles the pause after each 429 in a row, and counts none as an attempt', async () => {
    // One call at a time: a success of the healthy client in between would end the streak.
    const gate = new AdaptiveRateLimiter({ concurrency: 1, firstPauseMs: 50, minPauseMs: 1 });
    harness = await FaultHarness.start({ gate, env: { SYNC_CONCURRENCY: '1' } });
    const refusals: number[] = [];
    const refuse: Behaviour = (request, response) => {
      refusals.push(performance.now());
      htmlErrorPage(429)(request, response);
    };
    const { run, items, calls, replica } = await harness.sync(...repeat(4, refuse));
    const gaps = refusals.slice(1).map((at, index) => at - refusals[index]!);
    expect(gaps.map((gap, index) => gap >= 50 * 2 ** index - EARLY_MS)).toEqual([true, true, true]);
    expect(run.status).toBe('completed');
    expect(items.Faulty).toMatchObject({ status: 'done', code: null, attempts: 5 });
    expect(calls).toEqual({ Healthy: 1, Faulty: 5 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS)));
  });

  it('is waited for as after a 429 when it responds 503 with Retry-After, and none counts as an attempt', async () => {
    const gate = new AdaptiveRateLimiter({ concurrency: 1, minPauseMs: 1, maxPauseMs: 50 });
    harness = await FaultHarness.start({ gate, env: { SYNC_CONCURRENCY: '1' } });
    const { run, items, replica } = await harness.sync(...repeat(6, htmlErrorPage(503, { 'retry-after': '10' })));
    expect(run).toMatchObject({ status: 'completed', error: null });
    expect(items.Faulty).toMatchObject({ status: 'done', code: null, attempts: 7 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS)));
  });

  it.each(['86400', 'Fri, 01 Jan 2100 00:00:00 GMT'])(
    'pauses the run for no longer than the cap: %s',
    async (retryAfter) => {
      harness = await FaultHarness.start({ gate: new AdaptiveRateLimiter({ concurrency: 4, maxPauseMs: 200 }) });
      const { run, items, calls, replica } = await harness.sync(htmlErrorPage(429, { 'retry-after': retryAfter }));
      expect(run.status).toBe('completed');
      expect(items.Faulty).toMatchObject({ status: 'done', attempts: 2 });
      expect(calls).toEqual({ Healthy: 1, Faulty: 2 });
      expect(replica).toEqual(harness.expectedReplica(version(2, DAYS)));
    },
  );

  it('ends the run after too long a pause, and keeps what it copied', async () => {
    const gate = new AdaptiveRateLimiter({
      concurrency: 1,
      firstPauseMs: 20,
      minPauseMs: 1,
      maxPauseMs: 50,
      giveUpMs: 300,
    });
    harness = await FaultHarness.start({ gate, others: ['Later', 'Last'], env: { SYNC_CONCURRENCY: '1' } });
    harness.onFirstItemEnd(() => harness.upstream.everyCall(htmlErrorPage(429)));
    const started = performance.now();
    const { run, items, calls, replica } = await harness.sync();
    expect(performance.now() - started).toBeGreaterThanOrEqual(300);
    expect(run).toMatchObject({
      status: 'partial',
      items: { done: 1, failed: 1, cancelled: 2 },
      error: { code: 'rate_limited' },
    });
    expectReadableMessage(run.error?.message);
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'rate_limited', attempts: calls.Faulty });
    expect(items.Faulty?.message).toBe(run.error?.message);
    expect(items.Later).toMatchObject({ status: 'cancelled', code: 'run_stopped', attempts: 0 });
    expect(Object.keys(calls)).toEqual(['Healthy', 'Faulty']);
    expect(calls.Healthy).toBe(1);
    expect(replica).toEqual(harness.expectedReplica(version(1, HELD), { Healthy: version(2, DAYS) }));
    harness.upstream.everyCall(null);
    // A run ends at once, without a call, until the last pause is over.
    for (let again = await harness.sync(); again.run.status !== 'completed'; again = await harness.sync()) {
      expect(again.run).toMatchObject({ status: 'failed', error: { code: 'rate_limited' } });
      expect(again.calls).toEqual({});
    }
    await harness.expectRecovery();
  });
});

function restaurantOf({ url = '/' }: IncomingMessage): string | null {
  return new URL(url, 'http://upstream').searchParams.get('restaurant_name');
}

/** Collects functions until their count reaches the limit, then calls `tell` and all of them. */
function together(count: number, tell: () => void): (work: () => void) => void {
  const held: (() => void)[] = [];
  return (work) => {
    held.push(work);
    if (held.length < count) return;
    tell();
    for (const each of held.splice(0)) each();
  };
}
