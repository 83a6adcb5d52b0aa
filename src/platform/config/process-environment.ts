/** Hosts that no proxy can reach for this process: its own health check, and the demo upstream. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The environment of this process: the only reader of `process.env`. */
export function environment(): Record<string, string | undefined> {
  return process.env;
}

/** Keeps calls to this machine from going to the proxy of `NODE_USE_ENV_PROXY`. `fetch` and agents read the variables at each call. */
export function exceptLoopbackFromProxy(): void {
  const { env } = process;
  const hosts = [env.no_proxy ?? env.NO_PROXY ?? '', ...LOOPBACK].filter((host) => host !== '').join(',');
  env.no_proxy = hosts;
  env.NO_PROXY = hosts;
}

/** Returns whether Node sends calls through the proxies that `HTTP_PROXY` and `HTTPS_PROXY` name (Node 22.21, 24 and later). */
export function usesEnvironmentProxy(): boolean {
  const isAsked = process.env.NODE_USE_ENV_PROXY === '1' || process.execArgv.includes('--use-env-proxy');
  return isAsked && process.allowedNodeEnvironmentFlags.has('--use-env-proxy');
}
