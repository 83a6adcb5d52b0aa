import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { EventsController } from './api/events.controller.js';
import { ExactPreviewService } from './api/exact-preview.service.js';
import { ClientBootstrapService } from './schedules/client-bootstrap.service.js';
import { BatchWindowsService } from './execution/batch-windows.service.js';
import { ItemCommitService } from './execution/item-commit.service.js';
import { ItemLeaseRepository } from './execution/item-lease.repository.js';
import { LateClientRetrySchedule } from './schedules/late-client-retry.schedule.js';
import { EventStreamService } from './api/event-stream.service.js';
import { RunRetentionService } from './runs/run-retention.service.js';
import { SyncItemProcessor } from './execution/sync-item.processor.js';
import { RunsModule } from './runs/runs.module.js';
import { SyncSchedule } from './schedules/sync.schedule.js';
import { SyncStatusService } from './api/sync-status.service.js';
import { SyncWorker } from './execution/sync-worker.js';
import { SyncController } from './api/sync.controller.js';
import { RunsService } from './runs/runs.service.js';
import { SyncService } from './planning/sync.service.js';
import { AuthModule } from '../auth/index.js';
import { IdempotencyModule } from '../platform/idempotency/index.js';
import { ClientsModule } from '../clients/index.js';
import { StatsModule } from '../stats/index.js';

@Module({
  imports: [RunsModule, ScheduleModule.forRoot(), AuthModule, IdempotencyModule, ClientsModule, StatsModule],
  controllers: [SyncController, EventsController],
  providers: [
    ItemLeaseRepository,
    BatchWindowsService,
    SyncService,
    RunsService,
    ItemCommitService,
    SyncItemProcessor,
    SyncWorker,
    SyncSchedule,
    SyncStatusService,
    EventStreamService,
    ClientBootstrapService,
    LateClientRetrySchedule,
    RunRetentionService,
    ExactPreviewService,
  ],
  exports: [SyncService, RunsService, SyncStatusService, ExactPreviewService, RunRetentionService],
})
export class SyncModule {}
