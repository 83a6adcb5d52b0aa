import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { POLICY } from '../../platform/http/index.js';

/** The hash of the empty text. A library of AdminJS adds an empty style sheet without the nonce and fills it by script. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * Allows inline scripts and styles that carry the returned nonce on this page, beside our own files. The nonce is new for
 * every response.
 */
export function allowNonce(request: Request, response: Response): string {
  const nonce = randomBytes(18).toString('base64');
  const directives = {
    ...POLICY,
    'script-src': [...POLICY['script-src'], `'nonce-${nonce}'`],
    'style-src': [...POLICY['style-src'], `'nonce-${nonce}'`, EMPTY_STYLE],
  };
  contentSecurityPolicy({ useDefaults: false, directives })(request, response, () => undefined);
  return nonce;
}
