import type { EntityManager } from 'typeorm';
import { ClientReplica } from '../../store/client-replica.entity.js';
import { Client } from '../../../clients/index.js';
import type { Day } from '../../../domain/index.js';

/** What the replica holds in total. */
export interface ReplicaSummary {
  /** The number of daily stats. */
  readonly totalRecords: number;
  /** The first and the last day on which any platform reported. */
  readonly earliestDate: Day | null;
  readonly latestDate: Day | null;
  /** Clients that are not archived. */
  readonly clientsCount: number;
  /** Clients that are not archived and have daily stats. */
  readonly clientsWithData: number;
  /** Active clients, and how many of them were copied at least once. */
  readonly activeCount: number;
  readonly copiedCount: number;
  /** The last day on which each platform reported. */
  readonly grabThrough: Day | null;
  readonly gojekThrough: Day | null;
  /** When the upstream last responded in full. ISO 8601 UTC. */
  readonly syncedAt: string | null;
}

/** Returns the totals of the replica. Reads the summaries of the clients and not their daily stats. */
export async function summarizeReplica(tx: EntityManager): Promise<ReplicaSummary> {
  const isListed = 'client.archived_at IS NULL';
  const isActive = `${isListed} AND client.status = 'active'`;
  const totals = await tx
    .createQueryBuilder()
    .select('coalesce(sum(replica.days), 0)', 'totalRecords')
    .addSelect('min(replica.first_date)', 'earliestDate')
    .addSelect(`coalesce(sum(CASE WHEN ${isListed} THEN 1 ELSE 0 END), 0)`, 'clientsCount')
    .addSelect(`coalesce(sum(CASE WHEN ${isListed} AND replica.days > 0 THEN 1 ELSE 0 END), 0)`, 'clientsWithData')
    .addSelect(`coalesce(sum(CASE WHEN ${isActive} THEN 1 ELSE 0 END), 0)`, 'activeCount')
    .addSelect(
      `coalesce(sum(CASE WHEN ${isActive} AND replica.synced_at IS NOT NULL THEN 1 ELSE 0 END), 0)`,
      'copiedCount',
    )
    .addSelect('max(replica.grab_through)', 'grabThrough')
    .addSelect('max(replica.gojek_through)', 'gojekThrough')
    .addSelect('max(replica.synced_at)', 'syncedAt')
    .from(Client, 'client')
    .leftJoin(ClientReplica, 'replica', 'replica.client_id = client.id')
    .getRawOne<Omit<ReplicaSummary, 'latestDate'>>();
  if (!totals) throw new Error('An aggregate without GROUP BY returned no row');
  const through = [totals.grabThrough, totals.gojekThrough].filter((day) => day !== null).sort();
  return { ...totals, latestDate: through.at(-1) ?? null };
}
