import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { acceptAnyCertificate } from '../support/any-certificate.js';
import { expectReadableMessage, expectOnlyFaultyFailed, FaultHarness } from '../support/fault-harness.js';
import { DAYS, HELD, version } from '../support/fault-rows.js';
import * as behaviours from '../support/upstream-faults.js';
import { repeat, watchClosing } from '../support/upstream-faults.js';
import type { Behaviour } from '../support/scripted-upstream.js';

const MB = 1024 * 1024;
/** Time limit of one call, in milliseconds, that a correct response meets on a busy machine. */
const DEADLINE_MS = 4000;
const TRIES = 2;
const IMPATIENT = { SYNC_TIMEOUT_MS: String(DEADLINE_MS), SYNC_ATTEMPTS: String(TRIES) };

let harness: FaultHarness;

afterEach(async () => {
  jest.restoreAllMocks();
  await harness.stop();
});

describe('an endless response', () => {
  it('is aborted after a total deadline while it still drips; the others are copied', async () => {
    const endless: Record<string, Behaviour> = {
      'No headers': behaviours.neverRespond,
      'Half the headers': behaviours.unfinishedHeaders,
      'Half a body': behaviours.unfinishedBody(),
      'Headers in drips': behaviours.drippingHeaders,
      'A body in drips': behaviours.drippingBody,
    };
    const names = Object.keys(endless);
    harness = await FaultHarness.start({ others: names, env: IMPATIENT });
    const fronts = Object.entries(endless).map(([name, behaviour]) => ({ name, ...watchClosing(behaviour) }));
    for (const { name, play } of fronts) harness.upstream.next(name, ...repeat(TRIES, play));
    const started = performance.now();
    const { run, items, calls, replica } = await harness.sync();
    const took = performance.now() - started;

    expect(took).toBeGreaterThanOrEqual(TRIES * DEADLINE_MS);
    expect(run).toMatchObject({ status: 'partial', items: { done: 2, failed: names.length } });
    for (const name of names) {
      expect(items[name]).toMatchObject({ status: 'failed', code: 'upstream_timeout', attempts: TRIES });
      expectReadableMessage(items[name]?.message);
      expect(items[name]?.message).toContain('within 4 s');
    }
    expect(calls).toEqual({ Healthy: 1, Faulty: 1, ...Object.fromEntries(names.map((name) => [name, TRIES])) });
    const kept = Object.fromEntries(names.map((name) => [name, version(1, HELD)]));
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), kept));
    await Promise.all(fronts.map(({ closed }) => closed()));
    await harness.expectRecovery();
  });

  it('is aborted as well when the connection is never established', async () => {
    acceptAnyCertificate();
    harness = await FaultHarness.start({ proxy: 'https', env: { ...IMPATIENT, SYNC_CONCURRENCY: '1' } });
    harness.onFirstItemEnd(() => harness.proxy?.stopServing());
    const { run, items, calls, replica } = await harness.sync();
    expect(run).toMatchObject({ status: 'partial', items: { done: 1, failed: 1 } });
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_timeout', attempts: TRIES });
    expectReadableMessage(items.Faulty?.message);
    expect(harness.proxy?.unservedConnections).toBeGreaterThan(0);
    expect(calls).toEqual({ Healthy: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: version(1, HELD) }));
    await harness.proxy?.close();
    await harness.proxy?.open();
    await harness.expectRecovery();
  });
});

describe('a response that is too large', () => {
  it.each<[string, () => Behaviour | Promise<Behaviour>]>([
    ['300 MB of it', () => behaviours.plainBody(300)],
    ['a gzip bomb of 300 MB', () => behaviours.gzipBomb(300)],
  ])('is aborted while it streams, and memory stays flat: %s', async (_, make) => {
    harness = await FaultHarness.start();
    const { play, closed } = watchClosing(await make());
    const { outcome, growth } = await growthOf(() => harness.sync(play));
    // The limit is far above the cost of reading the body and far below the cost of holding it.
    expect(growth / MB).toBeLessThan(150);
    expectOnlyFaultyFailed(harness, outcome, 'upstream_too_large', 1);
    expect(outcome.items.Faulty?.message).toMatch(/larger than 1 MB.*SYNC_MAX_BODY_MB/);
    await closed();
    await harness.expectRecovery();
  });
});

/** Returns how far the resident memory of this process rises above its start. The process also runs the upstream. */
async function growthOf<T>(work: () => Promise<T>): Promise<{ outcome: T; growth: number }> {
  const start = process.memoryUsage.rss();
  let peak = start;
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const sampler = setInterval(sample, 2);
  try {
    const outcome = await work();
    sample();
    return { outcome, growth: peak - start };
  } finally {
    clearInterval(sampler);
  }
}
