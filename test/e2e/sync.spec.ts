import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ItemDto } from '../../src/sync/runs/item.dto.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { json, nothingFrom, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import type { TestApp, TestClock } from '../support/create-test-app.js';
import { startSyncFixture, type SyncFixture, YESTERDAY } from '../support/sync-fixture.js';

let fixture: SyncFixture;
let upstream: ScriptedUpstream;
let app: TestApp;
let clock: TestClock;

beforeEach(async () => {
  fixture = await startSyncFixture();
  ({ upstream, app, clock } = fixture);
});

afterEach(() => fixture.stop());

async function day(clientId: number, date: string) {
  const { body } = await app.get(`/clients/${clientId}/stats?from=${date}&to=${date}`);
  return body.days[0];
}

async function onlyItem(run: RunDto): Promise<ItemDto | undefined> {
  return (await app.get(`/sync/runs/${run.id}/items`)).body.items[0];
}

describe('the rows that a sync copies', () => {
  it('reports incomplete clients until any run has copied each of them', async () => {
    const names = ['Good', 'Gone', 'Broken', 'Odd', 'Paused'];
    for (const name of names) upstream.serve(name, [upstreamRow(YESTERDAY)]);
    const ids = new Map<string, number>();
    for (const name of names) ids.set(name, await app.addClient(name));
    const incomplete = async () => {
      const { items, total } = (await app.get('/sync/incomplete')).body;
      expect(total).toBe(items.length);
      const { body } = await app.get('/sync/status');
      const health = await app.request<{ details: { sync: { status: string } } }>('GET', '/health');
      expect(health.body.details.sync.status).toBe(total === 0 ? 'up' : 'degraded');
      expect(body.incomplete.notCopied + body.incomplete.refused).toBe(total);
      return items.map(({ clientName, code }) => `${clientName} ${code}`);
    };
    expect(await incomplete()).toEqual([]);
    upstream.next('Gone', json(404, {}));
    upstream.next('Broken', json(500, {}), json(500, {}));
    upstream.next('Paused', json(404, {}));
    upstream.serve('Odd', [upstreamRow(YESTERDAY, { grab_orders: -1 })]);
    expect((await app.sync({ daysBack: 3 })).status).toBe('partial');
    await app.call('PATCH', `/clients/${ids.get('Paused')}`, { status: 'paused' });
    const all = ['Broken upstream_error', 'Gone not_found', 'Odd rows_quarantined'];
    expect(await incomplete()).toEqual(all);

    expect((await app.sync({ clientIds: [ids.get('Good')!] })).status).toBe('completed');
    expect(await incomplete()).toEqual(all);
    expect((await app.sync({ clientIds: [ids.get('Gone')!] })).status).toBe('completed');
    expect(await incomplete()).toEqual(['Broken upstream_error', 'Odd rows_quarantined']);

    const ended = app.nextRunEnd();
    expect((await app.post('/sync/runs/1/retry')).status).toBe(202);
    expect((await ended).status).toBe('completed');
    expect(await incomplete()).toEqual(['Odd rows_quarantined']);
    upstream.serve('Odd', [upstreamRow(YESTERDAY)]);
    expect((await app.sync({ daysBack: 3 })).status).toBe('completed');
    expect(await incomplete()).toEqual([]);

    // A restaurant that was copied in the morning is incomplete after a later attempt fails.
    upstream.next('Good', json(404, {}));
    await app.sync({ clientIds: [ids.get('Good')!] });
    expect(await incomplete()).toEqual(['Good not_found']);
    const again = app.nextRunEnd();
    expect((await app.post('/sync/incomplete/retry')).status).toBe(202);
    expect(await again).toMatchObject({ trigger: 'retry', status: 'completed', items: { done: 1 } });
    expect(await incomplete()).toEqual([]);
    expect((await app.post('/sync/incomplete/retry')).status).toBe(409);
  });

  it('copies every field exactly, to the sen', async () => {
    upstream.serve('Warung', [upstreamRow(YESTERDAY, { grab_sales: '249150.07', gojek_sales: 12, gojek_orders: '9' })]);
    const id = await app.addClient('Warung');
    const run = await app.sync({ daysBack: 3 });
    expect(run).toMatchObject({
      status: 'completed',
      kind: 'full',
      trigger: 'manual',
      actor: 'token:test admin',
      window: { from: '2026-11-19', to: YESTERDAY },
      progress: { done: 1, total: 1, percent: 100, etaSeconds: null },
      counts: { inserted: 1, updated: 0, unchanged: 0, quarantined: 0, missingUpstream: 0 },
      error: null,
    });
    expect(await day(id, YESTERDAY)).toEqual({
      date: YESTERDAY,
      grab: {
        sales: 249150.07,
        orders: 4,
        adsSpend: 1002.5,
        adsSales: 1003.5,
        newCustomers: 7,
        repeatedCustomers: 8,
        fakeOrders: 9,
      },
      gojek: {
        sales: 12,
        orders: 9,
        adsSpend: 1009.5,
        adsSales: 1010.5,
        newCustomers: 14,
        returnedCustomers: 15,
        fakeOrders: 16,
      },
      totalSales: 249162.07,
      totalOrders: 13,
      complete: true,
      missing: [],
      suspiciousZeros: [],
    });
    expect(await day(id, '2026-11-20')).toEqual({
      date: '2026-11-20',
      grab: null,
      gojek: null,
      totalSales: null,
      totalOrders: null,
      complete: true,
      missing: [],
      suspiciousZeros: [],
    });
  });

  it('sends odd names verbatim', async () => {
    const names = ['  Warung `Bu` & Co/ #1? 100% +(x) ', "D'Kafe ☕ Кафе", 'warung sari', 'Warung Sari'];
    for (const name of names) {
      upstream.serve(name, [upstreamRow(YESTERDAY)]);
      await app.addClient(name);
    }
    expect(await app.sync()).toMatchObject({ status: 'completed', counts: { inserted: 4 } });
    expect(upstream.statsCalls().map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  it('keeps the held values when a platform did not report, and counts them', async () => {
    const id = await app.addClient('Warung');
    upstream.serve('Warung', [upstreamRow(YESTERDAY, { grab_sales: '100.50', gojek_sales: '20.00' })]);
    await app.sync();
    upstream.serve('Warung', [upstreamRow(YESTERDAY, { ...nothingFrom('grab'), gojek_sales: '25.00' })]);
    expect((await app.sync()).counts).toMatchObject({ updated: 1, missingUpstream: 1 });
    expect(await day(id, YESTERDAY)).toMatchObject({ grab: { sales: 100.5 }, gojek: { sales: 25 }, totalSales: 125.5 });
  });

  it('keeps days that are missing from a response, and removes them only in an exact run', async () => {
    const id = await app.addClient('Warung');
    upstream.serve('Warung', [upstreamRow('2026-11-20'), upstreamRow(YESTERDAY)]);
    await app.sync();
    upstream.serve('Warung', [upstreamRow(YESTERDAY, nothingFrom('gojek'))]);
    expect((await app.sync({ daysBack: 5 })).counts).toMatchObject({ unchanged: 1, missingUpstream: 2, deleted: 0 });
    expect((await day(id, '2026-11-20'))?.totalSales).not.toBeNull();
    expect((await app.sync({ daysBack: 5, exact: true })).counts).toMatchObject({
      updated: 1,
      deleted: 1,
      missingUpstream: 0,
    });
    expect((await day(id, '2026-11-20'))?.totalSales).toBeNull();
    expect(await day(id, YESTERDAY)).toMatchObject({ gojek: null });
  });

  it('writes nothing when nothing changed, and only the changed rows when something did', async () => {
    const rows = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', YESTERDAY].map((date) => upstreamRow(date));
    upstream.serve('Warung', rows);
    await app.addClient('Warung');
    await app.sync({ full: true });
    const before = await app.rows('SELECT * FROM client_stat');
    clock.set('2026-11-22T07:00:00.000Z');
    expect((await app.sync({ full: true })).counts).toMatchObject({ inserted: 0, updated: 0, unchanged: 5 });
    expect(await app.rows('SELECT * FROM client_stat')).toEqual(before);
    upstream.serve('Warung', [...rows.slice(0, 3), upstreamRow('2026-11-20', { grab_orders: 77 }), rows[4]!]);
    expect(await app.sync()).toMatchObject({ kind: 'incremental', counts: { inserted: 0, updated: 1, unchanged: 4 } });
    const changed = await app.rows<{ stat_date: string }>(
      "SELECT stat_date FROM client_stat WHERE updated_at = '2026-11-22T07:00:00.000Z'",
    );
    expect(changed).toEqual([{ stat_date: '2026-11-20' }]);
  });

  describe('with an unchanged response', () => {
    const LATER = '2026-11-22T07:00:00.000Z';
    let id: number;

    beforeEach(async () => {
      id = await app.addClient('Warung');
      upstream.serve('Warung', [upstreamRow('2026-11-20'), upstreamRow(YESTERDAY)]);
      await app.sync();
      upstream.serve('Warung', [upstreamRow(YESTERDAY, nothingFrom('gojek'))]);
      expect((await app.sync({ daysBack: 5 })).counts).toMatchObject({ unchanged: 1, missingUpstream: 2 });
      clock.set(LATER);
    });

    it('counts the same, changes nothing, and updates the verification time', async () => {
      const before = await app.rows('SELECT * FROM client_stat');
      for (let time = 0; time < 2; time++) {
        expect((await app.sync({ daysBack: 5 })).counts).toMatchObject({
          updated: 0,
          unchanged: 1,
          missingUpstream: 2,
        });
      }
      expect(await app.rows('SELECT * FROM client_stat')).toEqual(before);
      const page = await app.get(`/clients/${id}/stats?from=${YESTERDAY}&to=${YESTERDAY}`);
      expect(page.body.freshness.syncedAt).toBe(LATER);
    });

    it('applies it again when rows changed in between', async () => {
      await app.database.write((tx) =>
        tx.query(`UPDATE client_stat SET grab_sales = 1 WHERE stat_date = '${YESTERDAY}'`),
      );
      const run = await app.sync({ daysBack: 5 });
      expect(run).toMatchObject({ status: 'completed', counts: { updated: 1, unchanged: 0, missingUpstream: 2 } });
      expect(await day(id, YESTERDAY)).toMatchObject({ grab: { sales: 1000.5 }, gojek: { sales: 1007.5 } });
      await app.database.write((tx) => tx.query(`DELETE FROM client_stat WHERE stat_date = '${YESTERDAY}'`));
      expect((await app.sync({ daysBack: 5 })).counts).toMatchObject({ inserted: 1, unchanged: 0, missingUpstream: 1 });
    });

    it('applies it again for an exact run', async () => {
      const exact = { daysBack: 5, exact: true };
      expect((await app.sync(exact)).counts).toMatchObject({ updated: 1, deleted: 1, missingUpstream: 0 });
      expect((await app.sync(exact)).counts).toMatchObject({
        updated: 0,
        deleted: 0,
        unchanged: 1,
        missingUpstream: 0,
      });
    });

    it('quarantines its bad rows again', async () => {
      upstream.serve('Warung', [upstreamRow('2026-11-20', { grab_orders: -1 }), upstreamRow(YESTERDAY)]);
      for (let time = 0; time < 2; time++) {
        expect(await app.sync({ daysBack: 5 })).toMatchObject({ status: 'partial', counts: { quarantined: 1 } });
      }
    });
  });

  it('quarantines a bad row with field, value and reason, and keeps the others', async () => {
    upstream.serve('Warung', [
      upstreamRow('2026-11-19', { grab_sales: '1,234,567.89' }),
      upstreamRow('2026-11-20', { grab_orders: -3 }),
      upstreamRow(YESTERDAY),
    ]);
    await app.addClient('Warung');
    const run = await app.sync();
    expect(run).toMatchObject({ status: 'partial', counts: { inserted: 1, quarantined: 2 } });
    expect(await onlyItem(run)).toMatchObject({ status: 'done', code: 'rows_quarantined' });
    expect(await app.rows('SELECT stat_date, field, value, reason FROM quarantined_row ORDER BY stat_date')).toEqual([
      { stat_date: '2026-11-19', field: 'grab_sales', value: '1,234,567.89', reason: 'not_a_number' },
      { stat_date: '2026-11-20', field: 'grab_orders', value: '-3', reason: 'negative_count' },
    ]);
  });

  it('reads a quarantined day again in the next incremental run', async () => {
    const old = '2026-10-01';
    upstream.serve('Warung', [upstreamRow(old, { grab_sales: 'x' }), upstreamRow(YESTERDAY)]);
    const id = await app.addClient('Warung');
    await app.sync();
    upstream.serve('Warung', [upstreamRow(old, { grab_sales: '5.00' }), upstreamRow(YESTERDAY)]);
    expect((await app.sync()).counts).toMatchObject({ inserted: 1, unchanged: 1 });
    expect(await day(id, old)).toMatchObject({ grab: { sales: 5 } });
    expect((await app.sync()).window).toEqual({ from: '2026-11-15', to: YESTERDAY });
  });
});
