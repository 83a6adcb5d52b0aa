import type { Response } from 'express';

/** Seconds after which another try is worthwhile when nothing better is known. */
const RETRY_AFTER_SECONDS = 5;

/** Sets `Retry-After` for a status that asks the caller to come back, 429 or 503, unless the response has a better value. */
export function setRetryAfter(response: Response, status: number, seconds = RETRY_AFTER_SECONDS): void {
  if ((status === 429 || status === 503) && !response.hasHeader('retry-after')) {
    response.setHeader('retry-after', seconds);
  }
}
