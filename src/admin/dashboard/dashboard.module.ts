import { Module } from '@nestjs/common';
import { ShellModule } from '../shell/shell.module.js';
import { DashboardAssets } from './server/dashboard-assets.js';
import { DashboardController, DashboardDataController } from './server/dashboard.controller.js';
import { DashboardService } from './server/dashboard.service.js';
import { XlsxExportController } from './server/xlsx/xlsx-export.controller.js';
import { ClientsModule } from '../../clients/index.js';
import { CollectionModule } from '../../collection/index.js';
import { StatsModule } from '../../stats/index.js';
import { SyncModule } from '../../sync/index.js';

/** The dashboard at `/admin`, a page of our own: see docs/adr. */
@Module({
  imports: [ShellModule, StatsModule, ClientsModule, SyncModule, CollectionModule],
  controllers: [DashboardController, DashboardDataController, XlsxExportController],
  providers: [DashboardService, DashboardAssets],
  exports: [DashboardService],
})
export class DashboardModule {}
