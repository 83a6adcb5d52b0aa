import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { SyncModule } from '../../sync/sync.module.js';
import { PagesModule } from '../pages/pages.module.js';
import { PanelApiController, PanelPagesController } from './panel.controller.js';
import { Panel } from './panel.js';

/** AdminJS's part of the panel: every page under `/admin/resources`. */
@Module({
  imports: [AuthModule, ClientsModule, PagesModule, SyncModule],
  controllers: [PanelPagesController, PanelApiController],
  providers: [Panel],
})
export class PanelModule {}
