import { Injectable } from '@nestjs/common';
import { AbstractLoader } from '@adminjs/nestjs';
import AdminJS from 'adminjs';
import { AdminjsApplication } from './adminjs-application.js';

// `AdminModule` calls `watch` on every instance. Outside production AdminJS would then bundle its components with Rollup and
// end the process when that fails. `npm run build` has bundled them already.
AdminJS.prototype.watch = () => Promise.resolve(undefined as never);

/**
 * Keeps the `AdminJS` instance for our controllers. The stock loader would mount AdminJS's Express router, which runs before
 * our guard, log and security headers.
 */
@Injectable()
export class AdminjsLoader extends AbstractLoader {
  private loaded: AdminjsApplication | undefined;

  /** Throws before `AdminModule.onModuleInit` has ended. */
  get application(): AdminjsApplication {
    if (!this.loaded) throw new Error('AdminModule.onModuleInit has not registered AdminJS');
    return this.loaded;
  }

  register(admin: AdminJS): void {
    this.loaded = new AdminjsApplication(admin);
  }
}
