import { In, IsNull, Not, type EntityManager } from 'typeorm';
import type { IncidentKind } from './incident.entity.js';
import { describeFreshness, type Freshness } from '../../stats/index.js';
import { readBatchState } from '../../upstream/index.js';
import { countIncomplete, findLastFullRun, SyncRun } from '../../sync/index.js';

/** The incidents that exist now, each with a sentence for a person. */
export type DetectedIncidents = ReadonlyMap<IncidentKind, string>;

interface IncidentFacts {
  readonly now: Date;
  readonly freshness: Freshness;
  /** A sentence about the backup that failed; null when none failed. */
  readonly backup: string | null;
}

/**
 * Returns the incidents that the ended runs, the freshness of the data and the backups show. An active run changes nothing until
 * it ends.
 */
export async function detectIncidents(
  tx: EntityManager,
  { now, freshness, backup }: IncidentFacts,
): Promise<DetectedIncidents> {
  const incidents = new Map<IncidentKind, string>();
  const lastRun = await tx.findOne(SyncRun, {
    where: { active: IsNull(), status: Not(In(['cancelled', 'interrupted'])) },
    order: { id: 'DESC' },
  });
  const lastFullRun = await findLastFullRun(tx);
  const { notCopied, suspiciousEmpty, refused } = await countIncomplete(tx);
  if (lastRun?.errorCode === 'upstream_refused' || lastRun?.errorCode === 'upstream_misconfigured') {
    incidents.set('upstream_refused', `Sync run ${lastRun.id} was stopped. ${lastRun.errorMessage ?? ''}`.trim());
  }
  const incomplete = lastFullRun?.status === 'failed' || lastFullRun?.status === 'partial';
  if (incomplete && notCopied + refused > 0 && lastFullRun.errorCode !== 'upstream_refused') {
    const counts = `restaurants not copied: ${notCopied}, copied with rejected rows: ${refused}`;
    incidents.set('run_not_complete', `Sync run ${lastFullRun.id} ended ${lastFullRun.status}; ${counts}.`);
  }
  if (suspiciousEmpty > 0) {
    const restaurants = suspiciousEmpty === 1 ? 'one restaurant' : `${suspiciousEmpty} restaurants`;
    incidents.set('suspicious_empty', `Upstream sent nothing for ${restaurants} where data are held. They were kept.`);
  }
  if ((await readBatchState(tx, now)) === 'differs') {
    const message =
      'The batch call of the statistics server returned other numbers than its call for one restaurant. Nothing of it was copied; each restaurant is asked alone for 24 hours.';
    incidents.set('batch_differs', message);
  }
  if (freshness.state === 'stale') incidents.set('data_stale', describeFreshness(freshness));
  if (backup !== null) incidents.set('backup_failed', backup);
  return incidents;
}
