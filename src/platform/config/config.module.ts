import { Global, Module } from '@nestjs/common';
import { Clock, systemClock } from './clock.js';
import type { Config } from './environment.js';
import { ProcessIdentity } from './process-identity.js';

/** Injection token of the frozen {@link Config}. */
export const CONFIG = Symbol('CONFIG');

/** Injection token of the URL of the folder that holds the built product: compiled code, thread scripts and browser files. */
export const BUILD_FOLDER = Symbol('BUILD_FOLDER');

/** The folder that this file was built into. Code that runs from the sources must name another one. */
const OWN_BUILD_FOLDER = new URL('../../', import.meta.url);

@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: Config, clock: Clock = systemClock, buildFolder: URL = OWN_BUILD_FOLDER) {
    return {
      module: ConfigModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: BUILD_FOLDER, useValue: buildFolder },
        ProcessIdentity,
      ],
      exports: [CONFIG, Clock, BUILD_FOLDER, ProcessIdentity],
    };
  }
}
