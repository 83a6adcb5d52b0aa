import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineJob, type JobName, type JobQueue } from '../../src/platform/queue/job-queue.js';

const greet = defineJob({ name: 'test.greet', payload: z.object({ id: z.number().int() }), key: ({ id }) => `${id}` });
const other = defineJob({ name: 'test.other', payload: z.object({ id: z.number().int() }), key: ({ id }) => `${id}` });

type Greeting = z.output<typeof greet.payload>;

const jobs = (...ids: number[]): Greeting[] => ids.map((id) => ({ id }));

/** A driver under test: an empty queue, and a function that releases it after the test. */
export interface QueueDriver {
  readonly queue: JobQueue;
  readonly dispose: () => Promise<void>;
}

/** A handler that blocks every job until it is released, and records the jobs that it got. */
class BlockingHandler {
  readonly started: number[] = [];
  readonly signals: AbortSignal[] = [];
  maxRunning = 0;
  private running = 0;
  private readonly releases: (() => void)[] = [];
  private waiters: { count: number; resolve: () => void }[] = [];

  readonly handler = async ({ id }: Greeting, { signal }: { signal: AbortSignal }): Promise<void> => {
    this.started.push(id);
    this.signals.push(signal);
    this.maxRunning = Math.max(this.maxRunning, ++this.running);
    this.waiters = this.waiters.filter(({ count, resolve }) => {
      if (this.started.length < count) return true;
      resolve();
      return false;
    });
    await new Promise<void>((resolve) => {
      this.releases.push(resolve);
      signal.addEventListener('abort', () => resolve());
    });
    this.running--;
  };

  /** Resolves when `count` jobs have started in total. */
  waitUntilStarted(count: number): Promise<void> {
    if (this.started.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ count, resolve }));
  }

  /** Releases the job that started first. */
  releaseOne(): void {
    this.releases.shift()?.();
  }
}

/** Declares the tests that every driver of {@link JobQueue} must pass. */
export function jobQueueContract(driver: string, open: (jobs: readonly JobName[]) => Promise<QueueDriver>): void {
  describe(`the job queue contract with the driver ${driver}`, () => {
    let queue: JobQueue;
    let dispose: () => Promise<void>;

    beforeEach(async () => {
      ({ queue, dispose } = await open([greet, other]));
    });

    afterEach(() => dispose());

    /** Consumes the jobs of a kind. Returns the list that receives the id of each job. */
    function collect(kind: typeof greet, concurrency = 4): number[] {
      const done: number[] = [];
      queue.consume(
        kind,
        ({ id }) => {
          done.push(id);
          return Promise.resolve();
        },
        { concurrency },
      );
      return done;
    }

    it('delivers every job to the handler of its kind', async () => {
      const done = collect(greet, 1);
      const others = collect(other, 1);
      await queue.enqueue(greet, jobs(1, 2, 3));
      await queue.enqueue(other, jobs(4));
      await queue.enqueue(greet, []);
      await queue.idle();
      expect(done).toEqual([1, 2, 3]);
      expect(others).toEqual([4]);
    });

    it('delivers jobs that were enqueued before a consumer existed', async () => {
      await queue.enqueue(greet, jobs(1, 2));
      const done = collect(greet);
      await queue.idle();
      expect(done.sort()).toEqual([1, 2]);
    });

    it('rejects a payload that does not match its kind, and adds no job', async () => {
      const done = collect(greet);
      const bad = [{ id: 1 }, { id: 'two' as unknown as number }];
      await expect((async () => queue.enqueue(greet, bad))()).rejects.toThrow();
      await queue.idle();
      expect(done).toEqual([]);
    });

    it('delivers two jobs with the same key once while the first one waits', async () => {
      const blocking = new BlockingHandler();
      queue.consume(greet, blocking.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1, 2, 2));
      await blocking.waitUntilStarted(1);
      await queue.enqueue(greet, jobs(2, 3));
      for (let at = 2; at <= 3; at++) {
        blocking.releaseOne();
        await blocking.waitUntilStarted(at);
      }
      blocking.releaseOne();
      await queue.idle();
      expect(blocking.started).toEqual([1, 2, 3]);
    });

    it('delivers a job again when it is enqueued after its start', async () => {
      const blocking = new BlockingHandler();
      queue.consume(greet, blocking.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1));
      await blocking.waitUntilStarted(1);
      await queue.enqueue(greet, jobs(1));
      blocking.releaseOne();
      await blocking.waitUntilStarted(2);
      blocking.releaseOne();
      await queue.idle();
      expect(blocking.started).toEqual([1, 1]);
    });

    it('runs as many jobs at once as the concurrency allows, and no more', async () => {
      const blocking = new BlockingHandler();
      queue.consume(greet, blocking.handler, { concurrency: 3 });
      await queue.enqueue(greet, jobs(1, 2, 3, 4, 5, 6, 7));
      for (let begun = 3; begun <= 7; begun++) {
        await blocking.waitUntilStarted(begun);
        blocking.releaseOne();
      }
      blocking.releaseOne();
      blocking.releaseOne();
      await queue.idle();
      expect(blocking.started).toHaveLength(7);
      expect(blocking.maxRunning).toBe(3);
    });

    it('continues when a handler throws or rejects', async () => {
      const done: number[] = [];
      queue.consume(
        greet,
        ({ id }) => {
          done.push(id);
          if (id === 1) throw new Error('at once');
          return id === 2 ? Promise.reject(new Error('later')) : Promise.resolve();
        },
        { concurrency: 1 },
      );
      await queue.enqueue(greet, jobs(1, 2, 3));
      await queue.idle();
      expect(done).toEqual([1, 2, 3]);
      await queue.enqueue(greet, jobs(4));
      await queue.idle();
      expect(done).toEqual([1, 2, 3, 4]);
    });

    it('starts no job while it is paused, lets running jobs finish, and resumes', async () => {
      const blocking = new BlockingHandler();
      queue.consume(greet, blocking.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1, 2));
      await blocking.waitUntilStarted(1);
      queue.pause();
      blocking.releaseOne();
      await queue.enqueue(greet, jobs(3));
      const others = collect(other);
      await queue.enqueue(other, jobs(4));
      expect(await queue.health()).toMatchObject({ waiting: 3 });
      expect(blocking.started).toEqual([1]);
      expect(others).toEqual([]);
      queue.resume();
      for (let at = 2; at <= 3; at++) {
        await blocking.waitUntilStarted(at);
        blocking.releaseOne();
      }
      await queue.idle();
      expect(blocking.started).toEqual([1, 2, 3]);
      expect(others).toEqual([4]);
    });

    it('is idle when no job waits and no job runs', async () => {
      await queue.idle();
      const blocking = new BlockingHandler();
      queue.consume(greet, blocking.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1, 2));
      await blocking.waitUntilStarted(1);
      const order: string[] = [];
      const idle = [1, 2].map(() => queue.idle().then(() => order.push('idle')));
      blocking.releaseOne();
      await blocking.waitUntilStarted(2);
      order.push('the last one let go');
      blocking.releaseOne();
      await Promise.all(idle);
      expect(order).toEqual(['the last one let go', 'idle', 'idle']);
    });

    it('reports its health and its numbers of waiting and active jobs', async () => {
      const blocking = new BlockingHandler();
      queue.consume(greet, blocking.handler, { concurrency: 2 });
      expect(await queue.health()).toEqual({ ok: true, driver, waiting: 0, active: 0 });
      await queue.enqueue(greet, jobs(1, 2, 3));
      await blocking.waitUntilStarted(2);
      expect(await queue.health()).toEqual({ ok: true, driver, waiting: 1, active: 2 });
      await queue.close(1_000);
      expect(await queue.health()).toMatchObject({ ok: false, active: 0 });
    });

    it('aborts running jobs when it closes, waits for them, and starts no others', async () => {
      const blocking = new BlockingHandler();
      let ended = 0;
      queue.consume(
        greet,
        async (payload, context) => {
          await blocking.handler(payload, context);
          await Promise.resolve();
          ended++;
        },
        { concurrency: 2 },
      );
      await queue.enqueue(greet, jobs(1, 2, 3));
      await blocking.waitUntilStarted(2);
      expect(blocking.signals.map(({ aborted }) => aborted)).toEqual([false, false]);
      await queue.close(60_000);
      expect(blocking.signals.map(({ aborted }) => aborted)).toEqual([true, true]);
      expect(ended).toBe(2);
      expect(blocking.started).toEqual([1, 2]);
    });

    it('does not wait for a job that is enqueued while it closes', async () => {
      const blocking = new BlockingHandler();
      queue.consume(greet, blocking.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1));
      await blocking.waitUntilStarted(1);
      const closed = queue.close(60_000);
      await queue.enqueue(greet, jobs(2)).catch(() => undefined);
      await closed;
      expect(blocking.started).toEqual([1]);
    });

    it('waits at most the given time for a job that does not stop', async () => {
      const unstoppable = new BlockingHandler();
      queue.consume(greet, (payload) => unstoppable.handler(payload, { signal: new AbortController().signal }), {
        concurrency: 1,
      });
      await queue.enqueue(greet, jobs(1));
      await unstoppable.waitUntilStarted(1);
      await queue.close(10);
      unstoppable.releaseOne();
    });
  });
}
