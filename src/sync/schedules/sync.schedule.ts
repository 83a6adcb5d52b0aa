import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { In, MoreThan, Not } from 'typeorm';
import { syncScheduleJob } from '../execution/sync.jobs.js';
import { SyncRun } from '../runs/sync-run.entity.js';
import type { RunRequest } from '../api/sync.schema.js';
import { SyncService, type RunOrigin } from '../planning/sync.service.js';
import { RunEnded } from '../sync.events.js';
import { ClientsService } from '../../clients/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database, isUniqueViolation } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { ACTIVE_RUN_STATUSES, OperationalError } from '../../domain/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { canScheduleCron, JobQueue } from '../../platform/queue/index.js';
import { CronCatchUp, previousCronTime, type BackgroundService, PollingLoop } from '../../platform/scheduling/index.js';

/** A week less half a day, so that the seventh nightly run is full again even when it starts a little early. */
const FULL_RUN_INTERVAL_MS = 6.5 * 24 * 3_600_000;

/**
 * Starts the nightly run. SQL, not a timer, decides what is due: the last cron time without a run. So a restart, a sleeping
 * machine, a clock jump or an active run at 01:00 still leads to exactly one run for that cron time.
 */
@Injectable()
export class SyncSchedule implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly catchUp: CronCatchUp;
  private subscription: Subscription | null = null;
  private queueSchedule: PollingLoop | null = null;

  constructor(
    private readonly database: Database,
    private readonly sync: SyncService,
    private readonly clients: ClientsService,
    private readonly queue: JobQueue,
    private readonly events: DomainEvents,
    registry: SchedulerRegistry,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const handle = (cronTime: Date) => this.handleCronTime(cronTime);
    this.catchUp = new CronCatchUp({ name: 'nightly-sync', cron: config.sync.cron, registry, clock, logger, handle });
  }

  /** Returns the next cron time, ISO 8601 UTC; null when the schedule is off. */
  nextRunAt(): string | null {
    return this.catchUp.next();
  }

  /** Starts the startup run when it is due, then follows the schedule. */
  async start(): Promise<void> {
    const catchUp = this.config.sync.onStart === 'auto';
    if (catchUp) await this.startFirstRun();
    this.subscription = this.events.on(RunEnded).subscribe(() => void this.check());
    await this.catchUp.start(catchUp ? undefined : this.clock.now());
    this.scheduleInQueue();
  }

  /**
   * Stores the schedule in the queue when the queue supports it, so that another process follows it after this one ends. Stores
   * it again at an interval, because the queue may lose its data.
   */
  private scheduleInQueue(): void {
    const { cron } = this.config.sync;
    const { queue } = this;
    if (cron === null || !canScheduleCron(queue)) return;
    queue.consume(syncScheduleJob, () => this.check(), { concurrency: 1 });
    this.queueSchedule = new PollingLoop({
      name: 'nightly sync in the queue',
      intervalMs: queue.pollIntervalMs,
      logger: this.logger,
      tick: () => queue.scheduleCron(syncScheduleJob, cron),
    });
    void this.queueSchedule.start();
  }

  /** Starts the run of the last cron time when it is missing and no run is active. Never throws. */
  check(): Promise<void> {
    return this.catchUp.check();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    void this.queueSchedule?.stop();
    await this.catchUp.stop();
  }

  private async handleCronTime(cronTime: Date): Promise<boolean> {
    const scheduledFor = cronTime.toISOString();
    const hasRun = await this.database.read((tx) => tx.existsBy(SyncRun, { scheduledFor }));
    return hasRun || this.startRun(await this.nightlyRequest(), { trigger: 'cron', actor: null, scheduledFor });
  }

  /** Starts a full run when no run copied anything yet. It counts for the previous cron time, so that no catch-up follows. */
  private async startFirstRun(): Promise<void> {
    const hasCopied = await this.database.read((tx) =>
      tx.existsBy(SyncRun, { status: In(['completed', 'partial', ...ACTIVE_RUN_STATUSES]), trigger: Not('ingest') }),
    );
    if (hasCopied) return;
    if (!(await this.clients.hasAny())) {
      this.logger.warn('there are no clients yet, so nothing is synced: import some with cli clients:import FILE');
      return;
    }
    const { cron } = this.config.sync;
    const cronTime = cron && previousCronTime(cron, this.clock.now())?.toISOString();
    const isHandled = cronTime && (await this.database.read((tx) => tx.existsBy(SyncRun, { scheduledFor: cronTime })));
    await this.startRun({ full: true }, { trigger: 'startup', actor: null, scheduledFor: isHandled ? null : cronTime });
  }

  /** Starts a run. Returns false when the cron time must be handled again later. */
  private async startRun(request: RunRequest, origin: RunOrigin): Promise<boolean> {
    try {
      const { id, created } = await this.sync.start(request, origin);
      if (created) this.logger.info({ runId: id, trigger: origin.trigger }, 'run planned');
      return created;
    } catch (error) {
      if (isUniqueViolation(error)) return true;
      this.logger.warn({ err: error, trigger: origin.trigger }, 'no run was made');
      // An operational error may pass by itself. Any other error needs a person, so it is not retried.
      return !(error instanceof OperationalError);
    }
  }

  /** Returns a request for a full run, or for an incremental one when a full run is less than a week old. */
  private async nightlyRequest(): Promise<RunRequest> {
    if (this.config.sync.nightly === 'full') return { full: true };
    const since = new Date(this.clock.now().getTime() - FULL_RUN_INTERVAL_MS).toISOString();
    const hasRecentFullRun = await this.database.read((tx) =>
      tx.existsBy(SyncRun, {
        kind: 'full',
        trigger: In(['cron', 'startup']),
        status: In(['completed', 'partial']),
        createdAt: MoreThan(since),
      }),
    );
    return hasRecentFullRun ? {} : { full: true };
  }
}
