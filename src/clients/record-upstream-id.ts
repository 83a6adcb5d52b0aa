import type { EntityManager } from 'typeorm';
import { Statement } from '../platform/database/index.js';

const RECORD = new Statement(
  'client-upstream-id',
  'UPDATE client SET upstream_id = $2 WHERE id = $1 AND (upstream_id IS NULL OR upstream_id <> $2)',
);

const FIND_OTHER = new Statement<{ readonly id: number; readonly name: string }>(
  'client-same-upstream-id',
  'SELECT id, name FROM client WHERE upstream_id = $2 AND id <> $1 AND archived_at IS NULL ORDER BY id LIMIT 1',
);

/**
 * Stores the upstream id that a response showed for a client. Returns the other client that holds the id, because one of them
 * then receives the numbers of the other; null when there is none. An archived client holds no id.
 */
export async function recordUpstreamId(
  tx: EntityManager,
  clientId: number,
  upstreamId: string,
): Promise<{ readonly id: number; readonly name: string } | null> {
  await RECORD.all(tx, [clientId, upstreamId]);
  const [other] = await FIND_OTHER.all(tx, [clientId, upstreamId]);
  return other ?? null;
}
