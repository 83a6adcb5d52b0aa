/**
 * How long an answer asks to be left alone, in ms, or null when it does not say so readably. A date is compared with the
 * server's own `Date` where it sent one: its clock and ours need not agree.
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
