import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ATTEMPTS,
  expectReadableMessage,
  expectOnlyFaultyFailed,
  FaultHarness,
  type FaultHarnessOptions,
} from '../support/fault-harness.js';
import { DAYS, HELD, version } from '../support/fault-rows.js';
import { cutBody, htmlErrorPage, resetConnection, repeat } from '../support/upstream-faults.js';
import { json, type Behaviour } from '../support/scripted-upstream.js';

/** A host name that never exists (RFC 2606). */
const NO_SUCH_HOST = 'http://statistics.invalid';

describe('a failing upstream', () => {
  let harness: FaultHarness;
  const start = async (options?: FaultHarnessOptions) => (harness = await FaultHarness.start(options));

  afterEach(() => harness.stop());

  it.each<[string, Behaviour, string, RegExp]>([
    ['500', htmlErrorPage(500), 'upstream_error', /status 500/],
    ['502', htmlErrorPage(502), 'upstream_error', /status 502/],
    ['503', htmlErrorPage(503), 'upstream_error', /status 503/],
    ['a reset connection', resetConnection, 'upstream_unreachable', /cut the connection/],
    ['a connection cut inside a body', cutBody, 'upstream_unreachable', /cut the connection/],
  ])(
    'is retried after %s for one restaurant, which then fails; the others are copied',
    async (_, fault, code, message) => {
      await start();
      const outcome = await harness.sync(...repeat(ATTEMPTS, fault));
      expectOnlyFaultyFailed(harness, outcome, code);
      expect(outcome.items.Faulty?.message).toMatch(message);
      await harness.expectRecovery();
    },
  );

  it('causes no loss when the last attempt succeeds', async () => {
    await start();
    const { run, items, calls, replica } = await harness.sync(htmlErrorPage(503), resetConnection);
    expect({ run: run.status, faulty: items.Faulty, calls, replica }).toMatchObject({
      run: 'completed',
      faulty: { status: 'done', code: null, message: null, attempts: 3 },
      calls: { Healthy: 1, Faulty: 3 },
      replica: harness.expectedReplica(version(2, DAYS)),
    });
  });

  it('is retried when it becomes unreachable during a run, then the item fails', async () => {
    await start({ proxy: 'http', env: { SYNC_CONCURRENCY: '1' } });
    harness.onFirstItemEnd(() => harness.proxy?.close());
    const { run, items, calls, replica } = await harness.sync();
    expect(run).toMatchObject({ status: 'partial', items: { done: 1, failed: 1 } });
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_unreachable', attempts: ATTEMPTS });
    expectReadableMessage(items.Faulty?.message);
    expect(items.Faulty?.message).toContain('No server responds at the address');
    expect(calls).toEqual({ Healthy: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: version(1, HELD) }));
    await harness.proxy?.open();
    await harness.expectRecovery();
  });

  it('causes no loss while its host name does not exist, and is copied when the name is back', async () => {
    await start();
    await harness.moveUpstream(harness.url, NO_SUCH_HOST);
    const { run, items, calls, replica } = await harness.sync();
    expect(run).toMatchObject({ status: 'failed', items: { failed: 2 }, error: { code: 'upstream_unreachable' } });
    for (const name of harness.names) {
      expect(items[name]).toMatchObject({ status: 'failed', code: 'upstream_unreachable', attempts: ATTEMPTS });
      expectReadableMessage(items[name]?.message);
      expect(items[name]?.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
    }
    expect(calls).toEqual({});
    expect(replica).toEqual(harness.expectedReplica(version(1, HELD)));
    await harness.moveUpstream(NO_SUCH_HOST, harness.url);
    await harness.expectRecovery();
  });

  it('stops the run at the first 401 when nothing was copied yet, and keeps the response that is on its way', async () => {
    await start({ others: ['Later', 'Last'], env: { SYNC_CONCURRENCY: '2' } });
    respondAfterFault(htmlErrorPage(401));
    const { run, items, calls, replica } = await harness.sync();
    expect(run).toMatchObject({
      status: 'failed',
      items: { done: 1, failed: 1, cancelled: 2 },
      error: { code: 'upstream_refused' },
    });
    expectReadableMessage(run.error?.message);
    expect(run.error?.message).toContain('DELIVERY_STATS_API_KEY');
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_refused', attempts: 1 });
    expect(items.Faulty?.message).toBe(run.error?.message);
    expect(items.Later).toMatchObject({ status: 'cancelled', code: 'run_stopped', attempts: 0 });
    expectReadableMessage(items.Later?.message);
    expect(calls).toEqual({ Healthy: 1, Faulty: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(1, HELD), { Healthy: version(2, DAYS) }));
    await harness.expectRecovery();
  });

  it.each([401, 403])('leaves out the one restaurant that gets %i after others were copied', async (status) => {
    await start({ others: ['Later', 'Last'], env: { SYNC_CONCURRENCY: '1' } });
    const { run, items, replica } = await harness.sync(htmlErrorPage(status));
    expect(run).toMatchObject({ status: 'partial', items: { done: 3, failed: 1, cancelled: 0 }, error: null });
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_refused', attempts: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: version(1, HELD) }));
  });

  it('leaves out the one restaurant that gets 403 before any other was copied', async () => {
    await start({ others: Array.from({ length: 28 }, (_, index) => `Other ${index}`) });
    respondAfterFault(htmlErrorPage(403));
    const { run, items } = await harness.sync();
    expect(run).toMatchObject({ status: 'partial', items: { done: 29, failed: 1, cancelled: 0 }, error: null });
    expect(items.Faulty).toMatchObject({ status: 'failed', code: 'upstream_refused' });
  });

  it('stops the run after five responses of 403 in a row, and keeps what it copied before', async () => {
    const others = ['C', 'D', 'E', 'F', 'G', 'H', 'I'];
    await start({ others, env: { SYNC_CONCURRENCY: '1' } });
    harness.onFirstItemEnd(() => harness.upstream.everyCall(htmlErrorPage(403)));
    const { run, items, replica } = await harness.sync();
    expect(run).toMatchObject({
      status: 'failed',
      items: { done: 1, failed: 5, cancelled: 3 },
      error: { code: 'upstream_refused' },
    });
    expect(items.F).toMatchObject({ status: 'failed', code: 'upstream_refused' });
    expect(items.G).toMatchObject({ status: 'cancelled', code: 'run_stopped' });
    expect(replica).toEqual(harness.expectedReplica(version(1, HELD), { Healthy: version(2, DAYS) }));
    harness.upstream.everyCall(null);
    await harness.expectRecovery();
  });

  /** Plays `fault` for Faulty, and responds to the calls of the other restaurants only when the first item has ended. */
  function respondAfterFault(fault: Behaviour): void {
    const held: (() => void)[] = [];
    harness.upstream.everyCall((request, response) => {
      const name = new URL(request.url ?? '/', 'http://upstream').searchParams.get('restaurant_name');
      const respond = json(200, { restaurant_name: name, data: version(2, DAYS) });
      if (name === 'Faulty') fault(request, response);
      else held.push(() => respond(request, response));
    });
    harness.onFirstItemEnd(() => {
      harness.upstream.everyCall(null);
      for (const respond of held) respond();
    });
  }

  it('leaves the rows of a restaurant with 404, which is listed for a name mapping', async () => {
    await start();
    const outcome = await harness.sync(json(404, { error: 'TOPSECRET' }));
    const { run, items, calls, replica } = outcome;
    expect(run).toMatchObject({ status: 'partial', items: { done: 1, not_found: 1, failed: 0 }, error: null });
    expect(items.Faulty).toMatchObject({ status: 'not_found', code: 'not_found', attempts: 1 });
    expectReadableMessage(items.Faulty?.message);
    expect(items.Faulty?.message).toContain('upstream name');
    expect(await harness.listClientNames(outcome, 'not_found')).toEqual(['Faulty']);
    expect(calls).toEqual({ Healthy: 1, Faulty: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: version(1, HELD) }));
    await harness.expectRecovery();
  });
});
