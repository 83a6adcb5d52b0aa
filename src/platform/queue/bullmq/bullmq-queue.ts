import { setTimeout as delay } from 'node:timers/promises';
import type { BullRegistrar } from '@nestjs/bullmq';
import type { Job, Queue } from 'bullmq';
import type { JobProcessor } from './job-processor.js';
import type { RedisConnections } from './redis-connections.js';
import { JobQueue, type JobDefinition, type JobHandler, type JobName, type QueueHealth } from '../job-queue.js';
import type { Inspectable, KeepsJobsInStore, SchedulesCron, Throttles } from '../queue-abilities.js';

const IDLE_POLL_MS = 25;
/** The states of jobs that still run or will run. */
const UNFINISHED = ['wait', 'prioritized', 'delayed', 'active'] as const;
/** Jobs added in one round trip. */
const ENQUEUE_BATCH_SIZE = 1_000;
/** Finished jobs are kept for an operator. A failed job blocks no later one, because BullMQ assigns the ids. */
const RETENTION = { removeOnComplete: { count: 200 }, removeOnFail: { count: 1_000, age: 7 * 24 * 3_600 } };

interface QueueState {
  readonly queue: Queue;
  readonly processor: JobProcessor;
  /** Jobs that may run at once in all processes together; null while this process has no opinion. */
  concurrency: number | null;
}

/** Jobs in Redis, for several processes. The reconciler brings back from SQL what Redis loses. */
export class BullmqQueue extends JobQueue implements SchedulesCron, Throttles, Inspectable, KeepsJobsInStore {
  readonly isShared = true;
  readonly pollIntervalMs = 10_000;
  readonly maxJobsPerPoll = Infinity;
  private readonly states: ReadonlyMap<string, QueueState>;
  private isRegistered = false;
  private isPaused = false;
  private isClosed = false;

  /** @param kinds the registered queue and the processor of each kind of job. */
  constructor(
    private readonly connections: RedisConnections,
    private readonly registrar: BullRegistrar,
    kinds: readonly Pick<QueueState, 'queue' | 'processor'>[],
  ) {
    super();
    this.states = new Map(kinds.map((kind) => [kind.queue.name, { ...kind, concurrency: null }]));
    for (const { queue } of kinds) queue.on('error', (error) => connections.onConnectionLost(error));
  }

  get bullQueues(): readonly Queue[] {
    return [...this.states.values()].map(({ queue }) => queue);
  }

  async waitUntilReady(): Promise<void> {
    await this.connections.waitUntilReady();
    await this.connections.withTimeout(() => this.connections.commands.ping());
  }

  async enqueue<Payload>(definition: JobDefinition<Payload>, payloads: readonly Payload[]): Promise<void> {
    if (this.isClosed) return;
    const checked = payloads.map((payload) => definition.payload.parse(payload));
    if (checked.length === 0) return;
    await this.connections.waitUntilReady();
    const state = this.stateOf(definition);
    // A Redis that restarted empty has lost the limit too.
    await this.applyConcurrency(state);
    for (let start = 0; start < checked.length; start += ENQUEUE_BATCH_SIZE) {
      const jobs = checked.slice(start, start + ENQUEUE_BATCH_SIZE).map((data) => ({
        name: definition.name,
        data,
        opts: { ...RETENTION, deduplication: { id: definition.key(data), keepLastIfActive: true } },
      }));
      await this.connections.withTimeout(() => state.queue.addBulk(jobs));
    }
  }

  async restore<Payload>(definition: JobDefinition<Payload>, payloads: readonly Payload[]): Promise<number> {
    if (payloads.length === 0) return 0;
    await this.connections.waitUntilReady();
    const { queue } = this.stateOf(definition);
    const counts = await this.connections.withTimeout(() => queue.getJobCounts(...UNFINISHED));
    const unfinished = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const present = unfinished === 0 ? new Set<string>() : await this.keysOfUnfinishedJobs(definition, queue);
    const lost = payloads.filter((payload) => !present.has(definition.key(payload)));
    if (lost.length === 0) return 0;
    // A key without its job would keep BullMQ from adding the job.
    await this.connections.withTimeout(() =>
      Promise.all(lost.map((payload) => queue.removeDeduplicationKey(definition.key(payload)))),
    );
    await this.enqueue(definition, lost);
    return lost.length;
  }

  findStoreProblem(): Promise<string | null> {
    return this.connections.findEvictionProblem();
  }

  /** Skips the ids of jobs whose data Redis has lost. */
  private async keysOfUnfinishedJobs<Payload>(definition: JobDefinition<Payload>, queue: Queue): Promise<Set<string>> {
    const jobs = (await this.connections.withTimeout(() => queue.getJobs([...UNFINISHED]))) as (Job | undefined)[];
    const payloads = jobs.map((job) => definition.payload.safeParse(job?.data));
    return new Set(payloads.flatMap(({ data }) => (data === undefined ? [] : [definition.key(data)])));
  }

  async scheduleCron(definition: JobDefinition<Record<string, never>>, cron: string): Promise<void> {
    await this.connections.waitUntilReady();
    const { queue } = this.stateOf(definition);
    await this.connections.withTimeout(() =>
      queue.upsertJobScheduler(definition.name, { pattern: cron, tz: 'UTC' }, { data: {}, opts: RETENTION }),
    );
  }

  consume<Payload>(
    definition: JobDefinition<Payload>,
    handler: JobHandler<Payload>,
    { concurrency }: { concurrency: number },
  ): void {
    const state = this.stateOf(definition);
    const { processor } = state;
    processor.handle(definition, handler);
    if (!this.isRegistered) this.registrar.register();
    this.isRegistered = true;
    state.concurrency = concurrency;
    processor.worker.concurrency = concurrency;
    if (!this.isPaused) processor.worker.run().catch((error: unknown) => this.connections.onConnectionLost(error));
    void this.applyConcurrency(state).catch(() => undefined);
  }

  async throttle(job: JobName, { pauseMs, concurrency }: { pauseMs: number; concurrency: number }): Promise<void> {
    const state = this.stateOf(job);
    state.concurrency = concurrency;
    await this.connections.waitUntilReady();
    await this.applyConcurrency(state);
    if (pauseMs > 0) await this.connections.withTimeout(() => state.queue.rateLimit(Math.ceil(pauseMs)));
  }

  async idle(): Promise<void> {
    for (;;) {
      const { waiting, active } = await this.countJobs(this.consumed());
      const local = this.consumed().reduce((sum, { processor }) => sum + processor.activeCount, 0);
      if (waiting + active + local === 0) return;
      await delay(IDLE_POLL_MS);
    }
  }

  pause(): void {
    this.isPaused = true;
    for (const { processor } of this.consumed()) void processor.worker.pause(true);
  }

  resume(): void {
    this.isPaused = false;
    for (const { processor } of this.consumed()) void processor.worker.resume();
  }

  async close(graceMs: number): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.pause();
    this.connections.silence();
    const processors = [...this.states.values()].map(({ processor }) => processor);
    for (const processor of processors) processor.abort();
    const settled = Promise.all(processors.map((processor) => processor.settled()));
    await Promise.race([settled, delay(graceMs, undefined, { ref: false })]);
    const closing = [...this.states.values()].map(async ({ queue, processor }) => {
      // Without force a worker waits for Redis, and so would the shutdown hooks of @nestjs/bullmq.
      const force = processor.activeCount > 0 || !this.connections.isConnected;
      if (this.isRegistered) await processor.worker.close(force);
      await queue.close();
    });
    await this.connections.close(Promise.all(closing));
    // Redis may have stopped after the check above.
    for (const processor of processors) if (this.isRegistered) processor.worker.disconnect().catch(() => undefined);
  }

  async health(): Promise<QueueHealth> {
    const absent = { ok: false, driver: 'bullmq', waiting: 0, active: 0 };
    if (this.isClosed || this.connections.isDown) return absent;
    try {
      await this.connections.waitUntilReady();
      return { ok: true, driver: 'bullmq', ...(await this.countJobs([...this.states.values()])) };
    } catch {
      return absent;
    }
  }

  private consumed(): QueueState[] {
    return [...this.states.values()].filter(({ processor }) => processor.hasHandler);
  }

  private stateOf({ name }: JobName): QueueState {
    const state = this.states.get(name);
    if (!state) throw new Error(`The jobs ${name} are not registered with the queue module`);
    return state;
  }

  private async countJobs(states: readonly QueueState[]): Promise<{ waiting: number; active: number }> {
    let waiting = 0;
    let active = 0;
    for (const { queue } of states) {
      const counts = await this.connections.withTimeout(() => queue.getJobCounts('wait', 'prioritized', 'active'));
      waiting += (counts.wait ?? 0) + (counts.prioritized ?? 0);
      active += counts.active ?? 0;
    }
    return { waiting, active };
  }

  private async applyConcurrency({ queue, concurrency }: QueueState): Promise<void> {
    if (concurrency !== null) await this.connections.withTimeout(() => queue.setGlobalConcurrency(concurrency));
  }
}
