import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AdminModule, RootController } from './admin/index.js';
import { CoreModule, type Composition } from './core.module.js';
import { CollectionSchedule, CollectionWorker } from './collection/index.js';
import { IncidentMonitor } from './operations/alerts/index.js';
import { BackupSchedule } from './operations/backup/index.js';
import { DigestModule, DigestSchedule } from './digest/index.js';
import { HealthModule } from './operations/health/index.js';
import { LogTruncationService, RetentionModule, RetentionSchedule } from './operations/retention/index.js';
import type { BackgroundService } from './platform/scheduling/index.js';
import { PrefixSumsCache } from './stats/index.js';
import { ClientBootstrapService, LateClientRetrySchedule, SyncSchedule, SyncWorker } from './sync/index.js';
import { TelegramLinkPoller } from './telegram/index.js';
import { UpstreamCheckService } from './upstream/index.js';

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

/** The whole product: every module that a server of its role needs. */
@Module({})
export class AppModule {
  static forRoot(composition: Composition): DynamicModule {
    return {
      module: AppModule,
      controllers: [RootController],
      imports: [
        CoreModule.forRoot(composition),
        RetentionModule,
        HealthModule,
        DigestModule,
        ...(composition.config.role === 'worker' ? [] : [AdminModule]),
      ],
    };
  }
}
