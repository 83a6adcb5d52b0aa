import { IsNull, Not, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { Client } from '../clients/client.entity.js';
import { pageOf, type Page } from '../http/validation.js';
import { viewItem, type ItemView } from './item-view.js';
import { SyncItem, type ItemStatus } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';

/** Active restaurants whose latest copying leaves something to be desired, whichever run that was. */
export interface Incomplete {
  /** It did not come about: what is held of them is from before. */
  readonly notCopied: number;
  /** Of those: upstream sent nothing where data are held. */
  readonly suspiciousEmpty: number;
  /** It did, but for rows that were refused. */
  readonly refused: number;
}

/** An item that is its client's latest, with the run it is of. */
export type IncompleteItem = ItemView & { readonly runId: number };

/** How many restaurants are not as upstream has them, as far as is known. */
export async function countIncomplete(tx: EntityManager): Promise<Incomplete> {
  const groups = await (
    await incompleteItems(tx)
  )
    .select('item.status', 'status')
    .addSelect('count(*)', 'clients')
    .groupBy('item.status')
    .getRawMany<{ status: ItemStatus; clients: number }>();
  const of = (wanted: (status: ItemStatus) => boolean) =>
    groups.filter(({ status }) => wanted(status)).reduce((sum, { clients }) => sum + clients, 0);
  return {
    notCopied: of((status) => status !== 'done'),
    suspiciousEmpty: of((status) => status === 'suspicious_empty'),
    refused: of((status) => status === 'done'),
  };
}

/** Those restaurants with the reasons: the ones that were not copied first, each group by name. */
export async function listIncomplete(
  tx: EntityManager,
  { page, perPage }: { page: number; perPage: number },
): Promise<Page<IncompleteItem>> {
  const query = await incompleteItems(tx);
  const total = await query.getCount();
  const { entities, raw } = await query
    .addSelect('client.name', 'client_name')
    .addSelect(`CASE WHEN item.status = 'done' THEN 1 ELSE 0 END`, 'copied')
    .orderBy('copied')
    .addOrderBy('client.name')
    .offset((page - 1) * perPage)
    .limit(perPage)
    .getRawAndEntities<{ client_name: string }>();
  const items = entities.map((item, index) => ({
    ...viewItem(item, raw[index]?.client_name ?? ''),
    runId: item.runId,
  }));
  return pageOf(items, { page, perPage }, total);
}

/** The last run that set out to copy every active client; what came of it may since have been made good, or spoilt, by others. */
export function lastSweep(tx: EntityManager): Promise<SyncRun | null> {
  return tx.findOne(SyncRun, {
    where: { whole: true, active: IsNull(), trigger: Not('retry') },
    order: { id: 'DESC' },
  });
}

/** Finished items, as `item`, that are their client's latest and not clean. What came before the last sweep is told by the sweep's own items. */
export async function incompleteItems(tx: EntityManager): Promise<SelectQueryBuilder<SyncItem>> {
  const since = (await lastSweep(tx))?.id ?? 0;
  return tx
    .createQueryBuilder(SyncItem, 'item')
    .innerJoin(Client, 'client', 'client.id = item.client_id')
    .where(`client.status = 'active' AND client.archived_at IS NULL`)
    .andWhere('item.run_id >= :since AND item.finished_at IS NOT NULL', { since })
    .andWhere(`(item.status <> 'done' OR item.quarantined > 0)`)
    .andWhere((query) => {
      const later = query.subQuery().select('1').from(SyncItem, 'later').where('later.client_id = item.client_id');
      later.andWhere('later.run_id > item.run_id AND later.finished_at IS NOT NULL');
      // Named one by one they are found by the index of run and client.
      later.andWhere('later.run_id IN (SELECT run.id FROM sync_run run WHERE run.id > :since)');
      return `NOT EXISTS ${later.getQuery()}`;
    });
}
