import { Module } from '@nestjs/common';
import { PageRendererService } from './page-renderer.service.js';
import { ShellAssets } from './shell-assets.js';
import { ShellController } from './shell.controller.js';

/** Renders server-side pages and the header of all others. Every module with pages imports it. */
@Module({
  controllers: [ShellController],
  providers: [PageRendererService, ShellAssets],
  exports: [PageRendererService, ShellAssets],
})
export class ShellModule {}
