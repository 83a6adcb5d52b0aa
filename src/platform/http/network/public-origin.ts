import type { Request } from 'express';
import type { Config } from '../../config/index.js';

/**
 * Returns the origin of links that leave the product: `PUBLIC_URL`, which no request can change. Without it the origin that the
 * request was sent to, which whoever sends the request writes.
 */
export function publicOrigin(
  request: Pick<Request, 'protocol' | 'host'>,
  { publicUrl }: Pick<Config, 'publicUrl'>,
): string {
  return publicUrl ?? `${request.protocol}://${request.host}`;
}
