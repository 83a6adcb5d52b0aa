import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { DEMO_UPSTREAM } from '../database/upstream-memory.js';
import { baseOf } from './http-client.js';
import { HttpUpstreamSource } from './http-upstream-source.js';
import { RemoteCollection } from './remote-collection.js';
import { UpstreamCalls } from './upstream-calls.js';
import { UpstreamGate } from './upstream-gate.js';
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
          provide: UpstreamGate,
          inject: [CONFIG],
          useFactory: ({ upstream }: Config) => gate ?? new UpstreamGate({ concurrency: upstream.concurrency }),
        },
        {
          provide: UpstreamSource,
          inject: [CONFIG, UpstreamCalls, UpstreamGate],
          useFactory: ({ upstream, businessTimeZone }: Config, calls: UpstreamCalls, shared: UpstreamGate) =>
            new HttpUpstreamSource({
              ...upstream,
              baseUrl: url,
              identity,
              gate: shared,
              timeZone: businessTimeZone,
              observe: (call) => calls.made.next(call),
            }),
        },
        {
          provide: RemoteCollection,
          inject: [CONFIG, UpstreamCalls, UpstreamGate],
          useFactory: ({ upstream }: Config, calls: UpstreamCalls, shared: UpstreamGate) =>
            new RemoteCollection({ ...upstream, baseUrl: url, observe: (call) => calls.made.next(call) }, shared),
        },
      ],
      exports: [UpstreamSource, UpstreamCalls, UpstreamGate, RemoteCollection],
    };
  }
}

/** What the upstream of a configuration is remembered as, without calling it. */
export function identityOf({ url }: Config['upstream']): string {
  return url === undefined ? DEMO_UPSTREAM : baseOf(url);
}
