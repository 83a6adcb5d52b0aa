import type { z } from 'zod';

/** A kind of job: its name, the schema of its payload (ids only) and how two jobs are recognised as one. */
export interface JobDefinition<Payload> {
  /** Unique in the process; it is the name of the BullMQ queue too. */
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Returns the deduplication key: a job with the key of a waiting job of the same kind is not added. */
  readonly key: (payload: Payload) => string;
}

/** A kind of job where only its name matters. */
export type JobName = Pick<JobDefinition<unknown>, 'name'>;

/** Returns the definition unchanged; it infers `Payload` from the schema. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

/** Runs one job. The signal aborts when the process shuts down. The queue logs an error; SQL decides what is retried. */
export type JobHandler<Payload> = (payload: Payload, context: { readonly signal: AbortSignal }) => Promise<void>;

/** The state of a queue for monitoring. */
export interface QueueHealth {
  readonly ok: boolean;
  readonly driver: string;
  /** Jobs that wait, of all kinds. */
  readonly waiting: number;
  /** Jobs that run, of all kinds, in all processes that share the queue. */
  readonly active: number;
}

/**
 * Notifies workers that work exists. SQL holds the truth, so a queue may deliver a job twice, late, or lose everything:
 * a handler takes a lease in SQL first, and a reconciler enqueues pending work again. A driver may have more abilities, see
 * `SchedulesCron`, `Throttles` and `Inspectable`.
 */
export abstract class JobQueue {
  /** True when other processes run the jobs that this process enqueues. */
  abstract readonly isShared: boolean;
  /** How often a worker polls SQL for pending work that nobody enqueued, in milliseconds. */
  abstract readonly pollIntervalMs: number;
  /** The largest number of jobs that one poll enqueues. */
  abstract readonly maxJobsPerPoll: number;
  /** Resolves when jobs can be enqueued. @throws OperationalError `queue_unreachable` within seconds when they cannot. */
  abstract waitUntilReady(): Promise<void>;
  /**
   * Adds jobs, except those whose key a waiting job of the same kind has.
   * @throws ZodError for a payload that does not match the schema; no job is added then. OperationalError as
   * {@link waitUntilReady}.
   */
  abstract enqueue<Payload>(definition: JobDefinition<Payload>, payloads: readonly Payload[]): Promise<void>;
  /**
   * Starts to run the jobs of a kind.
   * @param options `concurrency` is the number of jobs that run at once, in all processes that share the queue together.
   * @throws Error when the kind has a consumer in this process.
   */
  abstract consume<Payload>(
    definition: JobDefinition<Payload>,
    handler: JobHandler<Payload>,
    options: { concurrency: number },
  ): void;
  /** Resolves when no consumed job waits or runs. */
  abstract idle(): Promise<void>;
  /** Starts no job until {@link resume}; running jobs go on. */
  abstract pause(): void;
  abstract resume(): void;
  /** Starts no job any more, aborts the running jobs and waits for them for `graceMs` milliseconds at most. */
  abstract close(graceMs: number): Promise<void>;
  abstract health(): Promise<QueueHealth>;
}
