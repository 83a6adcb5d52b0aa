import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OverloadedError } from '../../src/domain/errors.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { parsePush } from '../../src/ingest/parse-push.js';
import type { PushBody } from '../../src/ingest/push.schema.js';
import { PushService } from '../../src/ingest/push.service.js';
import type { ReceiptDto } from '../../src/ingest/receipt.dto.js';
import type { Database } from '../../src/platform/database/database.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { EventStream } from '../support/event-stream.js';
import { IngestFixture, NOW, pushBody, pushedRow } from '../support/ingest-fixture.js';
import { upstreamRow } from '../support/scripted-upstream.js';

let ingest: IngestFixture;

beforeAll(async () => {
  ingest = await IngestFixture.start();
});

afterAll(() => ingest.stop());

beforeEach(() => ingest.clock.set(NOW));

describe('the same batch sent again', () => {
  it('returns the stored receipt and changes nothing', async () => {
    const name = await ingest.addRestaurant();
    const body = pushBody({ rows: [pushedRow(name, '2026-11-21')] });
    const first = await ingest.app.call<ReceiptDto>('POST', '/ingest', body, 'collector');
    await ingest.push({ rows: [pushedRow(name, '2026-11-21', { grab_sales: '5' })] });
    ingest.clock.set('2026-11-22T07:00:00.000Z');
    const again = await ingest.app.call('POST', '/ingest', body, 'collector');
    expect(again).toMatchObject({ status: 200, body: { ...first.body, replayed: true } });
    expect(await ingest.held(name)).toMatchObject([{ grab_sales: 500 }]);
  });

  it('repeats 422 for a batch of which nothing was applied, and rejects other rows', async () => {
    const body = pushBody({ rows: [pushedRow('Nobody', '2026-11-21')] });
    const send = (changed: object = {}) => ingest.app.call('POST', '/ingest', { ...body, ...changed }, 'collector');
    expect((await send()).body).toMatchObject({ status: 422, replayed: false });
    expect((await send()).body).toMatchObject({ status: 422, replayed: true });
    expect(await send({ rows: [pushedRow('Nobody', '2026-11-20')] })).toMatchObject({
      status: 422,
      body: { details: [{ path: 'batchId', message: 'was sent with other rows' }] },
    });
  });

  it('is applied once when it arrives many times at once; who comes too early gets 409', async () => {
    const name = await ingest.addRestaurant();
    const body = pushBody({ rows: [pushedRow(name, '2026-11-21')] });
    await ingest.app.token('collector');
    let release = (): void => undefined;
    const blocked = blockWrites(ingest.app.database, new Promise<void>((resolve) => (release = resolve)));
    await blocked.begun;
    const responses = Array.from({ length: 3 }, () => ingest.app.call('POST', '/ingest', body, 'collector'));
    // On SQLite a read waits for the write too, so the requests pass the guard only afterwards.
    release();
    await blocked.ended;
    const statuses = (await Promise.all(responses)).map(({ status }) => status);
    for (const status of statuses) expect([200, 409]).toContain(status);
    const { body: last } = await ingest.app.call('POST', '/ingest', body, 'collector');
    expect(last).toMatchObject({ status: 200, replayed: true });
    expect(await ingest.app.rows('SELECT id FROM push_receipt WHERE batch_id = ?', [body.batchId])).toHaveLength(1);
    expect(await ingest.held(name)).toHaveLength(1);
  });

  it('gets 409 while it is worked on, and a fifth batch at once is told to come later', async () => {
    const name = await ingest.addRestaurant();
    const pushes = ingest.app.server.app.get(PushService);
    const bodies = Array.from({ length: 5 }, () => parsePush(pushBody({ rows: [pushedRow(name, '2026-11-21')] })));
    // Not over HTTP: on SQLite the login of a request waits for the write that it should meet.
    const send = (body?: PushBody) => pushes.push(body!, { id: 'cli', actor: 'cli' });
    const [first, ...others] = bodies.slice(0, 4).map(send);
    await expect(send(bodies[0])).rejects.toMatchObject({ status: 409, code: 'batch_in_flight' });
    await expect(send(bodies[4])).rejects.toBeInstanceOf(OverloadedError);
    expect(await first).toMatchObject({ status: 200, replayed: false });
    await Promise.all(others);
    expect(await send(bodies[0])).toMatchObject({ status: 200, replayed: true });
    expect(await send(bodies[4])).toMatchObject({ status: 200, replayed: false });
  });

  it('is another batch when another collector sends it', async () => {
    const name = await ingest.addRestaurant();
    const body = pushBody({ rows: [pushedRow(name, '2026-11-21')] });
    const first = await ingest.app.call<ReceiptDto>('POST', '/ingest', body, 'collector');
    const { token } = await ingest.app.server.app
      .get(ApiTokensService)
      .create({ name: 'second collector', role: 'collector' }, SYSTEM);
    const headers = { authorization: `Bearer ${token}` };
    const other = await ingest.app.request<ReceiptDto>('POST', '/api/v1/ingest', { body, headers });
    expect(other).toMatchObject({ status: 200, body: { replayed: false } });
    const path = (id: number) => `/api/v1/ingest/receipts/${id}`;
    expect((await ingest.app.request('GET', path(first.body.id), { headers })).status).toBe(404);
    expect((await ingest.app.request<ReceiptDto>('GET', path(other.body.id), { headers })).body.batchId).toBe(
      body.batchId,
    );
    const { body: list } = await ingest.app.request<{ total: number }>('GET', '/api/v1/ingest/receipts', { headers });
    expect(list.total).toBe(1);
  });
});

describe('a push beside a copy', () => {
  it('needs no free slot, waits for nobody and ends no other run', async () => {
    const name = await ingest.addRestaurant();
    ingest.upstream.serve(name, [upstreamRow('2026-11-20', { grab_sales: '3' })]);
    const [{ id } = { id: 0 }] = await ingest.app.rows<{ id: number }>('SELECT id FROM client WHERE name = ?', [name]);
    const calls = ingest.upstream.statsCalls().length;
    const held = ingest.upstream.hold(name);
    const ended = ingest.app.nextRunEnd();
    const { body: started } = await ingest.app.post('/sync', { clientIds: [id], daysBack: 7 });
    await ingest.upstream.waitForCalls(calls + 1);
    const { status, body } = await ingest.push({ rows: [pushedRow(name, '2026-11-21')] });
    expect(status).toBe(200);
    expect((await ended).id).toBe(body.runId);
    const { body: active } = await ingest.app.get<{ activeRun: RunDto }>('/sync/status');
    expect(active.activeRun.id).toBe(started.id);
    const copied = ingest.app.nextRunEnd();
    held.release();
    expect(await copied).toMatchObject({
      id: started.id,
      status: 'completed',
      counts: { inserted: 1, missingUpstream: 1 },
    });
    expect(await ingest.held(name)).toMatchObject([{ grab_sales: 300 }, { grab_sales: 100050 }]);
  });

  it('refreshes open pages and counts in the metrics', async () => {
    const name = await ingest.addRestaurant();
    const stream = await EventStream.open(ingest.app);
    const { body } = await ingest.push({ rows: [pushedRow(name, '2026-11-21')] });
    await stream.next<RunDto>('run', ({ id }) => id === body.runId);
    await stream.next('replica-updated');
    await stream.close();
    const { body: metrics } = await ingest.app.request<string>('GET', '/metrics', { role: 'monitor' });
    expect(metrics).toMatch(/delivery_sync_runs_total\{trigger="ingest",status="completed"\} [1-9]/);
  });
});

/** Holds the database's writes until `until`. */
function blockWrites(database: Database, until: Promise<void>): { begun: Promise<void>; ended: Promise<void> } {
  let start = (): void => undefined;
  const begun = new Promise<void>((resolve) => (start = resolve));
  const ended = database.write(async () => {
    start();
    await until;
  });
  return { begun, ended };
}
