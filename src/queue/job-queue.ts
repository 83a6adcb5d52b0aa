import type { z } from 'zod';

/** A kind of job: its name and the shape of its payload, ids only. */
export interface JobKind<Payload> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Two jobs of a kind with the same key are one while the first waits. */
  readonly key: (payload: Payload) => string;
}

/** Binds a job's name, payload schema and key together. */
export function jobKind<Payload>(kind: JobKind<Payload>): JobKind<Payload> {
  return kind;
}

/** Does one job. The signal aborts when the process shuts down. A throw is logged by the queue; SQL decides what is retried. */
export type JobHandler<Payload> = (payload: Payload, context: { readonly signal: AbortSignal }) => Promise<void>;

/** What monitoring sees of the queue. */
export interface QueueHealth {
  readonly ok: boolean;
  readonly driver: string;
  readonly waiting: number;
  readonly active: number;
}

/**
 * PORT 2: the doorbell. SQL holds the truth, so a queue may deliver twice, late, or lose everything: handlers claim in SQL
 * first, and a reconciler enqueues again what SQL still owes.
 */
export abstract class JobQueue {
  /** Whether other processes do what is enqueued here. */
  abstract readonly shared: boolean;
  /** How often the reconciler should look for work nobody enqueued, in milliseconds, and how many jobs to add at most. */
  abstract readonly refill: { readonly everyMs: number; readonly jobs: number };
  /** Resolves when jobs can be enqueued. @throws OperationalError when they can't, within seconds. */
  abstract ready(): Promise<void>;
  /** Adds jobs; one that already waits under the same key is not added twice. @throws OperationalError as {@link ready}. */
  abstract enqueue<Payload>(kind: JobKind<Payload>, payloads: readonly Payload[]): Promise<void>;
  /** Starts doing the jobs of a kind, `concurrency` at a time: in all processes together when they share the queue. */
  abstract consume<Payload>(
    kind: JobKind<Payload>,
    handler: JobHandler<Payload>,
    options: { concurrency: number },
  ): void;
  /**
   * Has a job of the kind done at every tick of a cron expression (UTC), by one of the processes that share the queue. Said
   * again it stays as it is. A queue of one process leaves that to the process's own timer.
   */
  abstract tick(kind: JobKind<Record<string, never>>, cron: string): Promise<void>;
  /** The jobs of a kind met a limit in this process: those that share the queue start none for `pauseMs`, then fewer at a time. */
  abstract slow(kind: Pick<JobKind<unknown>, 'name'>, limit: { pauseMs: number; concurrency: number }): Promise<void>;
  /** Resolves when nothing waits and nothing runs. */
  abstract idle(): Promise<void>;
  /** Starts no job until {@link resume}; running ones go on. */
  abstract pause(): void;
  abstract resume(): void;
  /** Stops: starts nothing more, aborts what runs and waits for it at most `graceMs`. */
  abstract close(graceMs: number): Promise<void>;
  abstract health(): Promise<QueueHealth>;
}
