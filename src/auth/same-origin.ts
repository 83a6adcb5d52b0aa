import type { Request } from 'express';
import { UserError } from '../errors.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a request that changes something and was sent by a page of another origin, cookies and all. Browsers name the
 * sender in `Sec-Fetch-Site`, older ones in `Origin`; what names neither is no browser and carries nobody's cookies by
 * accident (the rule of Go's `http.CrossOriginProtection`).
 * @throws UserError 403 `cross_site`
 */
export function assertSameOrigin(request: Request): void {
  if (SAFE.has(request.method) || isSameOrigin(request)) return;
  throw new UserError('cross_site', 'This request came from a page of another site', 403);
}

function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}
