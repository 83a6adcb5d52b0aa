import { HttpSource, type HttpSourceOptions } from './http/http-source.js';
import { AdaptiveRateLimiter } from './limiter/adaptive-rate-limiter.js';
import { PushSource } from './push-source.js';
import { PUSH_UPSTREAM, selectUpstream, upstreamIdentity } from './select-upstream.js';
import type { UpstreamSource } from './upstream-source.js';
import type { Config } from '../platform/config/index.js';

/** Returns the source of the selected upstream. @param demoUrl the address of the demo upstream of this process. */
export async function createSource(
  config: Config['upstream'],
  options: Omit<HttpSourceOptions, 'baseUrl'>,
  demoUrl: string,
): Promise<UpstreamSource> {
  const selected = selectUpstream(config);
  switch (selected.kind) {
    case 'mysql': {
      // The driver is loaded only where it is used.
      const { MysqlSource } = await import('./mysql/index.js');
      const hasCollection = selected.collectionUrl !== null;
      return new MysqlSource({
        ...options,
        settings: selected.mysql,
        identity: upstreamIdentity(config),
        hasCollection,
      });
    }
    case 'http':
      return new HttpSource({ ...options, baseUrl: selected.url });
    case 'push':
      return new PushSource(PUSH_UPSTREAM);
    case 'demo':
      return new HttpSource({ ...options, baseUrl: demoUrl, isDemo: true });
  }
}

/** Returns the source of the API of the agency's server when the statistics are read from its MySQL; otherwise null. */
export function createApiSource({ upstream }: Pick<Config, 'upstream'>): UpstreamSource | null {
  const selected = selectUpstream(upstream);
  if (selected.kind !== 'mysql' || selected.collectionUrl === null) return null;
  const rateLimiter = new AdaptiveRateLimiter({ concurrency: upstream.concurrency });
  return new HttpSource({ ...upstream, baseUrl: selected.collectionUrl, rateLimiter });
}
