import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { expectForPeople, FaultBench } from '../support/fault-bench.js';
import { DAYS, HELD, version } from '../support/fault-rows.js';
import { page, times } from '../support/misbehaviour.js';
import { json, type Behaviour } from '../support/scripted-upstream.js';
import { UpstreamGate } from '../../src/upstream/upstream-gate.js';

/** Timers of Node may fire a little early. */
const EARLY_MS = 5;
const OTHERS = ['C', 'D', 'E', 'F'];

describe('an upstream that answers 429', () => {
  let bench: FaultBench;

  afterEach(() => bench.stop());

  it.each<[string, Record<string, string>, number]>([
    ['with seconds to wait', { 'retry-after': '1' }, 1000],
    [
      'with a date until when, by its own clock',
      { date: 'Thu, 01 Jan 2015 10:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2015 10:00:01 GMT' },
      1000,
    ],
    ['without saying for how long', {}, 300],
  ])('%s: the whole run pauses, goes on more gently, and copies everything', async (_, headers, pauseMs) => {
    const gate = new UpstreamGate({ concurrency: 4, firstPauseMs: 300 });
    bench = await FaultBench.start({ gate, others: OTHERS });
    let refusedAt = 0;
    const burst = together(4, () => (refusedAt = performance.now()));
    const refuse: Behaviour = (request, response) => burst(() => page(429, headers)(request, response));
    const after: { at: number; waiting: number }[] = [];
    // The first answers wait for each other, and a little longer for a third call beside them, if there were one.
    const pair = together(2, () => undefined);
    let open = 0;
    const answer: Behaviour = (request, response) => {
      after.push({ at: performance.now(), waiting: open + 1 });
      open += 1;
      const release = () => {
        open -= 1;
        json(200, { restaurant_name: restaurantOf(request), data: version(2, DAYS) })(request, response);
      };
      const later = () => setTimeout(release, 50);
      if (after.length > 2) later();
      else pair(later);
    };
    let refused = 0;
    // Which restaurants come first is the queue's business.
    bench.upstream.everyCall((request, response) => {
      if (refused++ < 4) refuse(request, response);
      else answer(request, response);
    });

    const { run, items, calls, replica } = await bench.sync();
    expect(run).toMatchObject({ status: 'completed', items: { done: 6 }, error: null });
    expect(bench.names.map((name) => items[name]?.attempts).sort()).toEqual([1, 1, 2, 2, 2, 2]);
    expect(calls).toEqual(Object.fromEntries(bench.names.map((name) => [name, items[name]?.attempts])));
    expect(Math.min(...after.map(({ at }) => at)) - refusedAt).toBeGreaterThanOrEqual(pauseMs - EARLY_MS);
    expect(after.slice(0, 2).map(({ waiting }) => waiting)).toEqual([1, 2]);
    expect(after[2]?.waiting).toBeLessThanOrEqual(2);
    expect(Math.max(...after.map(({ waiting }) => waiting))).toBeLessThan(4);
    expect(replica).toEqual(bench.all(version(2, DAYS)));
  });

  it('without end at first waits twice as long each time, and does not count that as tries', async () => {
    // One call at a time: a success of the healthy client in between would end the streak.
    const gate = new UpstreamGate({ concurrency: 1, firstPauseMs: 50, minPauseMs: 1 });
    bench = await FaultBench.start({ gate, env: { SYNC_CONCURRENCY: '1' } });
    const refusals: number[] = [];
    const refuse: Behaviour = (request, response) => {
      refusals.push(performance.now());
      page(429)(request, response);
    };
    const { run, items, calls, replica } = await bench.sync(...times(4, refuse));
    const gaps = refusals.slice(1).map((at, index) => at - refusals[index]!);
    expect(gaps.map((gap, index) => gap >= 50 * 2 ** index - EARLY_MS)).toEqual([true, true, true]);
    expect(run.status).toBe('completed');
    expect(items.Faulty).toMatchObject({ status: 'done', code: null, attempts: 5 });
    expect(calls).toEqual({ Healthy: 1, Faulty: 5 });
    expect(replica).toEqual(bench.all(version(2, DAYS)));
  });

  it.each(['86400', 'Fri, 01 Jan 2100 00:00:00 GMT'])(
    'is not obeyed for longer than the cap: %s',
    async (retryAfter) => {
      bench = await FaultBench.start({ gate: new UpstreamGate({ concurrency: 4, maxPauseMs: 200 }) });
      const { run, items, calls, replica } = await bench.sync(page(429, { 'retry-after': retryAfter }));
      expect(run.status).toBe('completed');
      expect(items.Faulty).toMatchObject({ status: 'done', attempts: 2 });
      expect(calls).toEqual({ Healthy: 1, Faulty: 2 });
      expect(replica).toEqual(bench.all(version(2, DAYS)));
    },
  );

  it('for too long ends the run, keeping what it has copied', async () => {
    const gate = new UpstreamGate({ concurrency: 1, firstPauseMs: 20, minPauseMs: 1, maxPauseMs: 50, giveUpMs: 300 });
    bench = await FaultBench.start({ gate, others: ['Later', 'Last'], env: { SYNC_CONCURRENCY: '1' } });
    bench.onceOneIsCopied(() => bench.upstream.everyCall(page(429)));
    const started = performance.now();
    const { run, items, calls, replica } = await bench.sync();
    expect(performance.now() - started).toBeGreaterThanOrEqual(300);
    expect(run).toMatchObject({
      status: 'partial',
      items: { done: 1, failed: 1, cancelled: 2 },
      error: { code: 'rate_limited' },
    });
    expectForPeople(run.error?.message);
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'rate_limited', attempts: calls.Faulty });
    expect(items.Faulty?.message).toBe(run.error?.message);
    expect(items.Later).toMatchObject({ status: 'cancelled', code: 'run_stopped', attempts: 0 });
    expect(Object.keys(calls)).toEqual(['Healthy', 'Faulty']);
    expect(calls.Healthy).toBe(1);
    expect(replica).toEqual(bench.all(version(1, HELD), { Healthy: version(2, DAYS) }));
    bench.upstream.everyCall(null);
    // Until the last pause is over a run ends at once, without a call.
    for (let again = await bench.sync(); again.run.status !== 'completed'; again = await bench.sync()) {
      expect(again.run).toMatchObject({ status: 'failed', error: { code: 'rate_limited' } });
      expect(again.calls).toEqual({});
    }
    await bench.heals();
  });
});

function restaurantOf({ url = '/' }: IncomingMessage): string | null {
  return new URL(url, 'http://upstream').searchParams.get('restaurant_name');
}

/** Holds what it is given until so much is there, then tells and does it all. */
function together(count: number, tell: () => void): (work: () => void) => void {
  const held: (() => void)[] = [];
  return (work) => {
    held.push(work);
    if (held.length < count) return;
    tell();
    for (const each of held.splice(0)) each();
  };
}
