import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/auth.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { StatsModule } from '../stats/stats.module.js';
import { EventsController } from './events.controller.js';
import { ExactPreviewService } from './exact-preview.service.js';
import { FirstClients } from './first-clients.js';
import { ItemClaims } from './item-claims.js';
import { LateYesterday } from './late-yesterday.js';
import { LiveFeed } from './live-feed.js';
import { OldRuns } from './old-runs.js';
import { Puller } from './puller.js';
import { QuarantinedRowEntity } from './quarantined-row.entity.js';
import { RunEnds } from './run-ends.js';
import { RunLedger } from './run-ledger.js';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';
import { SyncSchedule } from './sync-schedule.js';
import { SyncSignals } from './sync-signals.js';
import { SyncStatusService } from './sync-status.service.js';
import { SyncWorker } from './sync-worker.js';
import { SyncController } from './sync.controller.js';
import { RunsService } from './runs.service.js';
import { SyncService } from './sync.service.js';
import { UpstreamMatchesController } from './upstream-matches.controller.js';
import { UpstreamMatchesService } from './upstream-matches.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([SyncRun, SyncItem, QuarantinedRowEntity]),
    ScheduleModule.forRoot(),
    AuthModule,
    ClientsModule,
    StatsModule,
    QueueModule,
  ],
  controllers: [SyncController, EventsController, UpstreamMatchesController],
  providers: [
    RunEnds,
    RunLedger,
    ItemClaims,
    SyncSignals,
    SyncService,
    RunsService,
    Puller,
    SyncWorker,
    SyncSchedule,
    SyncStatusService,
    LiveFeed,
    FirstClients,
    LateYesterday,
    OldRuns,
    ExactPreviewService,
    UpstreamMatchesService,
  ],
  exports: [
    ExactPreviewService,
    UpstreamMatchesService,
    FirstClients,
    LateYesterday,
    LiveFeed,
    OldRuns,
    RunLedger,
    ItemClaims,
    SyncSignals,
    SyncService,
    RunsService,
    SyncWorker,
    SyncSchedule,
    SyncStatusService,
  ],
})
export class SyncModule {}
