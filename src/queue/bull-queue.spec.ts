import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { describeOnRedis, REDIS_URL } from '../../test/support/redis.js';
import { jobQueueContract } from '../../test/job-queue.contract.js';
import { BullQueue } from './bull-queue.js';

describeOnRedis('with a real Redis', () => {
  jobQueueContract('bullmq', () => {
    const queue = new BullQueue({ url: REDIS_URL, replica: randomUUID() }, pino({ level: 'silent' }));
    return Promise.resolve({ queue, dispose: () => queue.close(1_000) });
  });
});
