import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { pino } from 'pino';
import { z } from 'zod';
import { describeOnRedis, REDIS_URL } from '../../../../test/support/redis.js';
import { describeWithRedisServer, RedisProcess } from '../../../../test/support/redis-process.js';
import { jobQueueContract } from '../../../../test/contracts/job-queue.contract.js';
import { BullmqQueueModule } from './bullmq-queue.module.js';
import { KEY_PREFIX } from './redis.module.js';
import { defineJob, JobQueue, type JobName } from '../job-queue.js';
import { LoggerModule } from '../../logging/index.js';

function createModule(redisUrl: string, jobs: readonly JobName[]): Promise<TestingModule> {
  return Test.createTestingModule({
    imports: [LoggerModule.forRoot(pino({ level: 'silent' })), BullmqQueueModule.forRoot({ redisUrl, jobs })],
  })
    .overrideProvider(KEY_PREFIX)
    .useValue(`{test-${randomUUID()}}`)
    .compile();
}

describeOnRedis('with a real Redis', () => {
  jobQueueContract('bullmq', async (jobs) => {
    const module = await createModule(REDIS_URL, jobs);
    const queue = module.get(JobQueue);
    return {
      queue,
      dispose: async () => {
        await queue.close(1_000);
        await module.close();
      },
    };
  });
});

describeWithRedisServer('a BullMQ queue whose Redis stops', () => {
  const job = defineJob({ name: 'test.job', payload: z.object({ id: z.number() }), key: ({ id }) => `${id}` });

  it('does not hold up the shutdown of the process', async () => {
    const redis = await RedisProcess.create();
    await redis.start();
    const module = await createModule(redis.url, [job]);
    const queue = module.get(JobQueue);
    const started = new Promise<void>((resolve) => {
      const handler = () => {
        resolve();
        return Promise.resolve();
      };
      queue.consume(job, handler, { concurrency: 1 });
    });
    await queue.enqueue(job, [{ id: 1 }]);
    await started;
    await queue.idle();
    await redis.kill();
    const before = performance.now();
    await queue.close(1_000);
    await module.close();
    expect(performance.now() - before).toBeLessThan(10_000);
  }, 30_000);

  it('does not hold up the shutdown when it was never there', async () => {
    const redis = await RedisProcess.create();
    const module = await createModule(redis.url, [job]);
    const queue = module.get(JobQueue);
    queue.consume(job, () => Promise.resolve(), { concurrency: 1 });
    await expect(queue.enqueue(job, [{ id: 1 }])).rejects.toMatchObject({ code: 'queue_unreachable' });
    const before = performance.now();
    await queue.close(1_000);
    await module.close();
    expect(performance.now() - before).toBeLessThan(10_000);
  }, 30_000);
});
