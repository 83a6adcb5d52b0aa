import type { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import type { Logger } from 'pino';
import { nextCronTime, previousCronTime } from './cron-times.js';
import { PollingLoop } from './polling-loop.js';
import type { Clock } from '../config/index.js';

const CHECK_INTERVAL_MS = 15_000;

export interface CronCatchUpOptions {
  /** The name of the schedule in the registry and the log. */
  readonly name: string;
  readonly registry: SchedulerRegistry;
  /** A cron expression in UTC; null turns the schedule off. */
  readonly cron: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Does the work of one cron time. A UNIQUE key in SQL must make a repeated call harmless. Returns false when the work must
   * wait; the next check then calls it again.
   */
  readonly handle: (cronTime: Date) => Promise<boolean>;
}

/**
 * Handles the times of a cron expression, also those that a timer missed. Each check asks for the last cron time and handles
 * it unless it was handled, so a restart, a sleeping machine or a clock that jumped cause exactly one call for it.
 */
export class CronCatchUp {
  /** Cron times up to this instant need no work any more. */
  private handledUntil = new Date(0);
  private readonly loop: PollingLoop;

  constructor(private readonly options: CronCatchUpOptions) {
    const { name, logger } = options;
    const tick = () => this.handleLastCronTime();
    this.loop = new PollingLoop({ name: `schedule ${name}`, intervalMs: CHECK_INTERVAL_MS, logger, tick });
  }

  /** Returns the next cron time, ISO 8601 UTC; null when the schedule is off. */
  next(): string | null {
    const { cron, clock } = this.options;
    return cron === null ? null : nextCronTime(cron, clock.now()).toISOString();
  }

  /** Starts to check. Cron times up to `handledUntil` are not handled. Resolves after the first check. */
  async start(handledUntil = new Date(0)): Promise<void> {
    this.handledUntil = handledUntil;
    const { cron, name, registry } = this.options;
    if (cron === null) return;
    const job = CronJob.from({ cronTime: cron, timeZone: 'UTC', onTick: () => this.check(), waitForCompletion: true });
    registry.addCronJob(name, job);
    job.start();
    await this.loop.start();
  }

  /** Handles the last cron time unless it was handled. Checks run one after the other. Never throws. */
  check(): Promise<void> {
    return this.loop.poll();
  }

  /** Stops the checks and resolves when the running one has ended. The registry stops the cron job itself. */
  async stop(): Promise<void> {
    await this.loop.stop();
  }

  private async handleLastCronTime(): Promise<void> {
    const { cron, clock, handle } = this.options;
    const now = clock.now();
    // The clock went back: the times up to here were handled, and the times from here on must not wait for the old instant.
    if (now < this.handledUntil) this.handledUntil = now;
    const cronTime = cron && previousCronTime(cron, now);
    if (!cronTime || cronTime <= this.handledUntil) return;
    if (await handle(cronTime)) this.handledUntil = cronTime;
  }
}
