import { createHash } from 'node:crypto';
import type { Period } from '../../domain/index.js';
import type { MysqlReader } from '../../upstream/mysql/index.js';

/** A fingerprint of the rows of each restaurant that has some in a few days. */
export type Evidence = ReadonlyMap<string, string>;

/** Reads the rows of all restaurants in the days that a collection rewrites; null when they cannot be read. */
export async function readEvidence(reader: MysqlReader, window: Period, signal: AbortSignal): Promise<Evidence | null> {
  try {
    const evidence = new Map<string, string>();
    for (const { id } of await reader.listRestaurants(signal)) {
      const rows = (await reader.readDays(id, window, signal)).map((row) => JSON.stringify(row)).sort();
      // A restaurant that is new and has no rows has not changed.
      if (rows.length > 0) evidence.set(id, createHash('sha256').update(rows.join('\n')).digest('base64url'));
    }
    return evidence;
  } catch {
    return null;
  }
}

/** Returns the number of restaurants whose rows differ; null when either side could not be read. */
export function countChanged(before: Evidence | null, after: Evidence | null): number | null {
  if (!before || !after) return null;
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].filter((id) => before.get(id) !== after.get(id)).length;
}
