import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';
import { AlertWatch } from '../../src/alerts/alert-watch.js';
import { replicaId } from '../../src/database/replica-id.js';
import { JobQueue } from '../../src/queue/job-queue.js';
import type { RunView } from '../../src/sync/run-view.js';
import { SyncSignals } from '../../src/sync/sync-signals.js';
import { describeWithRedisServer, RedisProcess } from '../support/redis-process.js';
import { json, ScriptedUpstream, wireRow } from '../support/scripted-upstream.js';
import { onPostgres } from '../support/test-database.js';
import { temporaryFolder } from '../support/test-replica.js';
import { TestServer } from '../support/test-server.js';

const NAMES = Array.from({ length: 8 }, (_, index) => `Warung ${index + 1}`);
/** Timers of Node may fire a little early. */
const EARLY_MS = 5;

await onPostgres('workers', () => {
  tests();
  return Promise.resolve();
});

function tests(): void {
  describeWithRedisServer('two servers on one replica and one Redis', () => {
    let redis: RedisProcess;
    let upstream: ScriptedUpstream;
    let folder: ReturnType<typeof temporaryFolder>;
    let first: TestServer;
    let second: TestServer;
    let ends: ReplaySubject<RunView>;

    beforeEach(async () => {
      redis = await RedisProcess.create();
      await redis.start();
      upstream = await ScriptedUpstream.start();
      folder = temporaryFolder();
      for (const name of NAMES) upstream.serve(name, [wireRow('2026-11-01')]);
    });

    afterEach(async () => {
      await Promise.all([first.stop(), second.stop()]);
      await redis.kill();
      await upstream.close();
      folder.discard();
    });

    async function start(env: Record<string, string>): Promise<void> {
      const server = (key: string) =>
        TestServer.start({
          env: { DELIVERY_STATS_API_URL: upstream.url, DELIVERY_STATS_API_KEY: key, REDIS_URL: redis.url, ...env },
          folder: folder.path,
        });
      first = await server('first');
      second = await server('second');
      ends = new ReplaySubject();
      for (const { server } of [first, second]) server.app.get(SyncSignals).runEnded.subscribe(ends);
      for (const name of NAMES) await first.addClient(name);
    }

    /** Starts a run; `ended` is its end, as the first of them sees it. */
    async function startRun(): Promise<{ ended: Promise<RunView> }> {
      const { id } = (await first.post<{ id: number }>('/sync', { full: true })).body;
      return { ended: firstValueFrom(ends.pipe(filter((run) => run.id === id))) };
    }

    it('wait together when one of them is answered 429', async () => {
      await start({ SYNC_CONCURRENCY: '2' });
      const calls: { server: TestServer; at: number; answer: (status: number) => void }[] = [];
      let held = true;
      upstream.everyCall((request, response) => {
        const server = request.headers.authorization === 'Bearer first' ? first : second;
        const days = json(200, { data: [wireRow('2026-11-01')] });
        const answer = (status: number) => (status === 429 ? tooMany(response) : days(request, response));
        calls.push({ server, at: performance.now(), answer });
        if (!held) answer(200);
      });
      const { ended } = await startRun();
      await upstream.called(2);
      if (calls[0]!.server === calls[1]!.server) {
        const queue = calls[0]!.server.server.app.get(JobQueue);
        queue.pause();
        calls[0]!.answer(200);
        await upstream.called(3);
        queue.resume();
      }
      const [one, other] = calls.slice(-2);
      expect(one!.server).not.toBe(other!.server);

      const before = calls.length;
      const refusedAt = performance.now();
      other!.answer(429);
      await redisHas(redis, `{delivery-stats-${await replicaId(first.database)}}:sync.pull:limiter`);
      held = false;
      one!.answer(200);
      expect(await ended).toMatchObject({ status: 'completed', items: { done: NAMES.length } });
      const early = calls.slice(before).filter(({ at }) => at - refusedAt < 1000 - EARLY_MS);
      expect(early).toEqual([]);
    });

    it('count each run once between them, and send one heartbeat', async () => {
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
        const looks = [first, second, first, second].map((server) => server.server.app.get(AlertWatch).look());
        await Promise.all(looks);
        expect(beats).toBe(1);
        expect((await countedRuns(first)) + (await countedRuns(second))).toBe(ids.length);
      } finally {
        await new Promise((resolve) => receiver.close(resolve));
      }
    });
  });
}

function tooMany(response: ServerResponse): void {
  response.writeHead(429, { 'retry-after': '1' }).end();
}

async function countedRuns(app: TestServer): Promise<number> {
  const { body } = await app.request<string>('GET', '/metrics', { role: 'monitor' });
  const counts = body.matchAll(/^delivery_sync_runs_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function redisHas(redis: RedisProcess, key: string): Promise<void> {
  const client = new Redis(redis.url);
  while ((await client.exists(key)) === 0) await delay(5);
  client.disconnect();
}
