import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ATTEMPTS,
  expectForPeople,
  expectOnlyFaultyFailed,
  FaultBench,
  type BenchOptions,
} from '../support/fault-bench.js';
import { DAYS, HELD, version } from '../support/fault-rows.js';
import { cut, page, reset, times } from '../support/misbehaviour.js';
import { json, type Behaviour } from '../support/scripted-upstream.js';

/** RFC 2606: no such name, ever. */
const NO_SUCH_HOST = 'http://statistics.invalid';

describe('an upstream that fails', () => {
  let bench: FaultBench;
  const start = async (options?: BenchOptions) => (bench = await FaultBench.start(options));

  afterEach(() => bench.stop());

  it.each<[string, Behaviour, string, RegExp]>([
    ['500', page(500), 'upstream_error', /status 500/],
    ['502', page(502), 'upstream_error', /status 502/],
    ['503', page(503), 'upstream_error', /status 503/],
    ['a reset connection', reset, 'upstream_unreachable', /cut the connection/],
    ['a connection cut inside a body', cut, 'upstream_unreachable', /cut the connection/],
  ])('with %s for one restaurant is asked again, then left; the others are copied', async (_, fault, code, message) => {
    await start();
    const outcome = await bench.sync(...times(ATTEMPTS, fault));
    expectOnlyFaultyFailed(bench, outcome, code);
    expect(outcome.items.Faulty?.message).toMatch(message);
    await bench.heals();
  });

  it('and is well again at the last try has cost nothing', async () => {
    await start();
    const { run, items, calls, replica } = await bench.sync(page(503), reset);
    expect({ run: run.status, faulty: items.Faulty, calls, replica }).toMatchObject({
      run: 'completed',
      faulty: { status: 'done', code: null, message: null, attempts: 3 },
      calls: { Healthy: 1, Faulty: 3 },
      replica: bench.all(version(2, DAYS)),
    });
  });

  it('that goes away in the middle of a run is asked again, then left', async () => {
    await start({ front: 'http', env: { SYNC_CONCURRENCY: '1' } });
    bench.onceOneIsCopied(() => bench.front?.close());
    const { run, items, calls, replica } = await bench.sync();
    expect(run).toMatchObject({ status: 'partial', items: { done: 1, failed: 1 } });
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_unreachable', attempts: ATTEMPTS });
    expectForPeople(items.Faulty?.message);
    expect(items.Faulty?.message).toContain('Nothing answers at the address');
    expect(calls).toEqual({ Healthy: 1 });
    expect(replica).toEqual(bench.all(version(2, DAYS), { Faulty: version(1, HELD) }));
    await bench.front?.open();
    await bench.heals();
  });

  it('whose name does not exist costs nothing that is held, and is copied once it has its name back', async () => {
    await start();
    await bench.move(bench.url, NO_SUCH_HOST);
    const { run, items, calls, replica } = await bench.sync();
    expect(run).toMatchObject({ status: 'failed', items: { failed: 2 }, error: { code: 'upstream_unreachable' } });
    for (const name of bench.names) {
      expect(items[name]).toMatchObject({ status: 'failed', code: 'upstream_unreachable', attempts: ATTEMPTS });
      expectForPeople(items[name]?.message);
      expect(items[name]?.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
    }
    expect(calls).toEqual({});
    expect(replica).toEqual(bench.all(version(1, HELD)));
    await bench.move(NO_SUCH_HOST, bench.url);
    await bench.heals();
  });

  it.each([401, 403])('with %i stops the run at once, with one message and no hammering', async (status) => {
    await start({ others: ['Later', 'Last'], env: { SYNC_CONCURRENCY: '1' } });
    const outcome = await bench.sync(page(status));
    const { run, items, calls, replica } = outcome;
    expect(run).toMatchObject({
      status: 'failed',
      items: { done: 1, failed: 1, cancelled: 2 },
      error: { code: 'upstream_refused' },
    });
    expectForPeople(run.error?.message);
    expect(run.error?.message).toContain('DELIVERY_STATS_API_KEY');
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_refused', attempts: 1 });
    expect(items.Faulty?.message).toBe(run.error?.message);
    expect(items.Later).toMatchObject({ status: 'cancelled', code: 'run_stopped', attempts: 0 });
    expectForPeople(items.Later?.message);
    expect(calls).toEqual({ Healthy: 1, Faulty: 1 });
    expect(replica).toEqual(bench.all(version(1, HELD), { Healthy: version(2, DAYS) }));
    await bench.heals();
  });

  it('with 404 for one restaurant keeps its rows and lists it for a person to map', async () => {
    await start();
    const outcome = await bench.sync(json(404, { error: 'TOPSECRET' }));
    const { run, items, calls, replica } = outcome;
    expect(run).toMatchObject({ status: 'partial', items: { done: 1, not_found: 1, failed: 0 }, error: null });
    expect(items.Faulty).toMatchObject({ status: 'not_found', code: 'not_found', attempts: 1 });
    expectForPeople(items.Faulty?.message);
    expect(items.Faulty?.message).toContain('upstream name');
    expect(await bench.listed(outcome, 'not_found')).toEqual(['Faulty']);
    expect(calls).toEqual({ Healthy: 1, Faulty: 1 });
    expect(replica).toEqual(bench.all(version(2, DAYS), { Faulty: version(1, HELD) }));
    await bench.heals();
  });
});
