import { Module } from '@nestjs/common';
import { LogTruncationService } from './log-truncation.service.js';
import { RetentionSchedule } from './retention.schedule.js';
import { AlertsModule } from '../alerts/index.js';
import { AuthModule } from '../../auth/index.js';
import { TelegramModule } from '../../telegram/index.js';
import { BackupModule } from '../backup/index.js';
import { CollectionModule } from '../../collection/index.js';
import { IdempotencyModule } from '../../platform/idempotency/index.js';
import { IngestModule } from '../../ingest/index.js';
import { SyncModule } from '../../sync/index.js';

@Module({
  imports: [
    SyncModule,
    CollectionModule,
    IngestModule,
    BackupModule,
    AlertsModule,
    AuthModule,
    TelegramModule,
    IdempotencyModule,
  ],
  providers: [RetentionSchedule, LogTruncationService],
  exports: [RetentionSchedule],
})
export class RetentionModule {}
