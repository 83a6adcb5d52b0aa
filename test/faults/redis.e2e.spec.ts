import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { SYSTEM } from '../../src/auth/actor.js';
import { UsersService } from '../../src/auth/users.service.js';
import { Database } from '../../src/database/database.js';
import { replicaId } from '../../src/database/replica-id.js';
import type { StartedRun } from '../../src/sync/sync.service.js';
import { describeWithRedisServer, RedisProcess } from '../support/redis-process.js';
import { ScriptedUpstream, wireRow } from '../support/scripted-upstream.js';
import { TestServer } from '../support/test-server.js';
import { Visitor } from '../support/visitor.js';

const PASSWORD = 'a good password';
const PAGE = { accept: 'text/html' };
const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'];

describeWithRedisServer('a Redis', () => {
  let redis: RedisProcess;
  let upstream: ScriptedUpstream;
  let app: TestServer;

  beforeEach(async () => {
    redis = await RedisProcess.create();
    upstream = await ScriptedUpstream.start();
    for (const name of NAMES) upstream.serve(name, [wireRow('2026-11-01')]);
  });

  afterEach(async () => {
    await app.stop();
    await redis.kill();
    await upstream.close();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    app = await TestServer.start({
      env: { DELIVERY_STATS_API_URL: upstream.url, REDIS_URL: redis.url, SYNC_CONCURRENCY: '2', ...env },
    });
    await app.server.begun;
    for (const name of NAMES) await app.addClient(name);
  }

  const state = async (component: string) =>
    (await app.request<{ status: string; details: Record<string, { status: string }> }>('GET', '/health')).body.details[
      component
    ];

  it('that is absent at the start costs nobody the panel; a trigger is refused and leaves no run behind', async () => {
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

  it('is looked into by admins only, and nothing is changed there', async () => {
    await start();
    await app.server.app
      .get(UsersService)
      .create({ email: 'mo@example.com', role: 'manager', password: PASSWORD }, SYSTEM);
    const [stranger, manager, admin] = [new Visitor(app), new Visitor(app), new Visitor(app)];
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

  it('that comes back empty in the middle of a run is told everything again, the schedule too', async () => {
    await redis.start();
    await start({ SYNC_CRON: '0 1 * * *', SYNC_ON_START: 'off' });
    const held = upstream.hold(...NAMES);
    const ended = app.runEnds();
    const { id } = (await app.post<StartedRun>('/sync', { full: true })).body;
    await upstream.called(2);
    await redis.kill();
    await redis.start();
    held.letGo();
    expect(await ended).toMatchObject({ id, status: 'completed', items: { done: 6 } });
    const { body } = await app.get<{ items: { attempts: number; status: string }[] }>(`/sync/runs/${id}/items`);
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
