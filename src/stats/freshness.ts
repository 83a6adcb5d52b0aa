import { addDays, yesterdayAt, type Day } from './day.js';

/** How far the data reach, apart from when they were copied. */
export interface Freshness {
  /** The numbers are invented. */
  readonly demo: boolean;
  /** When upstream last answered in full; ISO 8601 UTC. */
  readonly syncedAt: string | null;
  /** The last business day each platform reported; null when it never did. */
  readonly dataThrough: { readonly grab: Day | null; readonly gojek: Day | null };
  /** `due`: yesterday is not here yet and need not be before {@link DUE_UNTIL} of the business day. */
  readonly state: 'fresh' | 'due' | 'stale' | 'never';
}

/** Upstream collects at 08:30 business time, the nightly run follows at 09:00: half an hour later yesterday must be here. */
const DUE_UNTIL = '09:30';

/** Judges the reach of the data at `now`; the platform that is furthest behind decides. */
export function freshnessOf(
  facts: { demo: boolean; syncedAt: string | null; grabThrough: Day | null; gojekThrough: Day | null },
  now: Date,
  timeZone: string,
): Freshness {
  const { demo, syncedAt, grabThrough, gojekThrough } = facts;
  return { demo, syncedAt, dataThrough: { grab: grabThrough, gojek: gojekThrough }, state: stateOf() };

  function stateOf(): Freshness['state'] {
    const reach = [grabThrough, gojekThrough].filter((day) => day !== null).sort()[0];
    if (!reach) return 'never';
    const yesterday = yesterdayAt(now, timeZone);
    if (reach >= yesterday) return 'fresh';
    return reach === addDays(yesterday, -1) && timeOfDay(now, timeZone) < DUE_UNTIL ? 'due' : 'stale';
  }
}

function timeOfDay(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now);
}
