import type { EntityManager } from 'typeorm';

/**
 * Returns a text that differs whenever the daily stats of any client differ, inside the caller's unit of work. Revisions only
 * grow and are never deleted, so their number and sum are equal only when every revision is equal.
 */
export async function readRevisionStamp(tx: EntityManager): Promise<string> {
  const [row]: { clients: number; revisions: number | null }[] = await tx.query(
    'SELECT count(*) AS clients, sum(revision) AS revisions FROM client_replica',
  );
  return `${row?.clients} ${row?.revisions}`;
}
