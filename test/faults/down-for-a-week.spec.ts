import { afterEach, describe, expect, it } from '@jest/globals';
import { ATTEMPTS, expectReadableMessage, FaultHarness } from '../support/fault-harness.js';
import { DAYS, version, YESTERDAY } from '../support/fault-rows.js';
import { shift } from '../support/expected-figures.js';

const PERIOD = `from=${DAYS[0]}&to=${YESTERDAY}`;
const WEEK = [1, 2, 3, 4, 5, 6, 7].map((days) => shift(YESTERDAY, days));
/** Time of the last completed run on the clock of the harness. */
const SYNCED_AT = '2026-11-22T06:00:00.000Z';

interface Health {
  readonly status: string;
  readonly details: Readonly<Record<string, { readonly status: string }>>;
}

describe('an upstream that is down for a week', () => {
  let harness: FaultHarness;

  afterEach(() => harness.stop());

  /** Returns all figures of the panel, without the fields for their age. */
  async function reads(id: number) {
    const { body: list, status } = await harness.app.get(`/clients/leaderboard?${PERIOD}`);
    const { body: page } = await harness.app.get(`/clients/${id}/stats?${PERIOD}`);
    const csv = await harness.app.get<string>(`/stats/export.csv?view=days&${PERIOD}`);
    const figures = {
      totals: list.totals,
      clients: list.clients,
      days: page.days,
      summary: page.summary,
      csv: csv.body,
    };
    return { statuses: [status, csv.status], figures, freshness: [list.freshness, page.freshness] };
  }

  const health = async () => {
    const { status, body } = await harness.app.request<Health>('GET', '/health', { role: 'monitor' });
    return { code: status, status: body.status, data: body.details.data, upstream: body.details.upstream?.status };
  };

  it('leaves the panel at work on the replica with its age shown, and one run fills the missing days', async () => {
    harness = await FaultHarness.start({ proxy: 'http' });
    await harness.expectRecovery();
    const id = (await harness.sync()).items.Faulty?.clientId ?? 0;
    const before = await reads(id);
    const dataThrough = { grab: YESTERDAY, gojek: YESTERDAY };
    const yesterday = { date: YESTERDAY, expected: 0, missing: 0 };
    expect(before.freshness[0]).toEqual({
      demo: false,
      syncedAt: SYNCED_AT,
      dataThrough,
      yesterday,
      dueBy: '09:30',
      firstCopy: null,
      state: 'fresh',
    });
    expect(await health()).toMatchObject({ code: 200, status: 'ok', data: { state: 'fresh' } });

    await harness.proxy?.close();
    for (const date of WEEK) {
      harness.clock.set(`${shift(date, 1)}T02:00:00.000Z`);
      const run = await harness.app.sync();
      expect(run).toMatchObject({ status: 'failed', items: { failed: 2 }, error: { code: 'upstream_unreachable' } });
      expectReadableMessage(run.error?.message);

      const stale = { ...before.freshness[0], yesterday: { ...yesterday, date }, state: 'stale' };
      expect(await reads(id)).toEqual({ ...before, statuses: [200, 200], freshness: [stale, stale] });
      expect(await health()).toMatchObject({
        code: 200,
        status: 'degraded',
        data: { status: 'degraded', state: 'stale' },
        upstream: 'degraded',
      });
      expect((await harness.app.request('GET', '/health/ready')).status).toBe(200);
    }

    const { run, items, calls, replica } = await harness.sync();
    expect(run.status).toBe('failed');
    expect(items.Healthy).toMatchObject({ status: 'failed', code: 'upstream_unreachable', attempts: ATTEMPTS });
    expect(calls).toEqual({});
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS)));

    await harness.proxy?.open();
    for (const name of harness.names) harness.upstream.serve(name, version(2, [...DAYS, ...WEEK]));
    const caughtUp = await harness.app.sync();
    expect(caughtUp).toMatchObject({
      status: 'completed',
      kind: 'incremental',
      counts: { inserted: 14, unchanged: 2 },
    });
    expect(await health()).toMatchObject({ code: 200, status: 'ok', data: { state: 'fresh' }, upstream: 'up' });
    expect((await harness.sync()).replica).toEqual(harness.expectedReplica(version(2, [...DAYS, ...WEEK])));
  });
});
