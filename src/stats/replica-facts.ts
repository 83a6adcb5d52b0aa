import type { EntityManager } from 'typeorm';
import type { Day } from './day.js';

/** What the replica holds in all. Days are the first and last on which anything was reported. */
export interface ReplicaFacts {
  readonly totalRecords: number;
  readonly earliestDate: Day | null;
  readonly latestDate: Day | null;
  /** Clients that are not archived. */
  readonly clientsCount: number;
  readonly clientsWithData: number;
  readonly grabThrough: Day | null;
  readonly gojekThrough: Day | null;
  readonly syncedAt: string | null;
}

/** Reads the facts from the summaries of the clients, not from their rows. */
export async function replicaFacts(tx: EntityManager): Promise<ReplicaFacts> {
  const rows: Omit<ReplicaFacts, 'latestDate'>[] = await tx.query(
    `SELECT coalesce(sum(replica.days), 0) AS "totalRecords", min(replica.first_date) AS "earliestDate",
       coalesce(sum(CASE WHEN client.archived_at IS NULL THEN 1 ELSE 0 END), 0) AS "clientsCount",
       coalesce(sum(CASE WHEN client.archived_at IS NULL AND replica.days > 0 THEN 1 ELSE 0 END), 0) AS "clientsWithData",
       max(replica.grab_through) AS "grabThrough", max(replica.gojek_through) AS "gojekThrough",
       max(replica.synced_at) AS "syncedAt"
     FROM client LEFT JOIN client_replica replica ON replica.client_id = client.id`,
  );
  const facts = rows[0];
  if (!facts) throw new Error('An aggregate without GROUP BY answered no row');
  const reach = [facts.grabThrough, facts.gojekThrough].filter((day) => day !== null).sort();
  return { ...facts, latestDate: reach.at(-1) ?? null };
}
