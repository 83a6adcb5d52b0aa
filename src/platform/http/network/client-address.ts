import { isIP } from 'node:net';
import type { Request } from 'express';

const addresses = new WeakMap<Request, string | null>();

/**
 * Returns the IP address of the client: what a trusted proxy names, without the port that some proxies add. What is no address,
 * a client has written itself; then it is the address of the connection. Null when the connection was gone at the first call,
 * which the request log makes as the request arrives.
 */
export function clientAddress(request: Request): string | null {
  const known = addresses.get(request);
  if (known !== undefined) return known;
  const address = toAddress(request.ip) ?? toAddress(request.socket.remoteAddress);
  addresses.set(request, address);
  return address;
}

function toAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return isIP(bare) ? bare : null;
}
