import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { firstValueFrom, take, toArray } from 'rxjs';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import type { Check } from '../../src/cli/doctor/health-checks.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { SyncWorker } from '../../src/sync/execution/sync-worker.js';
import { ItemEnded } from '../../src/sync/sync.events.js';
import { cliHere, documentOf } from '../support/cli.js';
import { LogLines } from '../support/log-lines.js';
import { databaseIn } from '../support/test-database.js';
import { Database } from '../../src/platform/database/database.js';
import { replicaId } from '../../src/platform/database/replica-id.js';
import { describeWithRedisServer, RedisProcess } from '../support/redis-process.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';

const PASSWORD = 'a good password';
const PAGE = { accept: 'text/html' };
const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'];

describeWithRedisServer('a Redis', () => {
  let redis: RedisProcess;
  let upstream: ScriptedUpstream;
  let app: TestApp;
  let log: LogLines;

  beforeEach(async () => {
    redis = await RedisProcess.create();
    log = new LogLines();
    upstream = await ScriptedUpstream.start();
    for (const name of NAMES) upstream.serve(name, [upstreamRow('2026-11-01')]);
  });

  afterEach(async () => {
    await app.stop();
    await redis.kill();
    await upstream.close();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    app = await createTestApp({
      env: { DELIVERY_STATS_API_URL: upstream.url, REDIS_URL: redis.url, SYNC_CONCURRENCY: '2', ...env },
      log,
    });
    await app.server.backgroundStarted;
    for (const name of NAMES) await app.addClient(name);
  }

  const state = async (component: string) =>
    (await app.request<{ status: string; details: Record<string, { status: string }> }>('GET', '/health')).body.details[
      component
    ];

  it('leaves the panel at work when it is absent at the start; a trigger fails and leaves no run', async () => {
    await start();
    expect((await app.request('GET', '/health')).status).toBe(200);
    expect(await state('queue')).toEqual({ status: 'degraded' });
    expect((await app.request('GET', '/health/ready')).status).toBe(200);
    expect((await app.get('/clients')).status).toBe(200);
    expect(await app.post('/sync')).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('REDIS_URL') },
    });
    expect((await app.get('/sync/runs')).body).toMatchObject({ total: 0 });

    await redis.start();
    await expect(app.sync({ full: true })).resolves.toMatchObject({ status: 'completed', items: { done: 6 } });
    expect(await state('queue')).toEqual({ status: 'up' });
  });

  it('enqueues lost jobs again while their deduplication keys still exist', async () => {
    await redis.start();
    await start({ SYNC_ON_START: 'off' });
    const held = upstream.hold(...NAMES);
    const ended = app.nextRunEnd();
    const { id } = (await app.post('/sync', { full: true })).body;
    await upstream.waitForCalls(2);
    const prefix = `{delivery-stats-${await replicaId(app.server.app.get(Database))}}`;
    const connection = new Redis(redis.url);
    expect(await connection.del(`${prefix}:sync.pull:wait`)).toBe(1);
    const two = firstValueFrom(app.server.app.get(DomainEvents).on(ItemEnded).pipe(take(2), toArray()));
    held.release();
    await two;
    const inQueue = () => connection.llen(`${prefix}:sync.pull:active`);
    while ((await inQueue()) > 0);
    expect(await state('queue')).toMatchObject({ status: 'degraded' });
    await app.server.app.get(SyncWorker).poll();
    expect(await ended).toMatchObject({ id, status: 'completed', items: { done: 6 } });
    expect(await state('queue')).toMatchObject({ status: 'up' });
    connection.disconnect();
  });

  it('is warned of at the start and by doctor when it may evict keys', async () => {
    await redis.start('--maxmemory-policy', 'allkeys-lru');
    await start();
    expect(await log.waitForMessage('maxmemory-policy allkeys-lru')).toMatchObject({ level: 40 });
    const env = {
      DATABASE_URL: await databaseIn(app.folder),
      DELIVERY_STATS_API_URL: upstream.url,
      REDIS_URL: redis.url,
    };
    const { checks } = documentOf(await cliHere(['doctor', '--json'], env)) as { checks: Check[] };
    expect(checks.find(({ name }) => name === 'queue')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('noeviction'),
    });
  });

  it('is visible to admins only, read-only', async () => {
    await start();
    await app.server.app
      .get(UsersService)
      .create({ email: 'mo@example.com', role: 'manager', password: PASSWORD }, SYSTEM);
    const [stranger, manager, admin] = [new HtmlClient(app), new HtmlClient(app), new HtmlClient(app)];
    await manager.login('mo@example.com', PASSWORD);
    await admin.login('admin@example.com', PASSWORD);
    expect((await admin.get('/admin/queues')).status).toBe(503);
    await redis.start();
    await app.sync({ full: true });

    expect((await stranger.get('/admin/queues', PAGE)).location).toBe('/admin/login?next=%2Fadmin%2Fqueues');
    expect((await stranger.get('/admin/queues/api/queues')).status).toBe(401);
    expect((await manager.get('/admin/queues')).status).toBe(403);
    expect((await manager.get('/admin/queues/api/queues')).status).toBe(403);
    const page = await admin.get('/admin/queues', PAGE);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/https?:|<style|style=/);
    const { text } = await admin.get('/admin/queues/api/queues');
    expect(JSON.parse(text)).toMatchObject({
      queues: [
        { name: 'sync.pull', readOnlyMode: true, counts: { completed: 6, failed: 0 } },
        { name: 'sync.tick', readOnlyMode: true },
      ],
    });
    expect((await admin.post('/admin/queues/api/queues/sync.pull/add', {})).status).toBe(404);
  });

  it('gets all jobs and the schedule again when it returns empty during a run', async () => {
    await redis.start();
    await start({ SYNC_CRON: '0 1 * * *', SYNC_ON_START: 'off' });
    const held = upstream.hold(...NAMES);
    const ended = app.nextRunEnd();
    const { id } = (await app.post('/sync', { full: true })).body;
    await upstream.waitForCalls(2);
    await redis.kill();
    await redis.start();
    held.release();
    expect(await ended).toMatchObject({ id, status: 'completed', items: { done: 6 } });
    const { body } = await app.get(`/sync/runs/${id}/items`);
    expect(body.items.map(({ status, attempts }) => ({ status, attempts }))).toEqual(
      NAMES.map(() => ({ status: 'done', attempts: 1 })),
    );

    const prefix = `{delivery-stats-${await replicaId(app.server.app.get(Database))}}`;
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
    const ticks = new Queue('sync.tick', { connection, prefix });
    let schedulers = await ticks.getJobSchedulers();
    while (schedulers.length === 0) schedulers = await ticks.getJobSchedulers();
    expect(schedulers).toMatchObject([{ key: 'sync.tick', pattern: '0 1 * * *', tz: 'UTC' }]);
    await ticks.close();
    connection.disconnect();
  });
});
