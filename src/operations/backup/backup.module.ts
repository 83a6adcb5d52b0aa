import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BackupLogService } from './backup-log.service.js';
import { BackupRun } from './backup-run.entity.js';
import { BackupSchedule } from './backup.schedule.js';

@Module({
  imports: [TypeOrmModule.forFeature([BackupRun])],
  providers: [BackupLogService, BackupSchedule],
  exports: [BackupLogService, BackupSchedule],
})
export class BackupModule {}
