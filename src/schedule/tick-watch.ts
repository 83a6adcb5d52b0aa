import type { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import type { Logger } from 'pino';
import type { Clock } from '../config/config.module.js';
import { lastTick, nextTick } from './ticks.js';

const LOOK_EVERY_MS = 15_000;

export interface TickWatchOptions {
  /** What is scheduled, in the registry and the log. */
  readonly name: string;
  readonly registry: SchedulerRegistry;
  /** In UTC; null is off. */
  readonly cron: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Does what a tick asks for, at most once a tick, by a UNIQUE key in SQL. Answers false when the tick must wait. */
  readonly answer: (tick: Date) => Promise<boolean>;
}

/**
 * Has the ticks of a cron expression answered. What is owed is derived, not remembered by timers: the last tick that was not
 * answered is due, so a restart, a sleeping machine or a clock that jumped all end in exactly one answer for that tick.
 */
export class TickWatch {
  /** Ticks up to this instant are nobody's business any more. */
  private settled = new Date(0);
  private timer: NodeJS.Timeout | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: TickWatchOptions) {}

  /** The next tick, ISO 8601 UTC; null when the schedule is off. */
  next(): string | null {
    const { cron, clock } = this.options;
    return cron === null ? null : nextTick(cron, clock.now()).toISOString();
  }

  /** Watches from now on; ticks up to `settled` are not answered. */
  async start(settled = new Date(0)): Promise<void> {
    this.settled = settled;
    const { cron, name, registry } = this.options;
    if (cron === null) return;
    const job = CronJob.from({ cronTime: cron, timeZone: 'UTC', onTick: () => this.look(), waitForCompletion: true });
    registry.addCronJob(name, job);
    job.start();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    await this.look();
  }

  /** Has the last tick answered when it is still owed. Never throws. */
  look(): Promise<void> {
    this.turn = this.turn
      .then(() => this.answerTick())
      .catch((error: unknown) => {
        this.options.logger.error({ err: error, schedule: this.options.name }, 'a tick could not be answered');
      });
    return this.turn;
  }

  /** Resolves when nothing is being answered any more; the registry stops the cron itself. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.turn;
  }

  private async answerTick(): Promise<void> {
    const { cron, clock, answer } = this.options;
    const now = clock.now();
    // The clock went back: nothing is owed for that, and the ticks to come are not waited for until it is there again.
    if (now < this.settled) this.settled = now;
    const tick = cron && lastTick(cron, now);
    if (!tick || tick <= this.settled) return;
    if (await answer(tick)) this.settled = tick;
  }
}
