import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { In, IsNull, MoreThanOrEqual, Not, type EntityManager } from 'typeorm';
import { SyncRun } from '../runs/sync-run.entity.js';
import { SyncService } from '../planning/sync.service.js';
import { RunEnded } from '../sync.events.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database, isUniqueViolation } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import {
  CronCatchUp,
  nextCronTime,
  previousCronTime,
  type BackgroundService,
} from '../../platform/scheduling/index.js';
import { dayAt, yesterdayAt } from '../../domain/index.js';
import { FreshnessService } from '../../stats/index.js';

const EVERY_HALF_HOUR = '*/30 * * * *';
/** No retry starts later than this after the nightly cron time: until noon for 09:00. The next nightly run copies the rest. */
const RETRY_FOR_MS = 3 * 3_600_000;

/**
 * Retries the clients that usually report but have no row for yesterday, every half hour of the three hours after the nightly run.
 * The clients and the handled cron times are read from SQL, so a restart changes nothing.
 */
@Injectable()
export class LateClientRetrySchedule implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly catchUp: CronCatchUp;
  private subscription: Subscription | null = null;

  constructor(
    private readonly database: Database,
    private readonly sync: SyncService,
    private readonly freshness: FreshnessService,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const cron = config.sync.cron === null ? null : EVERY_HALF_HOUR;
    const handle = (cronTime: Date) => this.handleCronTime(cronTime);
    this.catchUp = new CronCatchUp({ name: 'late-yesterday', cron, registry, clock, logger, handle });
  }

  /** Returns when the next retry may start, if a client is late then, ISO 8601 UTC; null when the schedule is off. */
  nextRetryAt(): string | null {
    const { cron } = this.config.sync;
    if (cron === null) return null;
    const now = this.clock.now();
    const next = nextCronTime(EVERY_HALF_HOUR, now);
    const sinceNightly = next.getTime() - (previousCronTime(cron, next)?.getTime() ?? 0);
    const isDueNext = sinceNightly > 0 && sinceNightly <= RETRY_FOR_MS;
    return (isDueNext ? next : nextCronTime(EVERY_HALF_HOUR, nextCronTime(cron, now))).toISOString();
  }

  /** Returns when the last retry was planned, ISO 8601 UTC; null when there was none. */
  async findLastRetryAt(tx: EntityManager): Promise<string | null> {
    const run = await tx.findOne(SyncRun, {
      where: { trigger: 'retry', scheduledFor: Not(IsNull()) },
      order: { id: 'DESC' },
    });
    return run?.createdAt ?? null;
  }

  async start(): Promise<void> {
    this.subscription = this.events.on(RunEnded).subscribe(() => void this.check());
    await this.catchUp.start();
  }

  /** Starts the retry of the last cron time when it is due. Never throws. */
  check(): Promise<void> {
    return this.catchUp.check();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    await this.catchUp.stop();
  }

  private async handleCronTime(cronTime: Date): Promise<boolean> {
    const { cron } = this.config.sync;
    const nightly = cron && previousCronTime(cron, cronTime);
    if (!nightly || cronTime.getTime() - nightly.getTime() > RETRY_FOR_MS) return true;
    const scheduledFor = cronTime.toISOString();
    const yesterday = yesterdayAt(cronTime, this.config.businessTimeZone);
    const late = await this.database.read(async (tx) => {
      if (nightly.getTime() === cronTime.getTime() || !(await this.isDue(tx, cronTime))) return [];
      return this.freshness.findLateClients(tx, yesterday);
    });
    if (late.length === 0) return true;
    const request = { from: yesterday, to: yesterday, clientIds: late };
    try {
      const { id, created } = await this.sync.start(request, { trigger: 'retry', actor: null, scheduledFor });
      if (created) this.logger.info({ runId: id, clients: late.length }, 'trying again who is late with yesterday');
      return created;
    } catch (error) {
      if (isUniqueViolation(error)) return true;
      throw error;
    }
  }

  /**
   * Returns whether a retry is due: the nightly or startup run of the business day ended `completed` or `partial`, and this cron
   * time has no run yet.
   */
  private async isDue(tx: EntityManager, cronTime: Date): Promise<boolean> {
    if (await tx.existsBy(SyncRun, { scheduledFor: cronTime.toISOString() })) return false;
    const nightly = await tx.findOne(SyncRun, {
      where: {
        coversAllClients: true,
        trigger: In(['cron', 'startup']),
        status: In(['completed', 'partial']),
        finishedAt: MoreThanOrEqual(new Date(cronTime.getTime() - 24 * 3_600_000).toISOString()),
      },
      order: { id: 'DESC' },
    });
    if (!nightly?.finishedAt || nightly.finishedAt > cronTime.toISOString()) return false;
    const zone = this.config.businessTimeZone;
    return dayAt(new Date(nightly.createdAt), zone) === dayAt(cronTime, zone);
  }
}
