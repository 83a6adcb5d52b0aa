import { Module } from '@nestjs/common';
import { ShellModule } from '../shell/shell.module.js';
import { AdminjsApiController } from './adminjs-api.controller.js';
import { AdminjsOptionsModule } from './adminjs-options.module.js';
import { AdminjsPagesController } from './adminjs-pages.controller.js';
import { AdminjsService } from './adminjs.service.js';

/** AdminJS's part of the panel: every page under `/admin/resources`, and its API under `/admin/api`. */
@Module({
  imports: [AdminjsOptionsModule, ShellModule],
  controllers: [AdminjsPagesController, AdminjsApiController],
  providers: [AdminjsService],
})
export class AdminjsModule {}
