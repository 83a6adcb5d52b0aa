import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

/** The default content security policy: resources of the same host, and no inline script or style. */
export const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/** Returns the middleware that sets the security headers of every response. */
export function securityHeaders() {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    xFrameOptions: { action: 'deny' },
    // The default, no-referrer, makes browsers send `Origin: null` with our own forms, which no origin check can tell from a stranger's.
    referrerPolicy: { policy: 'same-origin' },
    // Other hosts of the same domain might not support HTTPS.
    strictTransportSecurity: { includeSubDomains: false },
  });
}

/**
 * Keeps browsers and proxies from storing any response: after a logout the Back button must not show it. Files that are named by
 * their content set a header of their own.
 */
export function storeNothing(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('cache-control', 'no-store');
  next();
}

/** Returns the middleware that compresses responses, except server-sent events, which a compressor would delay until its buffer is full. */
export function compressResponses() {
  return compression({
    filter: (request, response) => {
      const type = String(response.getHeader('content-type') ?? '');
      return !type.startsWith('text/event-stream') && compression.filter(request, response);
    },
  });
}
