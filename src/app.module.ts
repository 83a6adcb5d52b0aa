import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { Logger } from 'pino';
import { AdminModule, RootController } from './admin/index.js';
import { AuthModule, PasswordHashCostModule, type ScryptCost } from './auth/index.js';
import { ClientsModule } from './clients/index.js';
import { CollectionModule, CollectionSchedule, CollectionWorker } from './collection/index.js';
import { IngestModule } from './ingest/index.js';
import { AlertsModule, IncidentMonitor } from './operations/alerts/index.js';
import { BackupSchedule } from './operations/backup/index.js';
import { DigestModule, DigestSchedule } from './digest/index.js';
import { EventsModule } from './platform/events/index.js';
import { OwnerReportsModule } from './owner-reports/index.js';
import { HealthModule } from './operations/health/index.js';
import { LogTruncationService, RetentionModule, RetentionSchedule } from './operations/retention/index.js';
import { ConfigModule, type Clock, type Config } from './platform/config/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { LoggerModule } from './platform/logging/index.js';
import { QueueModule } from './platform/queue/index.js';
import type { BackgroundService } from './platform/scheduling/index.js';
import { PrefixSumsCache, StatsModule } from './stats/index.js';
import {
  ClientBootstrapService,
  LateClientRetrySchedule,
  syncItemJob,
  SyncModule,
  SyncSchedule,
  syncScheduleJob,
  SyncWorker,
} from './sync/index.js';
import { TelegramLinkPoller } from './telegram/index.js';
import { type AdaptiveRateLimiter, UpstreamCheckService, UpstreamModule } from './upstream/index.js';

/**
 * Every service that works without a request, in the order of their start: unfinished work is resumed before new runs are
 * planned, and the first clients are there before the schedules ask for them. Each declares the role of the processes it runs in.
 */
export const BACKGROUND_SERVICES: readonly Type<BackgroundService>[] = [
  UpstreamCheckService,
  SyncWorker,
  CollectionWorker,
  ClientBootstrapService,
  SyncSchedule,
  LateClientRetrySchedule,
  CollectionSchedule,
  IncidentMonitor,
  TelegramLinkPoller,
  DigestSchedule,
  BackupSchedule,
  RetentionSchedule,
  LogTruncationService,
  PrefixSumsCache,
];

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

/** The whole product: every module a process of its role needs. */
@Module({})
export class AppModule {
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
      module: AppModule,
      controllers: [RootController],
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
        RetentionModule,
        HealthModule,
        DigestModule,
        ...(config.role === 'worker' ? [] : [AdminModule]),
      ],
    };
  }
}
