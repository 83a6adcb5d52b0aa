import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../http/logger.js';
import { JobQueue, type JobHandler, type JobKind, type QueueHealth } from './job-queue.js';

interface Lane {
  /** Payloads by key, in their order. */
  readonly waiting: Map<string, unknown>;
  active: number;
  consumer: { readonly run: (payload: unknown) => Promise<void>; readonly concurrency: number } | null;
}

/** Jobs in this process's memory: nothing to install. A restart forgets them, and the reconciler brings them back from SQL. */
@Injectable()
export class EmbeddedQueue extends JobQueue {
  readonly shared = false;
  readonly refill = { everyMs: 1_000, jobs: 1_000 };
  private readonly lanes = new Map<string, Lane>();
  private readonly stop = new AbortController();
  private paused = false;
  private waiters: (() => void)[] = [];

  constructor(@Inject(LOGGER) private readonly logger: Logger) {
    super();
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  tick(): Promise<void> {
    return Promise.resolve();
  }

  slow(): Promise<void> {
    return Promise.resolve();
  }

  enqueue<Payload>(kind: JobKind<Payload>, payloads: readonly Payload[]): Promise<void> {
    if (this.stop.signal.aborted) return Promise.resolve();
    const checked = payloads.map((payload) => kind.payload.parse(payload));
    const lane = this.lane(kind.name);
    for (const payload of checked) lane.waiting.set(kind.key(payload), payload);
    this.pump(lane);
    return Promise.resolve();
  }

  consume<Payload>(
    kind: JobKind<Payload>,
    handler: JobHandler<Payload>,
    { concurrency }: { concurrency: number },
  ): void {
    const lane = this.lane(kind.name);
    if (lane.consumer) throw new Error(`The jobs ${kind.name} already have a consumer`);
    const run = async (payload: unknown) => {
      try {
        await handler(kind.payload.parse(payload), { signal: this.stop.signal });
      } catch (error) {
        this.logger.error({ err: error, job: kind.name, payload }, 'job failed');
      }
    };
    lane.consumer = { run, concurrency };
    this.pump(lane);
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push(resolve);
      this.settle();
    });
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    for (const lane of this.lanes.values()) this.pump(lane);
  }

  async close(graceMs: number): Promise<void> {
    for (const lane of this.lanes.values()) lane.waiting.clear();
    this.stop.abort();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.idle(), grace]);
    clearTimeout(timer);
  }

  health(): Promise<QueueHealth> {
    const lanes = [...this.lanes.values()];
    return Promise.resolve({
      ok: !this.stop.signal.aborted,
      driver: 'embedded',
      waiting: lanes.reduce((sum, { waiting }) => sum + waiting.size, 0),
      active: lanes.reduce((sum, { active }) => sum + active, 0),
    });
  }

  private lane(name: string): Lane {
    let lane = this.lanes.get(name);
    if (!lane) {
      lane = { waiting: new Map(), active: 0, consumer: null };
      this.lanes.set(name, lane);
    }
    return lane;
  }

  private pump(lane: Lane): void {
    const { consumer, waiting } = lane;
    while (consumer && !this.paused && !this.stop.signal.aborted && lane.active < consumer.concurrency) {
      const next = waiting.entries().next();
      if (next.done) break;
      const [key, payload] = next.value;
      waiting.delete(key);
      lane.active++;
      void consumer.run(payload).finally(() => {
        lane.active--;
        this.pump(lane);
        this.settle();
      });
    }
  }

  private settle(): void {
    const busy = [...this.lanes.values()].some(
      ({ active, waiting, consumer }) => active > 0 || (consumer && waiting.size > 0),
    );
    if (busy) return;
    for (const resolve of this.waiters.splice(0)) resolve();
  }
}
