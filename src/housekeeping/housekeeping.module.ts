import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { BackupModule } from '../backup/backup.module.js';
import { CollectionModule } from '../collection/collection.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { Housekeeping } from './housekeeping.js';

@Module({
  imports: [SyncModule, CollectionModule, BackupModule, AlertsModule, AuthModule],
  providers: [Housekeeping],
})
export class HousekeepingModule {}
