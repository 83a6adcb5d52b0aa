import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job, WorkerOptions } from 'bullmq';
import type { Logger } from 'pino';
import type { RedisConnections } from './redis-connections.js';
import type { JobDefinition, JobHandler, JobName } from '../job-queue.js';

const WORKER_OPTIONS = {
  // `BullmqQueue.consume` starts the worker, once it has a handler.
  autorun: false,
  // Another process gets the jobs of a dead one after this time. Leases in SQL keep the work itself safe.
  lockDuration: 10_000,
  stalledInterval: 5_000,
  // SQL counts the attempts of an item, so Redis need not give up on a job.
  maxStalledCount: 1_000,
  // BullMQ honours the pause of `Queue.rateLimit` only with a limiter. This one never limits by itself.
  limiter: { max: Number.MAX_SAFE_INTEGER, duration: 1_000 },
} satisfies Omit<WorkerOptions, 'connection'>;

/** Runs the jobs of one kind in this process: the handler is the same as the embedded queue gets. */
export abstract class JobProcessor extends WorkerHost {
  private readonly stop = new AbortController();
  private readonly active = new Set<Promise<void>>();
  private run: ((payload: unknown) => Promise<void>) | null = null;

  constructor(
    private readonly name: string,
    private readonly connections: RedisConnections,
    private readonly logger: Logger,
  ) {
    super();
  }

  /** True when the kind has a handler in this process. */
  get hasHandler(): boolean {
    return this.run !== null;
  }

  /** The number of jobs that run in this process. */
  get activeCount(): number {
    return this.active.size;
  }

  /** Sets the handler. @throws Error when there is one. */
  handle<Payload>(definition: JobDefinition<Payload>, handler: JobHandler<Payload>): void {
    if (this.run) throw new Error(`The jobs ${this.name} already have a consumer`);
    this.run = async (payload) => handler(definition.payload.parse(payload), { signal: this.stop.signal });
  }

  /** Called by BullMQ for each job. An error fails the job, which BullMQ keeps for an operator and does not repeat. */
  process(job: Job): Promise<void> {
    const running = this.runLogged(job.data);
    const settled = running.catch(() => undefined).finally(() => this.active.delete(settled));
    this.active.add(settled);
    return running;
  }

  /** Aborts the signal of the running jobs. */
  abort(): void {
    this.stop.abort();
  }

  /** Resolves when the jobs that run now are settled. */
  async settled(): Promise<void> {
    await Promise.all(this.active);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.connections.onConnectionLost(error);
  }

  private async runLogged(payload: unknown): Promise<void> {
    try {
      await this.run?.(payload);
    } catch (error) {
      this.logger.error({ err: error, job: this.name, payload }, 'job failed');
      throw error;
    }
  }
}

/** Returns the processor of a kind of job. Its decorator needs the connection for workers, which exists at run time only. */
export function createJobProcessor({ name }: JobName, connections: RedisConnections, logger: Logger): JobProcessor {
  @Processor(name, { ...WORKER_OPTIONS, connection: connections.blocking })
  class NamedJobProcessor extends JobProcessor {}
  return new NamedJobProcessor(name, connections, logger);
}
