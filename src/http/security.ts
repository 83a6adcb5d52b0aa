import compression from 'compression';
import helmet from 'helmet';

/** What a page may load, unless it says otherwise: its own host's things, and no inline script or style. */
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

/** The security headers of every answer. */
export function securityHeaders() {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    xFrameOptions: { action: 'deny' },
    // The default, no-referrer, makes browsers send `Origin: null` with our own forms, which no origin check can tell from a stranger's.
    referrerPolicy: { policy: 'same-origin' },
    // Other hosts of the same domain are not ours to speak for.
    strictTransportSecurity: { includeSubDomains: false },
  });
}

/** Compresses what shrinks, except server-sent events: a compressor would hold each of them back until its buffer is full. */
export function compressed() {
  return compression({
    filter: (request, response) => {
      const type = String(response.getHeader('content-type') ?? '');
      return !type.startsWith('text/event-stream') && compression.filter(request, response);
    },
  });
}
