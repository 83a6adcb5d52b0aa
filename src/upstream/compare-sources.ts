import { UpstreamError, type CallOptions, type SourceFinding, type UpstreamSource } from './upstream-source.js';
import type { Period } from '../domain/index.js';

const MAX_RESTAURANTS = 10;
const NAME = 'upstream comparison';

/** Compares what the database and the API return for the same days of at most ten restaurants. */
export async function compareSources(
  [mysql, api]: readonly [UpstreamSource, UpstreamSource],
  window: Period,
  options: CallOptions,
): Promise<SourceFinding> {
  const restaurants = (await mysql.listRestaurants(options))?.restaurants.slice(0, MAX_RESTAURANTS) ?? [];
  const differing: string[] = [];
  const unread: string[] = [];
  let days = 0;
  for (const { name } of restaurants) {
    const [held, sent] = [await readDays(mysql, name, window, options), await readDays(api, name, window, options)];
    days += held.days;
    if (held.text !== sent.text) differing.push(name);
    else if (held.text === null) unread.push(name);
  }
  const where = `${window.from} to ${window.to}`;
  if (differing.length === 0 && unread.length > 0) {
    const message = `neither the database nor the API returned the days of ${unread.length} of ${restaurants.length} restaurants, ${where}; the first is "${unread[0]}"`;
    return { name: NAME, status: 'warn', message };
  }
  if (differing.length === 0) {
    const message = `the database and the API return the same ${days} days of ${restaurants.length} restaurants, ${where}`;
    return { name: NAME, status: 'ok', message };
  }
  const message = `the database and the API differ for ${differing.length} of ${restaurants.length} restaurants, ${where}; the first is "${differing[0]}"`;
  return { name: NAME, status: 'warn', message };
}

/** Returns the validated days as a text that is equal for equal days; null when they cannot be read. */
async function readDays(
  source: UpstreamSource,
  name: string,
  window: Period,
  options: CallOptions,
): Promise<{ readonly text: string | null; readonly days: number }> {
  try {
    const { days, quarantined } = await source.fetchDays(name, window, options);
    return { text: JSON.stringify([days, quarantined]), days: days.length };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { text: null, days: 0 };
  }
}
