import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { jobKind, type JobQueue } from '../src/queue/job-queue.js';

const greet = jobKind({ name: 'test.greet', payload: z.object({ id: z.number().int() }), key: ({ id }) => `${id}` });
const other = jobKind({ name: 'test.other', payload: z.object({ id: z.number().int() }), key: ({ id }) => `${id}` });

type Greeting = z.output<typeof greet.payload>;

const jobs = (...ids: number[]): Greeting[] => ids.map((id) => ({ id }));

/** A driver under test: a queue with nothing in it, and what to do when the test is over. */
export interface QueueDriver {
  readonly queue: JobQueue;
  readonly dispose: () => Promise<void>;
}

/** A handler that holds every job until it is let go, and tells what it saw. */
class Gate {
  readonly started: number[] = [];
  readonly signals: AbortSignal[] = [];
  most = 0;
  private running = 0;
  private readonly held: (() => void)[] = [];
  private waiters: { count: number; resolve: () => void }[] = [];

  readonly handler = async ({ id }: Greeting, { signal }: { signal: AbortSignal }): Promise<void> => {
    this.started.push(id);
    this.signals.push(signal);
    this.most = Math.max(this.most, ++this.running);
    this.waiters = this.waiters.filter(({ count, resolve }) => {
      if (this.started.length < count) return true;
      resolve();
      return false;
    });
    await new Promise<void>((resolve) => {
      this.held.push(resolve);
      signal.addEventListener('abort', () => resolve());
    });
    this.running--;
  };

  /** Resolves once this many jobs have begun in all. */
  begun(count: number): Promise<void> {
    if (this.started.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ count, resolve }));
  }

  /** Lets the job that has waited longest go on. */
  letOneGo(): void {
    this.held.shift()?.();
  }
}

/** What every driver of {@link JobQueue} promises. */
export function jobQueueContract(driver: string, open: () => Promise<QueueDriver>): void {
  describe(`the contract of a job queue, kept by ${driver}`, () => {
    let queue: JobQueue;
    let dispose: () => Promise<void>;

    beforeEach(async () => {
      ({ queue, dispose } = await open());
    });

    afterEach(() => dispose());

    /** Does the jobs of a kind at once; answers the list that their ids are added to. */
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

    it('delivers every job, each kind to its own handler', async () => {
      const done = collect(greet, 1);
      const others = collect(other, 1);
      await queue.enqueue(greet, jobs(1, 2, 3));
      await queue.enqueue(other, jobs(4));
      await queue.enqueue(greet, []);
      await queue.idle();
      expect(done).toEqual([1, 2, 3]);
      expect(others).toEqual([4]);
    });

    it('delivers what was enqueued before anybody consumed', async () => {
      await queue.enqueue(greet, jobs(1, 2));
      const done = collect(greet);
      await queue.idle();
      expect(done.sort()).toEqual([1, 2]);
    });

    it('refuses a payload that is not of its kind, and adds nothing', async () => {
      const done = collect(greet);
      const bad = [{ id: 1 }, { id: 'two' as unknown as number }];
      await expect((async () => queue.enqueue(greet, bad))()).rejects.toThrow();
      await queue.idle();
      expect(done).toEqual([]);
    });

    it('takes two jobs with the same key for one while the first waits', async () => {
      const gate = new Gate();
      queue.consume(greet, gate.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1, 2, 2));
      await gate.begun(1);
      await queue.enqueue(greet, jobs(2, 3));
      for (let at = 2; at <= 3; at++) {
        gate.letOneGo();
        await gate.begun(at);
      }
      gate.letOneGo();
      await queue.idle();
      expect(gate.started).toEqual([1, 2, 3]);
    });

    it('delivers a job again that is enqueued after it began', async () => {
      const gate = new Gate();
      queue.consume(greet, gate.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1));
      await gate.begun(1);
      await queue.enqueue(greet, jobs(1));
      gate.letOneGo();
      await gate.begun(2);
      gate.letOneGo();
      await queue.idle();
      expect(gate.started).toEqual([1, 1]);
    });

    it('does as many jobs at a time as it may, and no more', async () => {
      const gate = new Gate();
      queue.consume(greet, gate.handler, { concurrency: 3 });
      await queue.enqueue(greet, jobs(1, 2, 3, 4, 5, 6, 7));
      for (let begun = 3; begun <= 7; begun++) {
        await gate.begun(begun);
        gate.letOneGo();
      }
      gate.letOneGo();
      gate.letOneGo();
      await queue.idle();
      expect(gate.started).toHaveLength(7);
      expect(gate.most).toBe(3);
    });

    it('goes on when a handler throws, at once or later', async () => {
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

    it('starts nothing while it is paused, lets running jobs go on, and resumes', async () => {
      const gate = new Gate();
      queue.consume(greet, gate.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1, 2));
      await gate.begun(1);
      queue.pause();
      gate.letOneGo();
      await queue.enqueue(greet, jobs(3));
      const others = collect(other);
      await queue.enqueue(other, jobs(4));
      expect(await queue.health()).toMatchObject({ waiting: 3 });
      expect(gate.started).toEqual([1]);
      expect(others).toEqual([]);
      queue.resume();
      for (let at = 2; at <= 3; at++) {
        await gate.begun(at);
        gate.letOneGo();
      }
      await queue.idle();
      expect(gate.started).toEqual([1, 2, 3]);
      expect(others).toEqual([4]);
    });

    it('is idle when nothing waits and nothing runs', async () => {
      await queue.idle();
      const gate = new Gate();
      queue.consume(greet, gate.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1, 2));
      await gate.begun(1);
      const order: string[] = [];
      const idle = [1, 2].map(() => queue.idle().then(() => order.push('idle')));
      gate.letOneGo();
      await gate.begun(2);
      order.push('the last one let go');
      gate.letOneGo();
      await Promise.all(idle);
      expect(order).toEqual(['the last one let go', 'idle', 'idle']);
    });

    it('tells how it is', async () => {
      const gate = new Gate();
      queue.consume(greet, gate.handler, { concurrency: 2 });
      expect(await queue.health()).toEqual({ ok: true, driver, waiting: 0, active: 0 });
      await queue.enqueue(greet, jobs(1, 2, 3));
      await gate.begun(2);
      expect(await queue.health()).toEqual({ ok: true, driver, waiting: 1, active: 2 });
      await queue.close(1_000);
      expect(await queue.health()).toMatchObject({ ok: false, active: 0 });
    });

    it('aborts what runs when it closes, waits for it, and starts nothing more', async () => {
      const gate = new Gate();
      let ended = 0;
      queue.consume(
        greet,
        async (payload, context) => {
          await gate.handler(payload, context);
          await Promise.resolve();
          ended++;
        },
        { concurrency: 2 },
      );
      await queue.enqueue(greet, jobs(1, 2, 3));
      await gate.begun(2);
      expect(gate.signals.map(({ aborted }) => aborted)).toEqual([false, false]);
      await queue.close(60_000);
      expect(gate.signals.map(({ aborted }) => aborted)).toEqual([true, true]);
      expect(ended).toBe(2);
      expect(gate.started).toEqual([1, 2]);
    });

    it('does not wait for what comes while it closes', async () => {
      const gate = new Gate();
      queue.consume(greet, gate.handler, { concurrency: 1 });
      await queue.enqueue(greet, jobs(1));
      await gate.begun(1);
      const closed = queue.close(60_000);
      await queue.enqueue(greet, jobs(2)).catch(() => undefined);
      await closed;
      expect(gate.started).toEqual([1]);
    });

    it('waits no longer than it may for a job that does not stop', async () => {
      const deaf = new Gate();
      queue.consume(greet, (payload) => deaf.handler(payload, { signal: new AbortController().signal }), {
        concurrency: 1,
      });
      await queue.enqueue(greet, jobs(1));
      await deaf.begun(1);
      await queue.close(10);
      deaf.letOneGo();
    });
  });
}
