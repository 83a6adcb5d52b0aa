import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Database } from '../../src/database/database.js';
import { replicaId } from '../../src/database/replica-id.js';
import type { StartedRun } from '../../src/sync/sync.service.js';
import { describeWithRedisServer, RedisProcess } from '../support/redis-process.js';
import { ScriptedUpstream, wireRow } from '../support/scripted-upstream.js';
import { TestServer } from '../support/test-server.js';

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
