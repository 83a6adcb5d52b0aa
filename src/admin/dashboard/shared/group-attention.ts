import type { AttentionList } from '../../../stats/index.js';

type Entry = AttentionList['clients'][number];

/** A restaurant that needs attention, with an entry for each platform. */
export interface AttentionGroup {
  readonly id: number;
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** Groups entries by restaurant, in the order in which each restaurant comes first. */
export function groupByClient(entries: readonly Entry[]): AttentionGroup[] {
  const groups = new Map<number, { id: number; name: string; entries: Entry[] }>();
  for (const entry of entries) {
    const { id, name } = entry;
    const group = groups.get(id);
    if (group) group.entries.push(entry);
    else groups.set(id, { id, name, entries: [entry] });
  }
  return [...groups.values()];
}
