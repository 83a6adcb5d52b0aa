import { expect, it } from '@jest/globals';
import { compareSources } from './compare-sources.js';
import {
  UpstreamError,
  UpstreamSource,
  type RestaurantList,
  type SourceDescription,
  type SourceFinding,
  type ValidatedResponse,
} from './upstream-source.js';
import { toDay, type Day } from '../domain/index.js';

const WINDOW = { from: toDay('2026-11-20'), to: toDay('2026-11-21') };
const OPTIONS = { signal: new AbortController().signal };

/** A source that lists one restaurant and returns these days of it, or fails. */
class OneRestaurantSource extends UpstreamSource {
  readonly identity = 'one restaurant';

  constructor(private readonly days: readonly Day[] | null) {
    super();
  }

  describe(): SourceDescription {
    return { kind: 'http', list: 'yes', batch: 'no', collection: 'no' };
  }

  check(): Promise<readonly SourceFinding[]> {
    return Promise.resolve([]);
  }

  listRestaurants(): Promise<RestaurantList> {
    return Promise.resolve({ restaurants: [{ id: '1', name: 'Warung' }], rejected: [] });
  }

  fetchDays(): Promise<ValidatedResponse> {
    if (!this.days) return Promise.reject(new UpstreamError('upstream_timeout', 'too slow', 1));
    const days = this.days.map((date) => ({ date, values: [] }));
    const rejected = { quarantined: [], quarantinedDays: new Set<string>(), ignored: 0 };
    return Promise.resolve({ days, ...rejected, received: days.length, calls: 1, upstreamId: '1', fingerprint: null });
  }
}

it.each([
  ['the same days', [WINDOW.from], [WINDOW.from], 'ok', 'return the same 1 days of 1 restaurants'],
  ['other days', [WINDOW.from], [WINDOW.to], 'warn', 'differ for 1 of 1 restaurants'],
  ['days of one source only', [WINDOW.from], null, 'warn', 'differ for 1 of 1 restaurants'],
  ['days of neither source', null, null, 'warn', 'neither the database nor the API returned the days of 1 of 1'],
])('reports %s', async (_, mysql, api, status, message) => {
  const sources = [new OneRestaurantSource(mysql), new OneRestaurantSource(api)] as const;
  expect(await compareSources(sources, WINDOW, OPTIONS)).toMatchObject({
    status,
    message: expect.stringContaining(message),
  });
});
