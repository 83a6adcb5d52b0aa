import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { In, MoreThanOrEqual, type EntityManager } from 'typeorm';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { LOGGER } from '../http/logger.js';
import { TickWatch } from '../schedule/tick-watch.js';
import { lastTick } from '../schedule/ticks.js';
import { addDays, dayAt } from '../stats/day.js';
import { usualReporters } from '../stats/reporting.js';
import { SyncRun } from './sync-run.entity.js';
import { SyncService } from './sync.service.js';
import { SyncSignals } from './sync-signals.js';

const EVERY_HALF_HOUR = '*/30 * * * *';
/** UTC, of the business day: noon in Bali. What is not there by then comes with the next night's run. */
const UNTIL = 'T04:00:00.000Z';

/**
 * After the nightly run, tries those again of whom yesterday is missing though they usually report, every half hour of the
 * morning. Who that is, and whether a tick was answered, stands in SQL: a restart changes nothing.
 */
@Injectable()
export class LateYesterday implements OnModuleDestroy {
  private readonly ticks: TickWatch;
  private subscription: Subscription | null = null;

  constructor(
    private readonly database: Database,
    private readonly sync: SyncService,
    private readonly signals: SyncSignals,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const cron = config.sync.cron === null ? null : EVERY_HALF_HOUR;
    const answer = (tick: Date) => this.answer(tick);
    this.ticks = new TickWatch({ name: 'late-yesterday', cron, registry, clock, logger, answer });
  }

  async start(): Promise<void> {
    this.subscription = this.signals.runEnded.subscribe(() => void this.look());
    await this.ticks.start();
  }

  /** Tries those again of whom the last tick asks it. Never throws. */
  look(): Promise<void> {
    return this.ticks.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    await this.ticks.stop();
  }

  private async answer(tick: Date): Promise<boolean> {
    const today = dayAt(this.clock.now(), this.config.businessTimeZone);
    const scheduledFor = tick.toISOString();
    if (scheduledFor > `${today}${UNTIL}`) return true;
    const yesterday = addDays(today, -1);
    const late = await this.database.read(async (tx) => {
      if (!(await this.isDue(tx, tick))) return [];
      return (await usualReporters(tx, yesterday)).filter(({ missing }) => missing);
    });
    if (late.length === 0) return true;
    const request = { from: yesterday, to: yesterday, clientIds: late.map(({ clientId }) => clientId) };
    try {
      const { id, created } = await this.sync.start(request, { trigger: 'retry', actor: null, scheduledFor });
      if (created) this.logger.info({ runId: id, clients: late.length }, 'trying again who is late with yesterday');
      return created;
    } catch (error) {
      if (isUniqueViolation(error)) return true;
      throw error;
    }
  }

  /** Once the business day's nightly run is over, or the first one of all; one a tick, and none on a tick of the nightly run. */
  private async isDue(tx: EntityManager, tick: Date): Promise<boolean> {
    const { cron } = this.config.sync;
    if (cron === null || lastTick(cron, tick)?.getTime() === tick.getTime()) return false;
    if (await tx.existsBy(SyncRun, { scheduledFor: tick.toISOString() })) return false;
    const nightly = await tx.findOne(SyncRun, {
      where: {
        whole: true,
        trigger: In(['cron', 'startup']),
        status: In(['completed', 'partial']),
        finishedAt: MoreThanOrEqual(new Date(tick.getTime() - 24 * 3_600_000).toISOString()),
      },
      order: { id: 'DESC' },
    });
    if (!nightly?.finishedAt || nightly.finishedAt > tick.toISOString()) return false;
    const zone = this.config.businessTimeZone;
    return dayAt(new Date(nightly.createdAt), zone) === dayAt(tick, zone);
  }
}
