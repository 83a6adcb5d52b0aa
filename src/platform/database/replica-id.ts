import { randomUUID } from 'node:crypto';
import type { Database } from './database.js';
import { ReplicaMeta } from './replica-meta.entity.js';

const KEY = 'replica_id';

/** Returns the UUID of this replica, created on the first call. It keeps keys apart that several replicas share, e.g. in Redis. */
export async function replicaId(database: Database): Promise<string> {
  const held = await database.read((tx) => tx.findOneBy(ReplicaMeta, { key: KEY }));
  if (held) return held.value;
  return database.write(async (tx) => {
    const row = await tx.findOneBy(ReplicaMeta, { key: KEY });
    const value = row?.value ?? randomUUID();
    if (!row) await tx.insert(ReplicaMeta, { key: KEY, value });
    return value;
  });
}
