import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { CollectionModule } from '../collection/collection.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { StatsModule } from '../stats/stats.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { AccountController } from './login/account.controller.js';
import { LoginController } from './login/login.controller.js';
import { PagesModule } from './pages/pages.module.js';
import { PanelModule } from './panel/panel.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { QueuesController } from './queues/queues.controller.js';
import { ExactCopyController } from './repair/exact-copy.controller.js';
import { GapsController } from './repair/gaps.controller.js';
import { UpstreamNameController } from './repair/upstream-name.controller.js';
import { SeedRoutesController } from './seed/seed-routes.controller.js';

/** The managers' panel under `/admin`. */
@Module({
  imports: [
    AuthModule,
    PagesModule,
    ClientsModule,
    StatsModule,
    SyncModule,
    CollectionModule,
    DashboardModule,
    PanelModule,
    QueueModule,
  ],
  controllers: [
    LoginController,
    AccountController,
    SeedRoutesController,
    ExactCopyController,
    UpstreamNameController,
    GapsController,
    QueuesController,
  ],
})
export class AdminModule {}
