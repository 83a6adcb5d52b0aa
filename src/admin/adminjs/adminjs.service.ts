import { Injectable } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { AdminjsOptionsModule } from './adminjs-options.module.js';
import { AdminjsOptionsService } from './adminjs-options.service.js';
import type { AdminjsApplication } from './application/adminjs-application.js';
import type { AdminjsLoader } from './application/adminjs.loader.js';

/** Loads AdminJS through the `AdminModule` of @adminjs/nestjs, once. */
@Injectable()
export class AdminjsService {
  private loading: Promise<AdminjsApplication> | undefined;

  constructor(private readonly lazyModules: LazyModuleLoader) {}

  /**
   * Returns AdminJS, which is imported by the first call. The import takes seconds, so the server calls this after it listens;
   * a page that is opened before the import ends waits for it.
   */
  load(): Promise<AdminjsApplication> {
    this.loading ??= this.loadModule();
    return this.loading;
  }

  private async loadModule(): Promise<AdminjsApplication> {
    const [{ AbstractLoader, AdminModule }, { AdminjsLoader }] = await Promise.all([
      import('@adminjs/nestjs'),
      import('./application/adminjs.loader.js'),
    ]);
    const module = await this.lazyModules.load(() =>
      AdminModule.createAdminAsync({
        imports: [AdminjsOptionsModule],
        inject: [AdminjsOptionsService],
        useFactory: async (options: AdminjsOptionsService) => ({ adminJsOptions: await options.create() }),
        customLoader: AdminjsLoader,
      }),
    );
    // Nest calls no lifecycle hook of a module that is loaded lazily. This one makes the AdminJS instance and registers it.
    await module.get(AdminModule).onModuleInit();
    return module.get<AdminjsLoader>(AbstractLoader).application;
  }
}
