import type { Request } from 'express';
import { UserError } from '../../domain/index.js';

/** The code of the error that {@link assertSameOrigin} throws. */
export const CROSS_SITE = 'cross_site';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Rejects a request that changes something and was sent, with cookies, by a page of another origin. Browsers name the sender in
 * `Sec-Fetch-Site`, older ones in `Origin`; a client that sends neither is no browser, so its cookies are not sent by accident
 * (the rule of Go's `http.CrossOriginProtection`).
 * @throws UserError 403 `cross_site`
 */
export function assertSameOrigin(request: Request): void {
  if (SAFE.has(request.method) || isSameOrigin(request)) return;
  const origin = request.get('origin') ?? 'none';
  throw new UserError(
    CROSS_SITE,
    `This request came from a page of another site: its Origin is ${origin}, this site is ${request.host}. ` +
      'A proxy in between must pass the Host header with its port (nginx: proxy_set_header Host $http_host)',
    403,
  );
}

function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host, hostname } = new URL(origin);
  // The parser folds case and default ports of both.
  const own = `${protocol}//${request.host}`;
  if (!URL.canParse(own)) return false;
  return new URL(own).host === host || (isBehindTrustedProxy(request) && request.host.toLowerCase() === hostname);
}

/** A trusted proxy may pass the host without the port that the browser sees (nginx: `Host $host`). */
function isBehindTrustedProxy(request: Request): boolean {
  return request.ips.length > 0;
}
