import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuthModule, PasswordHashCostModule, type ScryptCost } from './auth/index.js';
import { ClientsModule } from './clients/index.js';
import { CollectionModule } from './collection/index.js';
import { IngestModule } from './ingest/index.js';
import { AlertsModule } from './operations/alerts/index.js';
import { EventsModule } from './platform/events/index.js';
import { OwnerReportsModule } from './owner-reports/index.js';
import { ConfigModule, type Clock, type Config } from './platform/config/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { LoggerModule } from './platform/logging/index.js';
import { QueueModule } from './platform/queue/index.js';
import { StatsModule } from './stats/index.js';
import { syncItemJob, SyncModule, syncScheduleJob } from './sync/index.js';
import { TelegramModule } from './telegram/index.js';
import { type AdaptiveRateLimiter, UpstreamModule } from './upstream/index.js';

/** The parts that differ between processes and tests. */
export interface Composition {
  readonly config: Config;
  readonly logger: Logger;
  /** The address of the demo upstream of this process; it counts only when the environment selects the demo. */
  readonly demoUrl?: string | undefined;
  /** The system clock unless a test brings its own. */
  readonly clock?: Clock | undefined;
  /** The folder of the built product; the one this code runs from unless a test runs the sources. */
  readonly buildFolder?: URL | undefined;
  /** Limits the calls to the upstream; made from `SYNC_CONCURRENCY` unless a test brings its own. */
  readonly rateLimiter?: AdaptiveRateLimiter | undefined;
  /** The cost of password hashes; the product's own unless a test brings a cheaper one. */
  readonly passwordHashCost?: ScryptCost | undefined;
}

/** The modules that read and write the replica: all that a command uses. `AppModule` adds what only a server has. */
@Module({})
export class CoreModule {
  static forRoot({
    config,
    logger,
    demoUrl,
    clock,
    buildFolder,
    rateLimiter,
    passwordHashCost,
  }: Composition): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        ConfigModule.forRoot(config, clock, buildFolder),
        LoggerModule.forRoot(logger),
        EventsModule,
        DatabaseModule,
        QueueModule.forRoot({ redisUrl: config.redisUrl, jobs: [syncItemJob, syncScheduleJob] }),
        UpstreamModule.forRoot({ demoUrl, rateLimiter }),
        ...(passwordHashCost ? [PasswordHashCostModule.forRoot(passwordHashCost)] : []),
        AuthModule,
        // Before ClientsModule, whose route `clients/:id` would match `clients/leaderboard`.
        StatsModule,
        ClientsModule,
        OwnerReportsModule,
        SyncModule,
        CollectionModule,
        IngestModule,
        AlertsModule,
        TelegramModule,
      ],
    };
  }
}
