import type { Queue } from 'bullmq';
import type { JobDefinition, JobName, JobQueue } from './job-queue.js';

/** A queue that enqueues jobs on a schedule of its own, for whichever process is alive. */
export interface SchedulesCron {
  /**
   * Enqueues a job of the kind at every time of a cron expression (UTC). A repeated call replaces the schedule.
   * @throws OperationalError `queue_unreachable`.
   */
  scheduleCron(definition: JobDefinition<Record<string, never>>, cron: string): Promise<void>;
}

/** A queue that slows down all processes that share it. */
export interface Throttles {
  /**
   * Starts no job of the kind for `pauseMs` milliseconds, then at most `concurrency` jobs at once, in all processes together.
   * @throws OperationalError `queue_unreachable`.
   */
  throttle(job: JobName, limit: { pauseMs: number; concurrency: number }): Promise<void>;
}

/** A queue that keeps its jobs in a server of its own, which may lose some of them. */
export interface KeepsJobsInStore {
  /**
   * Adds the jobs of these payloads that neither wait nor run, whatever the store remembers of them.
   * @returns the number of jobs that it added.
   * @throws OperationalError `queue_unreachable`.
   */
  restore<Payload>(definition: JobDefinition<Payload>, payloads: readonly Payload[]): Promise<number>;
  /** Returns a sentence about a setting with which the store loses jobs; null when there is none. @throws OperationalError */
  findStoreProblem(): Promise<string | null>;
}

/** A queue whose jobs an operator can look at with Bull Board. */
export interface Inspectable {
  /** The BullMQ queues, one a kind of job. */
  readonly bullQueues: readonly Queue[];
}

/** Returns whether the queue keeps a cron schedule itself. */
export function canScheduleCron(queue: JobQueue): queue is JobQueue & SchedulesCron {
  return 'scheduleCron' in queue;
}

/** Returns whether the queue can slow down other processes. */
export function canThrottle(queue: JobQueue): queue is JobQueue & Throttles {
  return 'throttle' in queue;
}

/** Returns whether the queue keeps its jobs in a server of its own. */
export function keepsJobsInStore(queue: JobQueue): queue is JobQueue & KeepsJobsInStore {
  return 'restore' in queue;
}

/** Returns whether an operator can look at the jobs of the queue. */
export function isInspectable(queue: JobQueue): queue is JobQueue & Inspectable {
  return 'bullQueues' in queue;
}
