import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { QuarantinedRow } from './quarantined-row.entity.js';
import { RunCompletionNotifier } from './run-completion.notifier.js';
import { RunRepository } from './run.repository.js';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';
import { ClientsModule } from '../../clients/index.js';
import { StatsModule } from '../../stats/index.js';

/** The records of runs: used by the sync, and by pushes, which are stored as runs too. */
@Module({
  imports: [TypeOrmModule.forFeature([SyncRun, SyncItem, QuarantinedRow]), ClientsModule, StatsModule],
  providers: [RunRepository, RunCompletionNotifier],
  exports: [RunRepository, RunCompletionNotifier],
})
export class RunsModule {}
