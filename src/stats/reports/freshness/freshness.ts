import type { Freshness, FreshnessState } from './freshness.dto.js';
import type { YesterdayCounts } from './reporting-expectation.js';
import { addDays, timeOfDayAt, yesterdayAt, type Day } from '../../../domain/index.js';

export interface FreshnessInput extends Pick<Freshness, 'demo' | 'syncedAt' | 'firstCopy' | 'dueBy'> {
  readonly grabThrough: Day | null;
  readonly gojekThrough: Day | null;
  readonly yesterday: YesterdayCounts;
}

/** Returns the freshness of the data at `now`. The platform with the earlier last day decides. This is the only definition of freshness. */
export function judgeFreshness(input: FreshnessInput, now: Date, timeZone: string): Freshness {
  const { demo, syncedAt, firstCopy, dueBy, grabThrough: grab, gojekThrough: gojek } = input;
  const yesterday = yesterdayAt(now, timeZone);
  return {
    demo,
    syncedAt,
    dataThrough: { grab, gojek },
    yesterday: { date: yesterday, ...input.yesterday },
    dueBy,
    firstCopy,
    state: judgeState(),
  };

  function judgeState(): FreshnessState {
    const dataThrough = [grab, gojek].filter((day) => day !== null).sort()[0];
    if (!dataThrough) return 'never';
    if (firstCopy) return 'copying';
    const { expected, missing } = input.yesterday;
    if (dataThrough >= yesterday && missing === 0) return 'fresh';
    if (dataThrough < addDays(yesterday, -1)) return 'stale';
    if (timeOfDayAt(now, timeZone) < dueBy) return 'due';
    // One restaurant is late; most of several are a fault of the copy or of a platform. Where nobody is expected, the days say it alone.
    const isFewerThanMost = expected === 1 || missing * 2 <= expected;
    return expected > 0 && isFewerThanMost ? 'late' : 'stale';
  }
}

/** Returns whether no platform ends before the day before yesterday: stale data then miss nothing but yesterday. */
function reachesDayBefore({ grab, gojek }: Freshness['dataThrough'], yesterday: Day): boolean {
  const dayBefore = addDays(yesterday, -1);
  return [grab, gojek].every((day) => day === null || day >= dayBefore);
}

/** Returns a freshness as a sentence, the same in the CLI, in health and in alerts. */
export function describeFreshness({ state, firstCopy, dueBy, dataThrough, yesterday }: Freshness): string {
  const { grab, gojek } = dataThrough;
  const reported = `${yesterday.expected - yesterday.missing} of ${yesterday.expected} restaurants have reported ${yesterday.date}`;
  switch (state) {
    case 'never':
      return 'There are no data yet.';
    case 'copying':
      return `First copy: ${firstCopy?.copied ?? 0} of ${firstCopy?.total ?? 0} restaurants.`;
    case 'fresh':
      return `The data are complete through ${yesterday.date}.`;
    case 'due':
      return `${reported}; the day is expected by ${dueBy}.`;
    case 'late':
      return `${reported}.`;
    case 'stale':
      if (reachesDayBefore(dataThrough, yesterday.date)) return `Most restaurants are late: ${reported}.`;
      return `The data are old: Grab reaches ${grab ?? 'nowhere'}, GoJek reaches ${gojek ?? 'nowhere'}; ${reported}.`;
  }
}
