import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClientPage } from '../../src/stats/client-page.service.js';
import type { Leaderboard } from '../../src/stats/leaderboard.service.js';
import { ATTEMPTS, expectForPeople, FaultBench } from '../support/fault-bench.js';
import { DAYS, version, YESTERDAY } from '../support/fault-rows.js';
import { shift } from '../support/wire-model.js';

const PERIOD = `from=${DAYS[0]}&to=${YESTERDAY}`;
const WEEK = [1, 2, 3, 4, 5, 6, 7].map((days) => shift(YESTERDAY, days));
/** When the clock of the bench stood at the last good run. */
const SYNCED_AT = '2026-11-22T06:00:00.000Z';

interface Health {
  readonly status: string;
  readonly details: Readonly<Record<string, { readonly status: string }>>;
}

describe('an upstream that is down for a week', () => {
  let bench: FaultBench;

  afterEach(() => bench.stop());

  /** All that people read, without what tells how old it is. */
  async function reads(id: number) {
    const { body: list, status } = await bench.app.get<Leaderboard>(`/clients/leaderboard?${PERIOD}`);
    const { body: page } = await bench.app.get<ClientPage>(`/clients/${id}/stats?${PERIOD}`);
    const csv = await bench.app.get<string>(`/stats/export.csv?view=days&${PERIOD}`);
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
    const { status, body } = await bench.app.request<Health>('GET', '/health', { role: 'monitor' });
    return { code: status, status: body.status, data: body.details.data, upstream: body.details.upstream?.status };
  };

  it('leaves the panel working on the replica, which says how old it is, and is caught up with in one run', async () => {
    bench = await FaultBench.start({ front: 'http' });
    await bench.heals();
    const id = (await bench.sync()).items.Faulty?.clientId ?? 0;
    const before = await reads(id);
    const dataThrough = { grab: YESTERDAY, gojek: YESTERDAY };
    const yesterday = { date: YESTERDAY, expected: 0, missing: 0 };
    expect(before.freshness[0]).toEqual({ demo: false, syncedAt: SYNCED_AT, dataThrough, yesterday, state: 'fresh' });
    expect(await health()).toMatchObject({ code: 200, status: 'ok', data: { state: 'fresh' } });

    await bench.front?.close();
    for (const date of WEEK) {
      bench.clock.set(`${shift(date, 1)}T02:00:00.000Z`);
      const run = await bench.app.sync();
      expect(run).toMatchObject({ status: 'failed', items: { failed: 2 }, error: { code: 'upstream_unreachable' } });
      expectForPeople(run.error?.message);

      const stale = { ...before.freshness[0], yesterday: { ...yesterday, date }, state: 'stale' };
      expect(await reads(id)).toEqual({ ...before, statuses: [200, 200], freshness: [stale, stale] });
      expect(await health()).toMatchObject({
        code: 200,
        status: 'degraded',
        data: { status: 'degraded', state: 'stale' },
        upstream: 'degraded',
      });
      expect((await bench.app.request('GET', '/health/ready')).status).toBe(200);
    }

    const { run, items, calls, replica } = await bench.sync();
    expect(run.status).toBe('failed');
    expect(items.Healthy).toMatchObject({ status: 'failed', code: 'upstream_unreachable', attempts: ATTEMPTS });
    expect(calls).toEqual({});
    expect(replica).toEqual(bench.all(version(2, DAYS)));

    await bench.front?.open();
    for (const name of bench.names) bench.upstream.serve(name, version(2, [...DAYS, ...WEEK]));
    const caughtUp = await bench.app.sync();
    expect(caughtUp).toMatchObject({
      status: 'completed',
      kind: 'incremental',
      counts: { inserted: 14, unchanged: 2 },
    });
    expect(await health()).toMatchObject({ code: 200, status: 'ok', data: { state: 'fresh' }, upstream: 'up' });
    expect((await bench.sync()).replica).toEqual(bench.all(version(2, [...DAYS, ...WEEK])));
  });
});
