import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { LOGGER } from '../http/logger.js';
import { TickWatch } from '../schedule/tick-watch.js';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionService } from './collection.service.js';

/** A collection for the morning is of no use later in the day. */
const CATCH_UP_MS = 3 * 3_600_000;

/** Asks upstream to collect at the ticks of `COLLECTION_CRON`, and copies what it rewrote. */
@Injectable()
export class CollectionSchedule implements OnModuleDestroy {
  private readonly ticks: TickWatch;

  constructor(
    private readonly database: Database,
    private readonly collection: CollectionService,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    const { cron } = config.collection;
    const answer = (tick: Date) => this.answer(tick);
    this.ticks = new TickWatch({ name: 'collection', cron, registry, clock, logger, answer });
  }

  async start(): Promise<void> {
    await this.ticks.start(new Date(this.clock.now().getTime() - CATCH_UP_MS));
  }

  /** Asks for what the last tick still owes. Never throws. */
  look(): Promise<void> {
    return this.ticks.look();
  }

  async onModuleDestroy(): Promise<void> {
    await this.ticks.stop();
  }

  private async answer(tick: Date): Promise<boolean> {
    const scheduledFor = tick.toISOString();
    if (await this.database.read((tx) => tx.existsBy(CollectionRun, { scheduledFor }))) return true;
    const { created } = await this.collection.start({ thenSync: true }, { trigger: 'cron', actor: null, scheduledFor });
    return created;
  }
}
