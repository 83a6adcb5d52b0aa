import { Module } from '@nestjs/common';
import { ClientsModule } from '../../clients/clients.module.js';
import { CollectionModule } from '../../collection/collection.module.js';
import { StatsModule } from '../../stats/stats.module.js';
import { SyncModule } from '../../sync/sync.module.js';
import { PagesModule } from '../pages/pages.module.js';
import { DashboardAssets } from './dashboard.assets.js';
import { DashboardController, DashboardDataController } from './dashboard.controller.js';
import { DashboardService } from './dashboard.service.js';

/** The dashboard at `/admin`, a page of our own: see docs/adr. */
@Module({
  imports: [PagesModule, StatsModule, ClientsModule, SyncModule, CollectionModule],
  controllers: [DashboardController, DashboardDataController],
  providers: [DashboardService, DashboardAssets],
})
export class DashboardModule {}
