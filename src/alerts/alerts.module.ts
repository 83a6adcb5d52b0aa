import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BackupModule } from '../backup/backup.module.js';
import { StatsModule } from '../stats/stats.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { AlertWatch } from './alert-watch.js';
import { Incident } from './incident.entity.js';
import { Messenger } from './messenger.js';

@Module({
  imports: [TypeOrmModule.forFeature([Incident]), BackupModule, StatsModule, SyncModule],
  providers: [Messenger, AlertWatch],
  exports: [AlertWatch],
})
export class AlertsModule {}
