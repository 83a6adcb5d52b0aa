import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { ApiToken } from '../../src/auth/api-tokens/api-token.entity.js';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { HtmlClient } from '../support/html-client.js';
import { AppModule } from '../../src/app.module.js';
import { parseEnvironment } from '../../src/platform/config/environment.js';
import { Database } from '../../src/platform/database/database.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { SyncItem } from '../../src/sync/runs/sync-item.entity.js';
import { SyncService } from '../../src/sync/planning/sync.service.js';
import { EventStream } from '../support/event-stream.js';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { databaseIn } from '../support/test-database.js';

const WINDOW = { from: '2026-10-01', to: '2026-10-31' };

describe('the event stream', () => {
  let upstream: ScriptedUpstream;
  let app: TestApp;
  let env: Record<string, string>;
  const streams: EventStream[] = [];

  beforeEach(async () => {
    upstream = await ScriptedUpstream.start();
    env = { DELIVERY_STATS_API_URL: upstream.url, SYNC_CONCURRENCY: '1', SYNC_ATTEMPTS: '1' };
    app = await createTestApp({ env });
    for (const name of ['First', 'Second', 'Third']) {
      upstream.serve(name, [upstreamRow('2026-10-05')]);
      await app.addClient(name);
    }
  });

  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
    await app.stop();
    await upstream.close();
  });

  /** Opens the product on the same replica without a server, as a command does. */
  async function anotherProcess(): Promise<INestApplicationContext> {
    const config = parseEnvironment({ ...env, DATABASE_URL: await databaseIn(app.folder) });
    const composition = { config, logger: pino({ level: 'silent' }) };
    return NestFactory.createApplicationContext(AppModule.forRoot(composition), { logger: false });
  }

  async function listen(): Promise<EventStream> {
    const stream = await EventStream.open(app);
    streams.push(stream);
    return stream;
  }

  async function startRun(): Promise<number> {
    const { status, body } = await app.post('/sync', { ...WINDOW });
    expect(status).toBe(202);
    return body.id;
  }

  it('is sent event by event, without compression or caching', async () => {
    const { response } = await listen();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  });

  it('ends when its session or token ends, and the other streams go on', async () => {
    const users = app.server.app.get(UsersService);
    const tokens = app.server.app.get(ApiTokensService);
    const password = 'a good password';
    const other = await listen();
    const openAs = async (email: string) => {
      const { id } = await users.create({ email, role: 'manager', password }, SYSTEM);
      const browser = new HtmlClient(app);
      await browser.login(email, password);
      const stream = await EventStream.openWith(app, { cookie: `session=${browser.cookies.get('session')}` });
      streams.push(stream);
      return { id, browser, stream };
    };
    const [out, disabled, changed, demoted] = [
      await openAs('out@example.com'),
      await openAs('disabled@example.com'),
      await openAs('changed@example.com'),
      await openAs('demoted@example.com'),
    ];
    const { id, token } = await tokens.create({ name: 'revoked', role: 'manager' }, SYSTEM);
    const revoked = await EventStream.openWith(app, { authorization: `Bearer ${token}` });
    streams.push(revoked);

    await out.browser.post('/admin/logout');
    await out.stream.ended;
    await users.disable(disabled.id, SYSTEM);
    await disabled.stream.ended;
    await users.setPassword('changed@example.com', 'another password', SYSTEM);
    await changed.stream.ended;
    await users.setRole(demoted.id, 'monitor', SYSTEM);
    await demoted.stream.ended;
    await tokens.revoke(id, SYSTEM);
    await revoked.ended;
    await startRun();
    expect(await other.next<RunDto>('run')).toMatchObject({ trigger: 'manual' });
  });

  it('ends within a heartbeat when another process revokes its token', async () => {
    const { id, token } = await app.server.app.get(ApiTokensService).create({ name: 'x', role: 'manager' }, SYSTEM);
    const stream = await EventStream.openWith(app, { authorization: `Bearer ${token}` });
    streams.push(stream);
    const revokedAt = new Date().toISOString();
    await app.database.write((tx) => tx.update(ApiToken, { id }, { revokedAt }));
    await stream.ended;
  });

  it('reports a run from its start to the new numbers while it runs', async () => {
    const stream = await listen();
    const held = upstream.hold('Second');
    const id = await startRun();
    expect(await stream.next<RunDto>('run')).toMatchObject({ id, trigger: 'manual', progress: { total: 3 } });
    const within = await stream.next<RunDto>('progress', ({ progress }) => progress.done > 0);
    expect(within).toMatchObject({ id, status: 'running', progress: { done: 1, total: 3, percent: 33 } });
    expect(within.items).toMatchObject({ done: 1 });
    held.release();
    const ended = await stream.next<RunDto>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({
      id,
      status: 'completed',
      progress: { done: 3, percent: 100 },
      counts: { inserted: 3 },
    });
    expect(await stream.next('replica-updated')).toEqual({ revision: expect.any(Number) });
    expect((await app.get(`/sync/runs/${id}`)).body).toEqual(ended);
  });

  it('reports a run that ends before the first poll', async () => {
    const stream = await listen();
    upstream.everyCall(json(401, {}));
    const id = await startRun();
    const ended = await stream.next<RunDto>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({ id, status: 'failed', error: { code: 'upstream_refused' } });
  });

  it('reports a cancelled run', async () => {
    const stream = await listen();
    upstream.hold();
    const id = await startRun();
    await upstream.waitForCalls(1);
    await app.post(`/sync/runs/${id}/cancel`);
    expect(await stream.next<RunDto>('run', ({ status }) => status === 'cancelled')).toMatchObject({ id });
  });

  it('begins with the state of the active run for a late subscriber', async () => {
    const first = await listen();
    const held = upstream.hold('Second');
    const id = await startRun();
    await first.next<RunDto>('progress', ({ progress }) => progress.done === 1);
    const second = await listen();
    expect(await second.next('progress')).toMatchObject({ id, progress: { done: 1, total: 3 } });
    held.release();
    for (const stream of [first, second]) {
      await stream.next<RunDto>('run', ({ status }) => status === 'completed');
      await stream.next('replica-updated');
    }
  });

  it('continues for the other subscribers when one leaves', async () => {
    const [one, other] = [await listen(), await listen()];
    await one.close();
    const id = await startRun();
    expect(await other.next<RunDto>('run', ({ status }) => status === 'completed')).toMatchObject({ id });
  });

  it('starts again after all subscribers left', async () => {
    await (await listen()).close();
    await app.sync(WINDOW);
    const stream = await listen();
    upstream.serve('First', [upstreamRow('2026-10-05', { grab_orders: 99 })]);
    const id = await startRun();
    expect((await stream.next<RunDto>('run')).id).toBe(id);
    await stream.next('replica-updated');
  });

  it('ends at shutdown without a delay', async () => {
    const open = [await listen(), await listen()];
    await app.server.close();
    await Promise.all(open.map(({ ended }) => ended));
  });

  it('ends at shutdown during a run', async () => {
    const stream = await listen();
    upstream.hold();
    await startRun();
    await upstream.waitForCalls(1);
    await app.server.close();
    await stream.ended;
  });

  it('reports what another process wrote into the replica', async () => {
    const stream = await listen();
    const held = upstream.hold();
    const id = await startRun();
    await upstream.waitForCalls(1);
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
    const seen = await stream.next<RunDto>('progress', ({ progress }) => progress.done > 0);
    expect(seen).toMatchObject({ id, progress: { done: 1, total: 3 }, items: { not_found: 1, running: 1 } });
    held.release();
    const ended = await stream.next<RunDto>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({ id, status: 'partial', items: { done: 2, not_found: 1 } });
  });

  it('reports a run that another process planned, and the server processes it', async () => {
    const stream = await listen();
    const other = await anotherProcess();
    const started = await other.get(SyncService).start({}, { trigger: 'cli', actor: null });
    await other.close();
    const ended = await stream.next<RunDto>('run', ({ finishedAt }) => finishedAt !== null);
    expect(ended).toMatchObject({ id: started.id, trigger: 'cli', status: 'completed', items: { done: 3 } });
    await stream.next('replica-updated');
  });

  it('requires the manager role', async () => {
    for (const [role, status] of [
      ['monitor', 403],
      [undefined, 401],
    ] as const) {
      expect((await app.request('GET', '/api/v1/events', { role })).status).toBe(status);
    }
  });
});
