import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';
import { IncidentMonitor } from '../../src/operations/alerts/incident-monitor.js';
import { replicaId } from '../../src/platform/database/replica-id.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { RunEnded } from '../../src/sync/sync.events.js';
import { describeWithRedisServer, RedisProcess } from '../support/redis-process.js';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';

const NAMES = Array.from({ length: 8 }, (_, index) => `Warung ${index + 1}`);
/** Tolerance: Node's timers may fire slightly early. */
const EARLY_MS = 5;

describeWithRedisServer('two servers on one replica and one Redis', () => {
  let redis: RedisProcess;
  let upstream: ScriptedUpstream;
  let folder: ReturnType<typeof temporaryFolder>;
  let first: TestApp;
  let second: TestApp;
  let ends: ReplaySubject<RunDto>;

  beforeEach(async () => {
    redis = await RedisProcess.create();
    await redis.start();
    upstream = await ScriptedUpstream.start();
    folder = temporaryFolder();
    for (const name of NAMES) upstream.serve(name, [upstreamRow('2026-11-01')]);
  });

  afterEach(async () => {
    await Promise.all([first.stop(), second.stop()]);
    await redis.kill();
    await upstream.close();
    folder.discard();
  });

  async function start(env: Record<string, string>): Promise<void> {
    const server = (key: string) =>
      createTestApp({
        env: { DELIVERY_STATS_API_URL: upstream.url, DELIVERY_STATS_API_KEY: key, REDIS_URL: redis.url, ...env },
        folder: folder.path,
      });
    first = await server('first');
    second = await server('second');
    ends = new ReplaySubject();
    for (const { server } of [first, second]) server.app.get(DomainEvents).on(RunEnded).subscribe(ends);
    for (const name of NAMES) await first.addClient(name);
  }

  /** Starts a run. `ended` resolves when the first server sees its end. */
  async function startRun(): Promise<{ ended: Promise<RunDto> }> {
    const { id } = (await first.post<{ id: number }>('/sync', { full: true })).body;
    return { ended: firstValueFrom(ends.pipe(filter((run) => run.id === id))) };
  }

  it('pause together when one of them gets a 429', async () => {
    await start({ SYNC_CONCURRENCY: '2' });
    const calls: { server: TestApp; at: number; respond: (status: number) => void }[] = [];
    let held = true;
    upstream.everyCall((request, response) => {
      const server = request.headers.authorization === 'Bearer first' ? first : second;
      const days = json(200, { data: [upstreamRow('2026-11-01')] });
      const respond = (status: number) => (status === 429 ? tooMany(response) : days(request, response));
      calls.push({ server, at: performance.now(), respond });
      if (!held) respond(200);
    });
    const { ended } = await startRun();
    await upstream.waitForCalls(2);
    if (calls[0]!.server === calls[1]!.server) {
      const queue = calls[0]!.server.server.app.get(JobQueue);
      queue.pause();
      calls[0]!.respond(200);
      await upstream.waitForCalls(3);
      queue.resume();
    }
    const [one, other] = calls.slice(-2);
    expect(one!.server).not.toBe(other!.server);

    const before = calls.length;
    const refusedAt = performance.now();
    other!.respond(429);
    await redisHas(redis, `{delivery-stats-${await replicaId(first.database)}}:sync.pull:limiter`);
    held = false;
    one!.respond(200);
    expect(await ended).toMatchObject({ status: 'completed', items: { done: NAMES.length } });
    const early = calls.slice(before).filter(({ at }) => at - refusedAt < 1000 - EARLY_MS);
    expect(early).toEqual([]);
  });

  it('count each run once and send one heartbeat in total', async () => {
    let beats = 0;
    const receiver = createServer((_request, response) => {
      beats += 1;
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = receiver.address() as AddressInfo;
      await start({ HEARTBEAT_URL: `http://127.0.0.1:${port}/`, ALERT_ALLOW_PRIVATE: 'true' });
      for (let run = 0; run < 5; run += 1) {
        await (
          await startRun()
        ).ended;
      }
      const ids = await first.rows<{ id: number }>('SELECT id FROM sync_run ORDER BY id');
      const nightly = `UPDATE sync_run SET "trigger" = 'cron' WHERE id = ${ids.at(-1)?.id}`;
      await first.database.write((tx) => tx.query(nightly));
      const polls = [first, second, first, second].map((server) => server.server.app.get(IncidentMonitor).poll());
      await Promise.all(polls);
      expect(beats).toBe(1);
      expect((await countedRuns(first)) + (await countedRuns(second))).toBe(ids.length);
    } finally {
      await new Promise((resolve) => receiver.close(resolve));
    }
  });
});

function tooMany(response: ServerResponse): void {
  response.writeHead(429, { 'retry-after': '1' }).end();
}

async function countedRuns(app: TestApp): Promise<number> {
  const { body } = await app.request<string>('GET', '/metrics', { role: 'monitor' });
  const counts = body.matchAll(/^delivery_sync_runs_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function redisHas(redis: RedisProcess, key: string): Promise<void> {
  const client = new Redis(redis.url);
  while ((await client.exists(key)) === 0) await delay(5);
  client.disconnect();
}
