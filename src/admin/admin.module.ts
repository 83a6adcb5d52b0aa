import { Module } from '@nestjs/common';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { SecondFactorController } from './pages/login/second-factor.controller.js';
import { ConfirmController } from './pages/login/confirm.controller.js';
import { AccountController } from './pages/login/account.controller.js';
import { LoginController } from './pages/login/login.controller.js';
import { ThemeController } from './pages/login/theme.controller.js';
import { ShellModule } from './shell/shell.module.js';
import { UnknownPagesModule } from './shell/unknown-pages.module.js';
import { AdminjsModule } from './adminjs/adminjs.module.js';
import { QueueBoardController } from './queue-board/queue-board.controller.js';
import { ExactCopyController } from './pages/data-repair/exact-copy.controller.js';
import { AssignController } from './pages/assign/assign.controller.js';
import { ImportController } from './pages/import/import.controller.js';
import { PushesController } from './pages/pushes/pushes.controller.js';
import { GapsController } from './pages/data-repair/gaps.controller.js';
import { UpstreamNameController } from './pages/data-repair/upstream-name.controller.js';
import { RunController } from './pages/runs/run.controller.js';
import { ServerStatusService } from './pages/status/server-status.service.js';
import { StatusController } from './pages/status/status.controller.js';
import { InvitationController } from './pages/login/invitation.controller.js';
import { UserController } from './pages/users/user.controller.js';
import { LegacyRoutesController } from './legacy-routes/legacy-routes.controller.js';
import { TelegramController } from './pages/telegram/telegram.controller.js';
import { TelegramModule } from '../telegram/index.js';
import { AuthModule } from '../auth/index.js';
import { CollectionModule } from '../collection/index.js';
import { IngestModule } from '../ingest/index.js';
import { ClientsModule } from '../clients/index.js';
import { AlertsModule } from '../operations/alerts/index.js';
import { BackupModule } from '../operations/backup/index.js';
import { RetentionModule } from '../operations/retention/index.js';
import { OwnerReportsModule } from '../owner-reports/index.js';
import { ReportPageController } from './pages/report/report-page.controller.js';
import { StatsModule } from '../stats/index.js';
import { SyncModule } from '../sync/index.js';

/** The panel: every page under `/admin`. Not the `AdminModule` of @adminjs/nestjs, which AdminjsService loads. */
@Module({
  imports: [
    AuthModule,
    TelegramModule,
    ShellModule,
    ClientsModule,
    StatsModule,
    OwnerReportsModule,
    SyncModule,
    CollectionModule,
    AlertsModule,
    BackupModule,
    RetentionModule,
    IngestModule,
    DashboardModule,
    AdminjsModule,
    UnknownPagesModule,
  ],
  providers: [ServerStatusService],
  controllers: [
    LoginController,
    AccountController,
    ThemeController,
    ConfirmController,
    SecondFactorController,
    LegacyRoutesController,
    ExactCopyController,
    UpstreamNameController,
    GapsController,
    AssignController,
    ImportController,
    PushesController,
    RunController,
    StatusController,
    TelegramController,
    UserController,
    InvitationController,
    ReportPageController,
    QueueBoardController,
  ],
})
export class AdminModule {}
