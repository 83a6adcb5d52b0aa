import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { JobQueue, type JobHandler, type JobDefinition, type QueueHealth } from '../job-queue.js';
import { LOGGER } from '../../logging/index.js';

interface QueueState {
  /** Payloads by deduplication key, oldest first. */
  readonly waiting: Map<string, unknown>;
  active: number;
  consumer: { readonly run: (payload: unknown) => Promise<void>; readonly concurrency: number } | null;
}

/** Jobs in the memory of this process: nothing to install. A restart forgets them; the reconciler brings them back from SQL. */
@Injectable()
export class EmbeddedQueue extends JobQueue {
  readonly isShared = false;
  readonly pollIntervalMs = 1_000;
  readonly maxJobsPerPoll = 1_000;
  private readonly states = new Map<string, QueueState>();
  private readonly stop = new AbortController();
  private isPaused = false;
  private idleWaiters: (() => void)[] = [];

  constructor(@Inject(LOGGER) private readonly logger: Logger) {
    super();
  }

  waitUntilReady(): Promise<void> {
    return Promise.resolve();
  }

  enqueue<Payload>(definition: JobDefinition<Payload>, payloads: readonly Payload[]): Promise<void> {
    if (this.stop.signal.aborted) return Promise.resolve();
    const checked = payloads.map((payload) => definition.payload.parse(payload));
    const state = this.stateOf(definition.name);
    for (const payload of checked) state.waiting.set(definition.key(payload), payload);
    this.drain(state);
    return Promise.resolve();
  }

  consume<Payload>(
    definition: JobDefinition<Payload>,
    handler: JobHandler<Payload>,
    { concurrency }: { concurrency: number },
  ): void {
    const state = this.stateOf(definition.name);
    if (state.consumer) throw new Error(`The jobs ${definition.name} already have a consumer`);
    const run = async (payload: unknown) => {
      try {
        await handler(definition.payload.parse(payload), { signal: this.stop.signal });
      } catch (error) {
        this.logger.error({ err: error, job: definition.name, payload }, 'job failed');
      }
    };
    state.consumer = { run, concurrency };
    this.drain(state);
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.idleWaiters.push(resolve);
      this.resolveIdle();
    });
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    for (const state of this.states.values()) this.drain(state);
  }

  async close(graceMs: number): Promise<void> {
    for (const { waiting } of this.states.values()) waiting.clear();
    this.stop.abort();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.idle(), grace]);
    clearTimeout(timer);
  }

  health(): Promise<QueueHealth> {
    const states = [...this.states.values()];
    return Promise.resolve({
      ok: !this.stop.signal.aborted,
      driver: 'embedded',
      waiting: states.reduce((sum, { waiting }) => sum + waiting.size, 0),
      active: states.reduce((sum, { active }) => sum + active, 0),
    });
  }

  private stateOf(name: string): QueueState {
    let state = this.states.get(name);
    if (!state) {
      state = { waiting: new Map(), active: 0, consumer: null };
      this.states.set(name, state);
    }
    return state;
  }

  /** Starts waiting jobs until the concurrency is used up. */
  private drain(state: QueueState): void {
    const { consumer, waiting } = state;
    while (consumer && !this.isPaused && !this.stop.signal.aborted && state.active < consumer.concurrency) {
      const oldest = waiting.entries().next();
      if (oldest.done) break;
      const [key, payload] = oldest.value;
      waiting.delete(key);
      state.active++;
      void consumer.run(payload).finally(() => {
        state.active--;
        this.drain(state);
        this.resolveIdle();
      });
    }
  }

  private resolveIdle(): void {
    const isBusy = [...this.states.values()].some(
      ({ active, waiting, consumer }) => active > 0 || (consumer && waiting.size > 0),
    );
    if (isBusy) return;
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }
}
