import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BackupLog } from './backup-log.js';
import { BackupRun } from './backup-run.entity.js';
import { BackupSchedule } from './backup-schedule.js';

@Module({
  imports: [TypeOrmModule.forFeature([BackupRun])],
  providers: [BackupLog, BackupSchedule],
  exports: [BackupLog, BackupSchedule],
})
export class BackupModule {}
