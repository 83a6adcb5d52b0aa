import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionService } from './collection.service.js';
import { Clock, CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { LOGGER } from '../platform/logging/index.js';
import { CronCatchUp, type BackgroundService } from '../platform/scheduling/index.js';

/** A cron time missed for longer than this is not caught up: a late morning collection has no use. */
const CATCH_UP_MS = 3 * 3_600_000;

/** Requests a collection at each time of `COLLECTION_CRON`, with a sync of the rewritten days. */
@Injectable()
export class CollectionSchedule implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly catchUp: CronCatchUp;

  constructor(
    private readonly database: Database,
    private readonly collection: CollectionService,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    const { cron } = config.collection;
    const handle = (cronTime: Date) => this.handleCronTime(cronTime);
    this.catchUp = new CronCatchUp({ name: 'collection', cron, registry, clock, logger, handle });
  }

  /** Returns when the next collection is requested, ISO 8601 UTC; null when none is scheduled. */
  nextCollectionAt(): string | null {
    return this.catchUp.next();
  }

  async start(): Promise<void> {
    await this.catchUp.start(new Date(this.clock.now().getTime() - CATCH_UP_MS));
  }

  /** Requests the collection of the last cron time when it is missing. Never throws. */
  check(): Promise<void> {
    return this.catchUp.check();
  }

  async onModuleDestroy(): Promise<void> {
    await this.catchUp.stop();
  }

  private async handleCronTime(cronTime: Date): Promise<boolean> {
    const scheduledFor = cronTime.toISOString();
    if (await this.database.read((tx) => tx.existsBy(CollectionRun, { scheduledFor }))) return true;
    const { created } = await this.collection.start({ thenSync: true }, { trigger: 'cron', actor: null, scheduledFor });
    return created;
  }
}
