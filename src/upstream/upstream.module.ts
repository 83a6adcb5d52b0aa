import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { DEMO_UPSTREAM } from '../database/upstream-memory.js';
import { baseOf } from './http-client.js';
import { HttpUpstreamSource } from './http-upstream-source.js';
import { UpstreamCalls } from './upstream-calls.js';
import type { UpstreamGate } from './upstream-gate.js';
import { UpstreamSource } from './upstream-source.js';

/** Where the upstream answers, and what it is called when that is not its address. */
export interface UpstreamAddress {
  readonly url: string;
  readonly identity?: string;
}

/** The one upstream of this process. */
@Module({})
export class UpstreamModule {
  static for({ url, identity }: UpstreamAddress, gate?: UpstreamGate): DynamicModule {
    return {
      module: UpstreamModule,
      global: true,
      providers: [
        UpstreamCalls,
        {
          provide: UpstreamSource,
          inject: [CONFIG, UpstreamCalls],
          useFactory: ({ upstream, businessTimeZone }: Config, calls: UpstreamCalls) =>
            new HttpUpstreamSource({
              ...upstream,
              baseUrl: url,
              identity,
              gate,
              timeZone: businessTimeZone,
              observe: (call) => calls.made.next(call),
            }),
        },
      ],
      exports: [UpstreamSource, UpstreamCalls],
    };
  }
}

/** What the upstream of a configuration is remembered as, without calling it. */
export function identityOf({ url }: Config['upstream']): string {
  return url === undefined ? DEMO_UPSTREAM : baseOf(url);
}
