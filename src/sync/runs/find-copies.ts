import { MoreThan, In, type EntityManager } from 'typeorm';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';

/** A copy of days of a client from the upstream. */
export type Copy = Pick<SyncItem, 'clientId' | 'windowFrom' | 'windowTo'> & { readonly finishedAt: string };

/** The newest runs that are looked at. The nightly runs among them cover more than a month. */
const MAX_RUNS = 100;

/** Returns the copies of these clients that the upstream supplied after an instant, ISO 8601 UTC. Pushes are none. */
export async function findCopiesAfter(
  tx: EntityManager,
  clientIds: readonly number[],
  instant: string,
): Promise<Copy[]> {
  const runs = await tx
    .createQueryBuilder(SyncRun, 'run')
    .select('run.id', 'id')
    .where(`run.trigger <> 'ingest' AND (run.active = 1 OR run.finished_at > :instant)`, { instant })
    .orderBy('run.id', 'DESC')
    .limit(MAX_RUNS)
    .getRawMany<{ id: number }>();
  if (runs.length === 0) return [];
  const items = await tx.find(SyncItem, {
    select: { clientId: true, windowFrom: true, windowTo: true, finishedAt: true },
    where: {
      runId: In(runs.map(({ id }) => id)),
      clientId: In([...clientIds]),
      status: 'done',
      finishedAt: MoreThan(instant),
    },
  });
  return items.map(({ finishedAt, ...item }) => ({ ...item, finishedAt: finishedAt ?? instant }));
}
