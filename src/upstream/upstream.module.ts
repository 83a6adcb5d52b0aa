import { Module, type DynamicModule } from '@nestjs/common';
import { HttpCollection } from './http/http-collection.js';
import { AdaptiveRateLimiter } from './limiter/adaptive-rate-limiter.js';
import { RemoteCollection, UnsupportedCollection } from './remote-collection.js';
import { createSource } from './create-source.js';
import { selectUpstream, type SelectedUpstream } from './select-upstream.js';
import { UpstreamCheckService } from './upstream-check.service.js';
import { UpstreamCallMetrics, type UpstreamCall } from './upstream-call-metrics.js';
import { UpstreamSource } from './upstream-source.js';
import { BatchMemory } from './batch/batch-memory.js';
import { Clock, CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';

/** No server responds here (RFC 2606). Processes that call no upstream have no demo upstream. */
const NO_DEMO_URL = 'http://demo.invalid';

export interface UpstreamOptions {
  /** The address of the demo upstream of this process; it counts only when the environment selects the demo. */
  readonly demoUrl?: string | undefined;
  /** Limits the calls; made from `SYNC_CONCURRENCY` unless a test brings its own. */
  readonly rateLimiter?: AdaptiveRateLimiter | undefined;
}

/** The one upstream of this process. */
@Module({})
export class UpstreamModule {
  static forRoot({ demoUrl = NO_DEMO_URL, rateLimiter: given }: UpstreamOptions = {}): DynamicModule {
    return {
      module: UpstreamModule,
      global: true,
      providers: [
        UpstreamCallMetrics,
        UpstreamCheckService,
        {
          provide: AdaptiveRateLimiter,
          inject: [CONFIG],
          useFactory: ({ upstream }: Config) => given ?? new AdaptiveRateLimiter({ concurrency: upstream.concurrency }),
        },
        {
          provide: UpstreamSource,
          inject: [CONFIG, UpstreamCallMetrics, AdaptiveRateLimiter, Clock, { token: Database, optional: true }],
          useFactory: (
            { upstream }: Config,
            calls: UpstreamCallMetrics,
            rateLimiter: AdaptiveRateLimiter,
            clock: Clock,
            database?: Database,
          ) => {
            // A command that only calls the upstream has no replica that could remember.
            const batchMemory = database && new BatchMemory(database, clock);
            return createSource(upstream, { ...httpOptions(upstream, calls), rateLimiter, batchMemory }, demoUrl);
          },
        },
        {
          provide: RemoteCollection,
          inject: [CONFIG, UpstreamCallMetrics, AdaptiveRateLimiter],
          useFactory: ({ upstream }: Config, calls: UpstreamCallMetrics, shared: AdaptiveRateLimiter) => {
            const baseUrl = collectionUrl(selectUpstream(upstream), demoUrl);
            if (baseUrl === null) return new UnsupportedCollection();
            return new HttpCollection({ ...httpOptions(upstream, calls), baseUrl }, shared);
          },
        },
      ],
      exports: [UpstreamSource, UpstreamCallMetrics, UpstreamCheckService, AdaptiveRateLimiter, RemoteCollection],
    };
  }
}

function httpOptions(upstream: Config['upstream'], calls: UpstreamCallMetrics) {
  return { ...upstream, observe: (call: UpstreamCall) => calls.made.next(call) };
}

/** Returns the address of the server that can be asked to collect; null when there is none. */
function collectionUrl(selected: SelectedUpstream, demoUrl: string): string | null {
  switch (selected.kind) {
    case 'mysql':
      return selected.collectionUrl;
    case 'http':
      return selected.url;
    case 'push':
      return null;
    case 'demo':
      return demoUrl;
  }
}
