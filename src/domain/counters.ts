/** One counter of what a sync did to the days of a client. */
interface Counter<Name extends string = string> {
  /** The name in code and JSON. */
  readonly name: Name;
  readonly meaning: string;
  /** The column of `sync_item`. */
  readonly column: string;
}

function counter<Name extends string>(name: Name, meaning: string, column: string = name): Counter<Name> {
  return { name, meaning, column };
}

/**
 * What a sync counts, of each item and summed over the items of a run: the only list of the counters. Columns, SQL, API,
 * tables and the dashboard derive from it; a new counter is one line here, a field of `SyncItem` and a migration.
 */
export const COUNTERS = [
  counter('inserted', 'Days that the replica did not hold.'),
  counter('updated', 'Days with a changed value.'),
  counter('unchanged', 'Days that stayed as they were.'),
  counter('deleted', 'Days removed; only an exact run removes.'),
  counter('quarantined', 'Rejected rows.'),
  counter(
    'missingUpstream',
    'Days of which the replica keeps at least one value that the upstream did not send.',
    'missing_upstream',
  ),
  counter('ignored', 'Rows outside the window or of another restaurant.'),
] as const satisfies readonly Counter[];

export type CounterName = (typeof COUNTERS)[number]['name'];

/** A number for each counter of the catalogue. */
export type Counts = Readonly<Record<CounterName, number>>;

/** The names of the counters in the order of the catalogue. */
export const COUNTER_NAMES: readonly CounterName[] = COUNTERS.map(({ name }) => name);

/** What each counter counts. */
export const COUNTER_MEANINGS = Object.fromEntries(COUNTERS.map(({ name, meaning }) => [name, meaning])) as Readonly<
  Record<CounterName, string>
>;

/** Returns the counters of an object that holds them among other fields; a missing one is 0. */
export function countsOf(counted: Partial<Counts>): Counts {
  return Object.fromEntries(COUNTER_NAMES.map((name) => [name, counted[name] ?? 0])) as Record<CounterName, number>;
}
