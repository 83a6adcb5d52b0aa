import { In, IsNull, Not, type EntityManager } from 'typeorm';
import type { Freshness } from '../stats/freshness.js';
import { countIncomplete } from '../sync/incomplete.js';
import { SyncRun } from '../sync/sync-run.entity.js';
import type { IncidentKind } from './incident.entity.js';

/** What is wrong now, each with a sentence for a person. */
export type Troubles = ReadonlyMap<IncidentKind, string>;

interface Told {
  readonly freshness: Freshness;
  /** What is wrong with the backups, null when nothing is. */
  readonly backup: string | null;
}

/** Judges the runs that ended, the reach of the data and the backups; a run under way changes nothing until it ends. */
export async function troublesIn(tx: EntityManager, { freshness, backup }: Told): Promise<Troubles> {
  const { state, dataThrough, yesterday } = freshness;
  const troubles = new Map<IncidentKind, string>();
  const order = { id: 'DESC' } as const;
  const telling = { active: IsNull(), status: Not(In(['cancelled', 'interrupted'])) };
  const last = await tx.findOne(SyncRun, { where: telling, order });
  const sweep = await tx.findOne(SyncRun, { where: { ...telling, whole: true, trigger: Not('retry') }, order });
  const { notCopied, suspiciousEmpty, refused } = await countIncomplete(tx);
  if (last?.errorCode === 'upstream_refused') {
    troubles.set('upstream_refused', `Sync run ${last.id} was stopped. ${last.errorMessage ?? ''}`.trim());
  }
  const incomplete = sweep?.status === 'failed' || sweep?.status === 'partial';
  if (incomplete && notCopied + refused > 0 && sweep.errorCode !== 'upstream_refused') {
    const counts = `restaurants not copied: ${notCopied}, copied with refused rows: ${refused}`;
    troubles.set('run_not_complete', `Sync run ${sweep.id} ended ${sweep.status}; ${counts}.`);
  }
  if (suspiciousEmpty > 0) {
    const restaurants = suspiciousEmpty === 1 ? 'one restaurant' : `${suspiciousEmpty} restaurants`;
    troubles.set('suspicious_empty', `Upstream sent nothing for ${restaurants} where data are held. They were kept.`);
  }
  if (state === 'stale') {
    const { grab, gojek } = dataThrough;
    const reach = `Grab reaches ${grab ?? 'nowhere'}, GoJek ${gojek ?? 'nowhere'}`;
    const late = `${yesterday.missing} of ${yesterday.expected} restaurants are late with ${yesterday.date}`;
    troubles.set('data_stale', `The data are old: ${reach}; ${late}.`);
  }
  if (backup !== null) troubles.set('backup_failed', backup);
  return troubles;
}
