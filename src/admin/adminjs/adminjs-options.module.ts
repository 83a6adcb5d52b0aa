import { Module } from '@nestjs/common';
import { AdminjsOptionsService } from './adminjs-options.service.js';
import { DashboardModule } from '../dashboard/dashboard.module.js';
import { AuthModule } from '../../auth/index.js';
import { ClientsModule } from '../../clients/index.js';
import { StatsModule } from '../../stats/index.js';
import { SyncModule } from '../../sync/index.js';

/** Provides the options of AdminJS to the `AdminModule` of @adminjs/nestjs. */
@Module({
  imports: [AuthModule, ClientsModule, DashboardModule, StatsModule, SyncModule],
  providers: [AdminjsOptionsService],
  exports: [AdminjsOptionsService],
})
export class AdminjsOptionsModule {}
