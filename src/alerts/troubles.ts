import { In, IsNull, Not, type EntityManager } from 'typeorm';
import type { Freshness } from '../stats/freshness.js';
import { SyncItem } from '../sync/sync-item.entity.js';
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
  const whole = await tx.findOne(SyncRun, { where: { ...telling, whole: true }, order });
  if (last?.errorCode === 'upstream_refused') {
    troubles.set('upstream_refused', `Sync run ${last.id} was stopped. ${last.errorMessage ?? ''}`.trim());
  }
  const incomplete = whole?.status === 'failed' || whole?.status === 'partial';
  if (incomplete && whole.errorCode !== 'upstream_refused') {
    const missing = await tx.countBy(SyncItem, { runId: whole.id, status: Not('done') });
    const refused = (await tx.sum(SyncItem, 'quarantined', { runId: whole.id })) ?? 0;
    const counts = `${missing} restaurants were not copied, ${refused} rows refused`;
    troubles.set('run_not_complete', `Sync run ${whole.id} ended ${whole.status}: ${counts}.`);
  }
  const empty = whole ? await tx.countBy(SyncItem, { runId: whole.id, status: 'suspicious_empty' }) : 0;
  if (empty > 0) {
    const restaurants = empty === 1 ? 'one restaurant' : `${empty} restaurants`;
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
