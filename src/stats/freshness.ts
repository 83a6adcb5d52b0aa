import { addDays, yesterdayAt, type Day } from './day.js';
import type { YesterdayCounts } from './reporting.js';

/** How far the data reach, apart from when they were copied. */
export interface Freshness {
  /** The numbers are invented. */
  readonly demo: boolean;
  /** When upstream last answered in full; ISO 8601 UTC. */
  readonly syncedAt: string | null;
  /** The last business day each platform reported; null when it never did. */
  readonly dataThrough: { readonly grab: Day | null; readonly gojek: Day | null };
  /** The last complete business day: how many clients are expected to have reported it, and how many of those have not. */
  readonly yesterday: YesterdayCounts & { readonly date: Day };
  /** `due`: yesterday is not here yet and need not be before {@link DUE_UNTIL} of the business day. */
  readonly state: 'fresh' | 'due' | 'stale' | 'never';
}

export interface FreshnessFacts extends Pick<Freshness, 'demo' | 'syncedAt'> {
  readonly grabThrough: Day | null;
  readonly gojekThrough: Day | null;
  readonly yesterday: YesterdayCounts;
}

/** Upstream collects at 08:30 business time, the nightly run follows at 09:00: half an hour later yesterday must be here. */
const DUE_UNTIL = '09:30';

/**
 * Judges the reach of the data at `now`. The platform that is furthest behind decides; yesterday is here once no more than half
 * of those who usually report are missing. Everything that says how fresh the data are asks this function.
 */
export function freshnessOf(facts: FreshnessFacts, now: Date, timeZone: string): Freshness {
  const { demo, syncedAt, grabThrough: grab, gojekThrough: gojek } = facts;
  const yesterday = yesterdayAt(now, timeZone);
  return {
    demo,
    syncedAt,
    dataThrough: { grab, gojek },
    yesterday: { date: yesterday, ...facts.yesterday },
    state: stateOf(),
  };

  function stateOf(): Freshness['state'] {
    const reach = [grab, gojek].filter((day) => day !== null).sort()[0];
    if (!reach) return 'never';
    const { expected, missing } = facts.yesterday;
    if (reach >= yesterday && missing * 2 <= expected) return 'fresh';
    return reach >= addDays(yesterday, -1) && timeOfDay(now, timeZone) < DUE_UNTIL ? 'due' : 'stale';
  }
}

function timeOfDay(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now);
}
