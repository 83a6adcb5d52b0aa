import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getProxyForUrl } from 'proxy-from-env';
import { environment, usesEnvironmentProxy } from '../../config/index.js';

/** Node 24 has the option, its types for Node 20 do not. */
interface OutboundAgentOptions extends AgentOptions {
  readonly proxyEnv?: Record<string, string | undefined>;
}

/** Returns an agent for one call that `fetch` cannot make: a connection of its own, through the proxy that `fetch` uses too. */
export function createOutboundAgent(url: URL): HttpAgent {
  const options: OutboundAgentOptions = usesEnvironmentProxy() ? { proxyEnv: environment() } : {};
  return url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
}

/** Returns whether a call goes through a proxy, which then resolves the name of the host. */
export function isProxied(url: URL): boolean {
  const name = `${url.protocol.slice(0, -1)}_proxy`;
  const env = environment();
  // Node knows no ALL_PROXY, which `getProxyForUrl` would take.
  const isSet = Boolean(env[name] ?? env[name.toUpperCase()]);
  return usesEnvironmentProxy() && isSet && getProxyForUrl(url.href) !== '';
}
