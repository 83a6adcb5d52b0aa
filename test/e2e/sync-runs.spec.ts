import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import type { TestApp } from '../support/create-test-app.js';
import { startSyncFixture, type SyncFixture, YESTERDAY } from '../support/sync-fixture.js';

let fixture: SyncFixture;
let upstream: ScriptedUpstream;
let app: TestApp;

beforeEach(async () => {
  fixture = await startSyncFixture();
  ({ upstream, app } = fixture);
});

afterEach(() => fixture.stop());

async function day(clientId: number, date: string) {
  const { body } = await app.get(`/clients/${clientId}/stats?from=${date}&to=${date}`);
  return body.days[0];
}

describe('a run of a sync', () => {
  it('distinguishes an empty response, an unknown restaurant and an error, and loses nothing', async () => {
    for (const name of ['Empty', 'Gone', 'Broken', 'New']) {
      upstream.serve(name, [upstreamRow(YESTERDAY)]);
      await app.addClient(name);
    }
    upstream.serve('New', []);
    await app.sync();
    upstream.next('Empty', json(200, { restaurant_name: 'Empty', data: [] }));
    upstream.next('Gone', json(404, {}));
    upstream.next('Broken', json(500, {}), json(503, {}));
    const run = await app.sync();
    expect(run).toMatchObject({ status: 'partial', items: { done: 1, not_found: 1, failed: 1, suspicious_empty: 1 } });
    const { items } = (await app.get(`/sync/runs/${run.id}/items`)).body;
    expect(items.map(({ clientName, status, code, attempts }) => ({ clientName, status, code, attempts }))).toEqual([
      { clientName: 'Empty', status: 'suspicious_empty', code: 'suspicious_empty', attempts: 1 },
      { clientName: 'Gone', status: 'not_found', code: 'not_found', attempts: 1 },
      { clientName: 'Broken', status: 'failed', code: 'upstream_error', attempts: 2 },
      { clientName: 'New', status: 'done', code: null, attempts: 1 },
    ]);
    expect((await app.get('/sync/status')).body).toMatchObject({
      totalRecords: 3,
      clientsCount: 4,
      clientsWithData: 3,
    });
    const failed = (await app.get(`/sync/runs/${run.id}/items?status=failed`)).body;
    expect(failed).toMatchObject({ total: 1, items: [{ clientName: 'Broken' }] });
  });

  it('retries only the items that are not done', async () => {
    for (const name of ['A', 'B']) {
      upstream.serve(name, [upstreamRow(YESTERDAY)]);
      await app.addClient(name);
    }
    upstream.next('B', json(500, {}), json(500, {}));
    const first = await app.sync();
    expect(first.status).toBe('partial');
    const calls = upstream.statsCalls().length;
    const ended = app.nextRunEnd();
    const retried = await app.post(`/sync/runs/${first.id}/retry`);
    expect(retried).toMatchObject({ status: 202, body: { created: true } });
    expect(await ended).toMatchObject({
      id: retried.body.id,
      trigger: 'retry',
      status: 'completed',
      progress: { total: 1 },
    });
    expect(
      upstream
        .statsCalls()
        .slice(calls)
        .map(({ name }) => name),
    ).toEqual(['B']);
    expect((await app.post(`/sync/runs/${retried.body.id}/retry`)).status).toBe(409);
    expect((await app.post('/sync/runs/999/retry')).status).toBe(404);
  });

  it('stops at once when upstream rejects the key', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L']) await app.addClient(name);
    upstream.everyCall(json(401, { error: 'secret details' }));
    const run = await app.sync();
    expect(run).toMatchObject({ status: 'failed', error: { code: 'upstream_refused' }, progress: { done: 12 } });
    expect(JSON.stringify(run)).not.toContain('secret details');
    expect(upstream.statsCalls().length).toBeLessThanOrEqual(8);
    expect(run.items.pending + run.items.running).toBe(0);
  });

  it('reports wrong_endpoint when every restaurant is a 404', async () => {
    await app.addClient('A');
    await app.addClient('B');
    expect(await app.sync()).toMatchObject({
      status: 'failed',
      error: { code: 'wrong_endpoint' },
      items: { not_found: 2 },
    });
  });

  it('has one active run: the second request gets the id of the first', async () => {
    const id = await app.addClient('A');
    upstream.serve('A', [upstreamRow(YESTERDAY)]);
    const held = holdCalls(upstream);
    const ended = app.nextRunEnd();
    const first = await app.post('/sync', { clientIds: [id] });
    expect(first).toMatchObject({ status: 202, body: { created: true } });
    await upstream.waitForCalls(1);
    const responses = await Promise.all([1, 2, 3].map(() => app.post('/sync')));
    for (const { status, body } of responses) {
      expect({ status, body }).toEqual({ status: 200, body: { id: first.body.id, created: false } });
    }
    expect((await app.post(`/sync/runs/${first.body.id}/retry`)).status).toBe(409);
    expect((await app.get('/sync/status')).body).toMatchObject({
      running: true,
      activeRun: { id: first.body.id, status: 'running', items: { running: 1 } },
    });
    held.release();
    expect((await ended).status).toBe('completed');
  });

  it('cancels at once and writes nothing of a pending call', async () => {
    await app.addClient('A');
    upstream.serve('A', [upstreamRow(YESTERDAY)]);
    const held = holdCalls(upstream);
    const ended = app.nextRunEnd();
    const { body } = await app.post('/sync');
    await upstream.waitForCalls(1);
    expect(await app.post(`/sync/runs/${body.id}/cancel`)).toMatchObject({
      status: 202,
      body: { status: 'cancelled' },
    });
    expect(await ended).toMatchObject({ status: 'cancelled', items: { cancelled: 1, running: 0 } });
    held.release();
    expect((await app.post(`/sync/runs/${body.id}/cancel`)).status).toBe(409);
    expect((await app.sync()).counts.inserted).toBe(1);
    expect((await app.get('/sync/runs')).body.total).toBe(2);
  });

  it('syncs a new client automatically', async () => {
    upstream.serve('Fresh', [upstreamRow(YESTERDAY)]);
    const ended = app.nextRunEnd();
    const { body, status } = await app.post('/clients', { name: 'Fresh' });
    expect(status).toBe(201);
    expect(await ended).toMatchObject({ status: 'completed', counts: { inserted: 1 }, progress: { total: 1 } });
    expect(upstream.statsCalls()).toMatchObject([{ name: 'Fresh', from: '2024-11-22', to: YESTERDAY }]);
    expect(await day(body.id, YESTERDAY)).toMatchObject({ totalOrders: 15 });
  });

  it('reads only active clients unless the request names others', async () => {
    const paused = await app.addClient('Paused', { status: 'paused' });
    await app.addClient('Active');
    for (const name of ['Paused', 'Active']) upstream.serve(name, [upstreamRow(YESTERDAY)]);
    await app.sync();
    expect(upstream.statsCalls().map(({ name }) => name)).toEqual(['Active']);
    await app.sync({ clientIds: [paused] });
    expect(upstream.statsCalls().map(({ name }) => name)).toEqual(['Active', 'Paused']);
  });

  it.each([
    [{ daysBack: -1 }, 'daysBack'],
    [{ daysBack: 1e9 }, 'daysBack'],
    [{ daysBack: 1.5 }, 'daysBack'],
    [{ daysBack: 3, from: '2026-11-01', to: '2026-11-02' }, 'daysBack'],
    [{ from: '2026-11-01' }, 'to'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ from: '2026-11-01', to: '2026-11-22' }, 'to'],
    [{ from: '2020-01-01', to: '2026-11-01' }, 'from'],
    [{ from: 'abc', to: '2026-11-01' }, 'from'],
    [{ clientIds: [4711] }, 'clientIds'],
    [{ clientIds: [] }, 'clientIds'],
    [{ daysback: 3 }, 'daysback'],
  ])('rejects %j and names the field', async (request, path) => {
    await app.addClient('A');
    const { status, body } = await app.post<{ details: { path: string; message: string }[] }>('/sync', request);
    expect(status).toBe(400);
    expect(body.details.map((detail) => detail.path)).toContain(path);
    expect((await app.get('/sync/runs')).body.total).toBe(0);
  });

  it('plans no run without clients, and explains the import', async () => {
    const { status, body } = await app.post<{ message: string }>('/sync');
    expect(status).toBe(400);
    expect(body.message).toContain('clients:import');
  });
});

/** Holds every call until `release`, then responds with the served rows. */
function holdCalls(upstream: ScriptedUpstream): { release: () => void } {
  const held: (() => void)[] = [];
  upstream.everyCall((_request, response) => {
    held.push(() => json(200, { data: [upstreamRow(YESTERDAY)] })(_request, response));
  });
  return {
    release() {
      upstream.everyCall(null);
      for (const respond of held.splice(0)) respond();
    },
  };
}
