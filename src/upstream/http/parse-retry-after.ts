/**
 * Returns the pause that the `Retry-After` header requests, in milliseconds; null when the header is missing or invalid. A date
 * is compared with the `Date` header of the response when it has one, because the two clocks may differ.
 */
export function retryAfterMs(headers: Headers, now = Date.now()): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // `Date.parse` reads "1.5" and "-3" as dates too; an HTTP date has a month in letters.
  const until = /[a-z]{3}/i.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(until)) return null;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(serverNow) ? now : serverNow));
}
