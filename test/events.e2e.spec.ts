import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { AppModule } from '../src/app.module.js';
import { parseEnvironment } from '../src/config/environment.js';
import { Database } from '../src/database/database.js';
import type { RunView } from '../src/sync/run-view.js';
import { SyncItem } from '../src/sync/sync-item.entity.js';
import { SyncService, type StartedRun } from '../src/sync/sync.service.js';
import { EventStream } from './support/event-stream.js';
import { json, ScriptedUpstream, wireRow } from './support/scripted-upstream.js';
import { TestServer } from './support/test-server.js';
import { databaseIn } from './support/test-database.js';

const WINDOW = { from: '2026-10-01', to: '2026-10-31' };

describe('the stream of events', () => {
  let upstream: ScriptedUpstream;
  let app: TestServer;
  let env: Record<string, string>;
  const streams: EventStream[] = [];

  beforeEach(async () => {
    upstream = await ScriptedUpstream.start();
    env = { DELIVERY_STATS_API_URL: upstream.url, SYNC_CONCURRENCY: '1', SYNC_ATTEMPTS: '1' };
    app = await TestServer.start({ env });
    for (const name of ['First', 'Second', 'Third']) {
      upstream.serve(name, [wireRow('2026-10-05')]);
      await app.addClient(name);
    }
  });

  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
    await app.stop();
    await upstream.close();
  });

  /** The product on the same replica without a server, as a command is. */
  async function anotherProcess(): Promise<INestApplicationContext> {
    const config = parseEnvironment({ ...env, DATABASE_URL: await databaseIn(app.folder) });
    const composition = { config, logger: pino({ level: 'silent' }), upstream: { url: upstream.url } };
    return NestFactory.createApplicationContext(AppModule.for(composition), { logger: false });
  }

  async function listen(): Promise<EventStream> {
    const stream = await EventStream.open(app);
    streams.push(stream);
    return stream;
  }

  async function startRun(): Promise<number> {
    const { status, body } = await app.post<StartedRun>('/sync', WINDOW);
    expect(status).toBe(202);
    return body.id;
  }

  it('is sent piece by piece, neither compressed nor kept by anybody', async () => {
    const { response } = await listen();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  });

  it('tells of a run from its beginning to the new numbers, while it goes on', async () => {
    const stream = await listen();
    const held = upstream.hold('Second');
    const id = await startRun();
    expect(await stream.next<RunView>('run')).toMatchObject({ id, trigger: 'manual', progress: { total: 3 } });
    const within = await stream.next<RunView>('progress', ({ progress }) => progress.done > 0);
    expect(within).toMatchObject({ id, status: 'running', progress: { done: 1, total: 3, percent: 33 } });
    expect(within.items).toMatchObject({ done: 1 });
    held.letGo();
    const ended = await stream.next<RunView>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({
      id,
      status: 'completed',
      progress: { done: 3, percent: 100 },
      counts: { inserted: 3 },
    });
    expect(await stream.next('replica-updated')).toEqual({ revision: expect.any(Number) });
    expect((await app.get<RunView>(`/sync/runs/${id}`)).body).toEqual(ended);
  });

  it('tells of a run that is over before anybody could look', async () => {
    const stream = await listen();
    upstream.everyCall(json(401, {}));
    const id = await startRun();
    const ended = await stream.next<RunView>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({ id, status: 'failed', error: { code: 'upstream_refused' } });
  });

  it('tells of a cancelled run', async () => {
    const stream = await listen();
    upstream.hold();
    const id = await startRun();
    await upstream.called(1);
    await app.post(`/sync/runs/${id}/cancel`);
    expect(await stream.next<RunView>('run', ({ status }) => status === 'cancelled')).toMatchObject({ id });
  });

  it('begins with where the active run stands, for whoever comes later', async () => {
    const first = await listen();
    const held = upstream.hold('Second');
    const id = await startRun();
    await first.next<RunView>('progress', ({ progress }) => progress.done === 1);
    const second = await listen();
    expect(await second.next('progress')).toMatchObject({ id, progress: { done: 1, total: 3 } });
    held.letGo();
    for (const stream of [first, second]) {
      await stream.next<RunView>('run', ({ status }) => status === 'completed');
      await stream.next('replica-updated');
    }
  });

  it('goes on for the others when one leaves', async () => {
    const [one, other] = [await listen(), await listen()];
    await one.close();
    const id = await startRun();
    expect(await other.next<RunView>('run', ({ status }) => status === 'completed')).toMatchObject({ id });
  });

  it('starts anew when everybody had left', async () => {
    await (await listen()).close();
    await app.sync(WINDOW);
    const stream = await listen();
    upstream.serve('First', [wireRow('2026-10-05', { grab_orders: 99 })]);
    const id = await startRun();
    expect((await stream.next<RunView>('run')).id).toBe(id);
    await stream.next('replica-updated');
  });

  it('ends at shutdown, which does not wait for it', async () => {
    const open = [await listen(), await listen()];
    await app.server.close();
    await Promise.all(open.map(({ ended }) => ended));
  });

  it('ends at shutdown in the middle of a run too', async () => {
    const stream = await listen();
    upstream.hold();
    await startRun();
    await upstream.called(1);
    await app.server.close();
    await stream.ended;
  });

  it('notices what another process wrote into the replica', async () => {
    const stream = await listen();
    const held = upstream.hold();
    const id = await startRun();
    await upstream.called(1);
    const other = await anotherProcess();
    const { affected } = await other.get(Database).write(async (tx) => {
      const [last] = await tx.find(SyncItem, {
        where: { runId: id, status: 'pending' },
        order: { id: 'DESC' },
        take: 1,
      });
      return tx.update(
        SyncItem,
        { id: last?.id ?? 0 },
        { status: 'not_found', finishedAt: '2026-11-22T06:00:00.000Z' },
      );
    });
    await other.close();
    expect(affected).toBe(1);
    const seen = await stream.next<RunView>('progress', ({ progress }) => progress.done > 0);
    expect(seen).toMatchObject({ id, progress: { done: 1, total: 3 }, items: { not_found: 1, running: 1 } });
    held.letGo();
    const ended = await stream.next<RunView>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({ id, status: 'partial', items: { done: 2, not_found: 1 } });
  });

  it('notices a run that another process planned, and the server does it', async () => {
    const stream = await listen();
    const other = await anotherProcess();
    const started = await other.get(SyncService).start({}, { trigger: 'cli', actor: null });
    await other.close();
    const ended = await stream.next<RunView>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({ id: started.id, trigger: 'cli', status: 'completed', items: { done: 3 } });
    await stream.next('replica-updated');
  });

  it('is for managers', async () => {
    for (const [role, status] of [
      ['monitor', 403],
      [undefined, 401],
    ] as const) {
      expect((await app.request('GET', '/api/v1/events', { role })).status).toBe(status);
    }
  });
});
