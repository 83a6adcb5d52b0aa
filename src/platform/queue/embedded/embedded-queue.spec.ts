import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { jobQueueContract } from '../../../../test/contracts/job-queue.contract.js';
import { EmbeddedQueue } from './embedded-queue.js';
import { defineJob } from '../job-queue.js';

jobQueueContract('embedded', () => {
  const queue = new EmbeddedQueue(pino({ level: 'silent' }));
  return Promise.resolve({ queue, dispose: () => queue.close(1_000) });
});

describe('the embedded queue', () => {
  const kind = defineJob({ name: 'test.job', payload: z.object({ id: z.number() }), key: ({ id }) => `${id}` });

  it('logs what a handler throws, with the job', async () => {
    const lines: string[] = [];
    const queue = new EmbeddedQueue(pino({}, { write: (line: string) => lines.push(line) }));
    queue.consume(kind, () => Promise.reject(new Error('broken')), { concurrency: 1 });
    await queue.enqueue(kind, [{ id: 7 }]);
    await queue.idle();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { msg: 'job failed', job: 'test.job', payload: { id: 7 }, err: { message: 'broken' } },
    ]);
  });

  it('has one consumer a kind', () => {
    const queue = new EmbeddedQueue(pino({ level: 'silent' }));
    const consume = () => queue.consume(kind, () => Promise.resolve(), { concurrency: 1 });
    consume();
    expect(consume).toThrow('test.job already have a consumer');
  });
});
