import { setTimeout as delay } from 'node:timers/promises';
import { Queue, Worker, type Job } from 'bullmq';
import type { Logger } from 'pino';
import { JobQueue, type JobHandler, type JobKind, type QueueHealth } from './job-queue.js';
import { RedisLine } from './redis-line.js';

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
  private readonly redis: RedisLine;
  private readonly prefix: string;
  private paused = false;

  constructor(
    { url, replica }: BullQueueOptions,
    private readonly logger: Logger,
  ) {
    super();
    // The braces keep all keys on one node of a cluster.
    this.prefix = `{delivery-stats-${replica}}`;
    this.redis = new RedisLine(url, logger);
  }

  async ready(): Promise<void> {
    await this.redis.reach();
    await this.redis.ask(() => this.redis.asking.ping());
  }

  async enqueue<Payload>(kind: JobKind<Payload>, payloads: readonly Payload[]): Promise<void> {
    if (this.stop.signal.aborted) return;
    const checked = payloads.map((payload) => kind.payload.parse(payload));
    if (checked.length === 0) return;
    await this.redis.reach();
    const lane = this.lane(kind.name);
    // Redis may have come back empty, limits and all.
    await this.limit(lane);
    for (let at = 0; at < checked.length; at += BATCH) {
      const jobs = checked.slice(at, at + BATCH).map((data) => ({
        name: kind.name,
        data,
        opts: { ...KEPT, deduplication: { id: kind.key(data), keepLastIfActive: true } },
      }));
      await this.redis.ask(() => lane.queue.addBulk(jobs));
    }
  }

  async tick(kind: JobKind<Record<string, never>>, cron: string): Promise<void> {
    await this.redis.reach();
    const { queue } = this.lane(kind.name);
    await this.redis.ask(() =>
      queue.upsertJobScheduler(kind.name, { pattern: cron, tz: 'UTC' }, { data: {}, opts: KEPT }),
    );
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
        connection: this.redis.working,
        prefix: this.prefix,
        concurrency,
        autorun: !this.paused,
        limiter: LIMITER,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_LOOK_MS,
        maxStalledCount: MAX_STALLED,
      },
    );
    lane.worker.on('error', (error) => this.redis.lost(error));
    void this.limit(lane).catch(() => undefined);
  }

  async slow(
    kind: Pick<JobKind<unknown>, 'name'>,
    { pauseMs, concurrency }: { pauseMs: number; concurrency: number },
  ): Promise<void> {
    const lane = this.lane(kind.name);
    lane.concurrency = concurrency;
    await this.redis.reach();
    await this.limit(lane);
    if (pauseMs > 0) await this.redis.ask(() => lane.queue.rateLimit(Math.ceil(pauseMs)));
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
    this.redis.quiet();
    await Promise.race([Promise.all(this.running), delay(graceMs, undefined, { ref: false })]);
    const force = this.running.size > 0;
    const lanes = [...this.lanes.values()];
    const closing = lanes.map(async ({ queue, worker }) => {
      await worker?.close(force);
      await queue.close();
    });
    await this.redis.close(Promise.all(closing));
  }

  async health(): Promise<QueueHealth> {
    const absent = { ok: false, driver: 'bullmq', waiting: 0, active: 0 };
    if (this.stop.signal.aborted || this.redis.away) return absent;
    try {
      await this.redis.reach();
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
      const queue = new Queue(name, { connection: this.redis.asking, prefix: this.prefix });
      queue.on('error', (error) => this.redis.lost(error));
      lane = { queue, worker: null, concurrency: null };
      this.lanes.set(name, lane);
    }
    return lane;
  }

  private async counts(lanes: readonly Lane[]): Promise<{ waiting: number; active: number }> {
    let waiting = 0;
    let active = 0;
    for (const { queue } of lanes) {
      const counts = await this.redis.ask(() => queue.getJobCounts('wait', 'prioritized', 'active'));
      waiting += (counts.wait ?? 0) + (counts.prioritized ?? 0);
      active += counts.active ?? 0;
    }
    return { waiting, active };
  }

  private async limit({ queue, concurrency }: Lane): Promise<void> {
    if (concurrency !== null) await this.redis.ask(() => queue.setGlobalConcurrency(concurrency));
  }
}
