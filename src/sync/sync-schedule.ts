import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { In, MoreThan } from 'typeorm';
import { ClientsService } from '../clients/clients.service.js';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { OperationalError } from '../errors.js';
import { LOGGER } from '../http/logger.js';
import { JobQueue } from '../queue/job-queue.js';
import { TickWatch } from '../schedule/tick-watch.js';
import { lastTick } from '../schedule/ticks.js';
import { syncTick } from './sync.jobs.js';
import { SyncRun } from './sync-run.entity.js';
import type { RunRequest } from './sync.schemas.js';
import { SyncService, type RunOrigin } from './sync.service.js';
import { SyncSignals } from './sync-signals.js';

/** A week less half a day: the seventh nightly run is full again, though it may begin a moment earlier than the first did. */
const FULL_EVERY_MS = 6.5 * 24 * 3_600_000;

/**
 * The nightly run. What is owed is derived from SQL, not from timers: the last tick without a run is due, so a restart, a
 * sleeping machine, a clock that jumped or an active run at 01:00 all end in exactly one run for that tick.
 */
@Injectable()
export class SyncSchedule implements OnModuleDestroy {
  private readonly ticks: TickWatch;
  private subscription: Subscription | null = null;
  private keeper: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly sync: SyncService,
    private readonly clients: ClientsService,
    private readonly queue: JobQueue,
    private readonly signals: SyncSignals,
    registry: SchedulerRegistry,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const answer = (tick: Date) => this.answer(tick);
    this.ticks = new TickWatch({ name: 'nightly-sync', cron: config.sync.cron, registry, clock, logger, answer });
  }

  /** The next tick, ISO 8601 UTC; null when the schedule is off. */
  nextRunAt(): string | null {
    return this.ticks.next();
  }

  /** Makes the start-up run when it is owed, then keeps the schedule. */
  async start(): Promise<void> {
    const catchUp = this.config.sync.onStart === 'auto';
    if (catchUp) await this.firstRun();
    this.subscription = this.signals.runEnded.subscribe(() => void this.look());
    await this.ticks.start(catchUp ? undefined : this.clock.now());
    this.keepInQueue();
  }

  /** Where the queue is shared its ticks reach some process also when this one is gone; a queue that came back empty is told again. */
  private keepInQueue(): void {
    const { cron } = this.config.sync;
    if (cron === null || !this.queue.shared) return;
    this.queue.consume(syncTick, () => this.look(), { concurrency: 1 });
    const keep = () => this.queue.tick(syncTick, cron).catch(() => undefined);
    this.keeper = setInterval(() => void keep(), this.queue.refill.everyMs);
    void keep();
  }

  /** Starts the run of the last tick when it is still owed and nothing is active. Never throws. */
  look(): Promise<void> {
    return this.ticks.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    if (this.keeper) clearInterval(this.keeper);
    await this.ticks.stop();
  }

  private async answer(tick: Date): Promise<boolean> {
    const scheduledFor = tick.toISOString();
    const answered = await this.database.read((tx) => tx.existsBy(SyncRun, { scheduledFor }));
    return answered || this.begin(await this.nightly(), { trigger: 'cron', actor: null, scheduledFor });
  }

  /** One run when none ever copied anything; it answers the tick before it, so that no catch-up follows. */
  private async firstRun(): Promise<void> {
    const copied = await this.database.read((tx) =>
      tx.existsBy(SyncRun, { status: In(['completed', 'partial', 'queued', 'running']) }),
    );
    if (copied) return;
    if (!(await this.clients.any())) {
      this.logger.warn('there are no clients yet, so nothing is synced: import some with cli clients:import FILE');
      return;
    }
    const { cron } = this.config.sync;
    const tick = cron && lastTick(cron, this.clock.now())?.toISOString();
    const taken = tick && (await this.database.read((tx) => tx.existsBy(SyncRun, { scheduledFor: tick })));
    await this.begin({ full: true }, { trigger: 'startup', actor: null, scheduledFor: taken ? null : tick });
  }

  /** Answers false when the tick must wait for the active run. */
  private async begin(request: RunRequest, origin: RunOrigin): Promise<boolean> {
    try {
      const { id, created } = await this.sync.start(request, origin);
      if (created) this.logger.info({ runId: id, trigger: origin.trigger }, 'run planned');
      return created;
    } catch (error) {
      if (isUniqueViolation(error)) return true;
      this.logger.warn({ err: error, trigger: origin.trigger }, 'no run was made');
      // The world may mend; what a person must change first is not tried again.
      return !(error instanceof OperationalError);
    }
  }

  /** A full run, or an incremental one with a full one at least once a week. */
  private async nightly(): Promise<RunRequest> {
    if (this.config.sync.nightly === 'full') return { full: true };
    const since = new Date(this.clock.now().getTime() - FULL_EVERY_MS).toISOString();
    const recent = await this.database.read((tx) =>
      tx.existsBy(SyncRun, {
        kind: 'full',
        trigger: In(['cron', 'startup']),
        status: In(['completed', 'partial']),
        createdAt: MoreThan(since),
      }),
    );
    return recent ? {} : { full: true };
  }
}
