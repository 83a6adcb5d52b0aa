import { Global, Module } from '@nestjs/common';
import type { Config } from './environment.js';

/** Injection token of the frozen {@link Config}. */
export const CONFIG = Symbol('CONFIG');

/** The wall clock, replaceable in tests. Durations are measured with `performance.now()`, never with this. */
export abstract class Clock {
  abstract now(): Date;
}

const systemClock: Clock = { now: () => new Date() };

@Global()
@Module({})
export class ConfigModule {
  static for(config: Config, clock: Clock = systemClock) {
    return {
      module: ConfigModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
      ],
      exports: [CONFIG, Clock],
    };
  }
}
