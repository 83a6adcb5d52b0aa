import type { Config, MysqlSettings } from '../platform/config/index.js';
import { DEMO_UPSTREAM } from '../platform/database/index.js';

/** The upstream of a process. `collectionUrl` is the server that can be asked to collect. */
export type SelectedUpstream =
  | { readonly kind: 'mysql'; readonly mysql: MysqlSettings; readonly collectionUrl: string | null }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'push' }
  | { readonly kind: 'demo' };

/** The identity of an upstream that pushes. */
export const PUSH_UPSTREAM = 'push';

/** Returns the upstream that the environment selects: MySQL, else the API, else a collector that pushes, else the demo. */
export function selectUpstream({ mysql, url, isPushed }: Config['upstream']): SelectedUpstream {
  if (mysql) return { kind: 'mysql', mysql, collectionUrl: url ?? null };
  if (url !== undefined) return { kind: 'http', url };
  return { kind: isPushed ? 'push' : 'demo' };
}

/** Returns the identity of the configured upstream, without secrets and without a call. */
export function upstreamIdentity(config: Config['upstream']): string {
  const selected = selectUpstream(config);
  switch (selected.kind) {
    case 'mysql': {
      const { host, port, database } = selected.mysql;
      return `mysql://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
    }
    case 'http':
      return normalizeBaseUrl(selected.url);
    case 'push':
      return PUSH_UPSTREAM;
    case 'demo':
      return DEMO_UPSTREAM;
  }
}

/** Returns origin and path of an address, without a slash at the end. */
export function normalizeBaseUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}
