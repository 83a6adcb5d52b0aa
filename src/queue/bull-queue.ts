import { setTimeout as delay } from 'node:timers/promises';
import { Queue, Worker, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { OperationalError } from '../errors.js';
import { JobQueue, type JobHandler, type JobKind, type QueueHealth } from './job-queue.js';
import { within } from './within.js';

/** How long Redis may take to answer before whoever asked is told that it does not. */
const PATIENCE_MS = 2_000;
const IDLE_LOOK_MS = 25;
/** Jobs added in one round trip. */
const BATCH = 1_000;
/** A dead process's jobs are handed to others after this long; SQL leases keep the work itself safe. */
const LOCK_MS = 10_000;
const STALLED_LOOK_MS = 5_000;
/** How often a job may be handed on: SQL counts claims, Redis need not. */
const MAX_STALLED = 1_000;
/** Kept to be looked at; a failed job blocks nobody, because ids are BullMQ's own. */
const KEPT = { removeOnComplete: { count: 200 }, removeOnFail: { count: 1_000, age: 7 * 24 * 3_600 } };
/** Makes BullMQ look at the pause that {@link BullQueue.slow} sets; it never limits by itself. */
const LIMITER = { max: Number.MAX_SAFE_INTEGER, duration: 1_000 };

interface Lane {
  readonly queue: Queue;
  worker: Worker | null;
  /** Jobs at a time in all processes together. */
  concurrency: number | null;
}

export interface BullQueueOptions {
  readonly url: string;
  /** Names the replica: several may share a Redis. */
  readonly replica: string;
}

/** Jobs in Redis, for several processes. What Redis loses, the reconciler brings back from SQL. */
export class BullQueue extends JobQueue {
  readonly shared = true;
  readonly refill = { everyMs: 10_000, jobs: Infinity };
  private readonly lanes = new Map<string, Lane>();
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly asking: Redis;
  private readonly working: Redis;
  private readonly prefix: string;
  private paused = false;
  private away = false;

  constructor(
    { url, replica }: BullQueueOptions,
    private readonly logger: Logger,
  ) {
    super();
    // The braces keep all keys on one node of a cluster.
    this.prefix = `{delivery-stats-${replica}}`;
    const options = { maxRetriesPerRequest: null, retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000) };
    this.asking = new Redis(url, { ...options, enableOfflineQueue: false });
    this.working = new Redis(url, options);
    for (const redis of [this.asking, this.working]) redis.on('error', (error: Error) => this.lost(error));
    this.asking.on('ready', () => this.found());
  }

  async ready(): Promise<void> {
    await this.reach();
    await this.ask(() => this.asking.ping());
  }

  async enqueue<Payload>(kind: JobKind<Payload>, payloads: readonly Payload[]): Promise<void> {
    if (this.stop.signal.aborted) return;
    const checked = payloads.map((payload) => kind.payload.parse(payload));
    if (checked.length === 0) return;
    await this.reach();
    const lane = this.lane(kind.name);
    // Redis may have come back empty, limits and all.
    await this.limit(lane);
    for (let at = 0; at < checked.length; at += BATCH) {
      const jobs = checked.slice(at, at + BATCH).map((data) => ({
        name: kind.name,
        data,
        opts: { ...KEPT, deduplication: { id: kind.key(data), keepLastIfActive: true } },
      }));
      await this.ask(() => lane.queue.addBulk(jobs));
    }
  }

  async tick(kind: JobKind<Record<string, never>>, cron: string): Promise<void> {
    await this.reach();
    const { queue } = this.lane(kind.name);
    await this.ask(() => queue.upsertJobScheduler(kind.name, { pattern: cron, tz: 'UTC' }, { data: {}, opts: KEPT }));
  }

  consume<Payload>(
    kind: JobKind<Payload>,
    handler: JobHandler<Payload>,
    { concurrency }: { concurrency: number },
  ): void {
    const lane = this.lane(kind.name);
    if (lane.worker) throw new Error(`The jobs ${kind.name} already have a consumer`);
    const work = async (job: Job): Promise<void> => {
      try {
        await handler(kind.payload.parse(job.data), { signal: this.stop.signal });
      } catch (error) {
        this.logger.error({ err: error, job: kind.name, payload: job.data as unknown }, 'job failed');
        throw error;
      }
    };
    lane.concurrency = concurrency;
    lane.worker = new Worker(
      kind.name,
      (job) => {
        const run = work(job);
        const ended = run.catch(() => undefined).finally(() => this.running.delete(ended));
        this.running.add(ended);
        return run;
      },
      {
        connection: this.working,
        prefix: this.prefix,
        concurrency,
        autorun: !this.paused,
        limiter: LIMITER,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_LOOK_MS,
        maxStalledCount: MAX_STALLED,
      },
    );
    lane.worker.on('error', (error) => this.lost(error));
    void this.limit(lane).catch(() => undefined);
  }

  async slow(
    kind: Pick<JobKind<unknown>, 'name'>,
    { pauseMs, concurrency }: { pauseMs: number; concurrency: number },
  ): Promise<void> {
    const lane = this.lane(kind.name);
    lane.concurrency = concurrency;
    await this.reach();
    await this.limit(lane);
    if (pauseMs > 0) await this.ask(() => lane.queue.rateLimit(Math.ceil(pauseMs)));
  }

  async idle(): Promise<void> {
    for (;;) {
      const consumed = [...this.lanes.values()].filter(({ worker }) => worker !== null);
      const { waiting, active } = await this.counts(consumed);
      if (waiting + active + this.running.size === 0) return;
      await delay(IDLE_LOOK_MS);
    }
  }

  pause(): void {
    this.paused = true;
    for (const { worker } of this.lanes.values()) void worker?.pause(true);
  }

  resume(): void {
    this.paused = false;
    for (const { worker } of this.lanes.values()) void worker?.resume();
  }

  async close(graceMs: number): Promise<void> {
    if (this.stop.signal.aborted) return;
    this.pause();
    this.stop.abort();
    await Promise.race([Promise.all(this.running), delay(graceMs, undefined, { ref: false })]);
    const force = this.running.size > 0;
    const lanes = [...this.lanes.values()];
    const closing = lanes.map(async ({ queue, worker }) => {
      await worker?.close(force);
      await queue.close();
    });
    await within(PATIENCE_MS, Promise.all(closing)).catch(() => undefined);
    this.asking.disconnect();
    this.working.disconnect();
  }

  async health(): Promise<QueueHealth> {
    const absent = { ok: false, driver: 'bullmq', waiting: 0, active: 0 };
    if (this.stop.signal.aborted || this.away) return absent;
    try {
      await this.reach();
      return { ok: true, driver: 'bullmq', ...(await this.counts([...this.lanes.values()])) };
    } catch {
      return absent;
    }
  }

  /** The queue of a kind of jobs, for who looks at it. */
  jobs({ name }: Pick<JobKind<unknown>, 'name'>): Queue {
    return this.lane(name).queue;
  }

  private lane(name: string): Lane {
    let lane = this.lanes.get(name);
    if (!lane) {
      const queue = new Queue(name, { connection: this.asking, prefix: this.prefix });
      queue.on('error', (error) => this.lost(error));
      lane = { queue, worker: null, concurrency: null };
      this.lanes.set(name, lane);
    }
    return lane;
  }

  private async counts(lanes: readonly Lane[]): Promise<{ waiting: number; active: number }> {
    let waiting = 0;
    let active = 0;
    for (const { queue } of lanes) {
      const counts = await this.ask(() => queue.getJobCounts('wait', 'prioritized', 'active'));
      waiting += (counts.wait ?? 0) + (counts.prioritized ?? 0);
      active += counts.active ?? 0;
    }
    return { waiting, active };
  }

  private async limit({ queue, concurrency }: Lane): Promise<void> {
    if (concurrency !== null) await this.ask(() => queue.setGlobalConcurrency(concurrency));
  }

  /** Resolves when Redis is connected. @throws OperationalError when it is not in time. */
  private async reach(): Promise<void> {
    if (this.asking.status === 'ready') return;
    let connected: () => void = () => undefined;
    try {
      await within(
        PATIENCE_MS,
        new Promise<void>((resolve) => {
          connected = resolve;
          this.asking.once('ready', connected);
        }),
      );
    } catch {
      throw unreachable();
    } finally {
      this.asking.off('ready', connected);
    }
  }

  /** Asks Redis. @throws OperationalError when it does not answer in time. */
  private async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await within(PATIENCE_MS, question());
    } catch (error) {
      throw unreachable(error);
    }
  }

  private lost(error: unknown): void {
    if (this.away || this.stop.signal.aborted) return;
    this.away = true;
    this.logger.warn({ err: error }, 'Redis does not answer; jobs wait until it does');
  }

  private found(): void {
    if (this.away) this.logger.info('Redis answers again');
    this.away = false;
  }
}

function unreachable(cause?: unknown): OperationalError {
  const message = 'The job queue does not answer, so nothing was started. Check that Redis runs, and REDIS_URL.';
  return new OperationalError('queue_unreachable', message, { cause });
}
