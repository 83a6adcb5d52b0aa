declare module 'proxy-from-env' {
  /** Returns the address of the proxy for a URL by the environment of the process; empty when there is none. */
  export function getProxyForUrl(url: string): string;
}
