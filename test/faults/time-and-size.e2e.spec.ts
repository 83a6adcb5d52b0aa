import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { acceptAnyCertificate } from '../support/any-certificate.js';
import { expectForPeople, expectOnlyFaultyFailed, FaultBench } from '../support/fault-bench.js';
import { DAYS, HELD, version } from '../support/fault-rows.js';
import * as behaviours from '../support/misbehaviour.js';
import { times, watched } from '../support/misbehaviour.js';
import type { Behaviour } from '../support/scripted-upstream.js';

const MB = 1024 * 1024;
/** Long enough for a good answer on a busy machine. */
const DEADLINE_MS = 4000;
const TRIES = 2;
const IMPATIENT = { SYNC_TIMEOUT_MS: String(DEADLINE_MS), SYNC_ATTEMPTS: String(TRIES) };

let bench: FaultBench;

afterEach(async () => {
  jest.restoreAllMocks();
  await bench.stop();
});

describe('an answer that does not end', () => {
  it('is given up after a total deadline, however busily it drips; the others are copied', async () => {
    const endless: Record<string, Behaviour> = {
      'No headers': behaviours.silence,
      'Half the headers': behaviours.unfinishedHeaders,
      'Half a body': behaviours.unfinished(),
      'Headers in drips': behaviours.drippingHeaders,
      'A body in drips': behaviours.drippingBody,
    };
    const names = Object.keys(endless);
    bench = await FaultBench.start({ others: names, env: IMPATIENT });
    const fronts = Object.entries(endless).map(([name, behaviour]) => ({ name, ...watched(behaviour) }));
    for (const { name, play } of fronts) bench.upstream.next(name, ...times(TRIES, play));
    const started = performance.now();
    const { run, items, calls, replica } = await bench.sync();
    const took = performance.now() - started;

    expect(took).toBeGreaterThanOrEqual(TRIES * DEADLINE_MS);
    expect(run).toMatchObject({ status: 'partial', items: { done: 2, failed: names.length } });
    for (const name of names) {
      expect(items[name]).toMatchObject({ status: 'failed', code: 'upstream_timeout', attempts: TRIES });
      expectForPeople(items[name]?.message);
      expect(items[name]?.message).toContain('within 4 s');
    }
    expect(calls).toEqual({ Healthy: 1, Faulty: 1, ...Object.fromEntries(names.map((name) => [name, TRIES])) });
    const kept = Object.fromEntries(names.map((name) => [name, version(1, HELD)]));
    expect(replica).toEqual(bench.all(version(2, DAYS), kept));
    await Promise.all(fronts.map(({ closed }) => closed()));
    await bench.heals();
  });

  it('nor even begins, since the connection is never made, is given up as well', async () => {
    acceptAnyCertificate();
    bench = await FaultBench.start({ front: 'https', env: { ...IMPATIENT, SYNC_CONCURRENCY: '1' } });
    bench.onceOneIsCopied(() => bench.front?.stick());
    const { run, items, calls, replica } = await bench.sync();
    expect(run).toMatchObject({ status: 'partial', items: { done: 1, failed: 1 } });
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_timeout', attempts: TRIES });
    expectForPeople(items.Faulty?.message);
    expect(bench.front?.stuck).toBeGreaterThan(0);
    expect(calls).toEqual({ Healthy: 1 });
    expect(replica).toEqual(bench.all(version(2, DAYS), { Faulty: version(1, HELD) }));
    await bench.front?.close();
    await bench.front?.open();
    await bench.heals();
  });
});

describe('an answer that is too large', () => {
  it.each<[string, () => Behaviour | Promise<Behaviour>]>([
    ['300 MB of it', () => behaviours.flood(300)],
    ['a gzip bomb of 300 MB', () => behaviours.bomb(300)],
  ])('is cut off while it streams, and memory stays flat: %s', async (_, make) => {
    bench = await FaultBench.start();
    const { play, closed } = watched(await make());
    const { outcome, growth } = await growthOf(() => bench.sync(play));
    // Far more than reading it costs, far less than to hold it would.
    expect(growth / MB).toBeLessThan(150);
    expectOnlyFaultyFailed(bench, outcome, 'upstream_too_large', 1);
    expect(outcome.items.Faulty?.message).toMatch(/larger than 1 MB.*SYNC_MAX_BODY_MB/);
    await closed();
    await bench.heals();
  });
});

/** How far the resident memory of this process, which also plays upstream, rises above its start. */
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
