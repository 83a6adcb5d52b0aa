import { In, IsNull, Not, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { toItemDto, type IncompleteItem } from './item.dto.js';
import type { Incomplete } from './incomplete.dto.js';
import { SyncItem, type ItemStatus } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';
import { Client } from '../../clients/index.js';
import { pageOf, type Page } from '../../platform/http/index.js';

/** Counts the active clients that are known to differ from upstream. */
export async function countIncomplete(tx: EntityManager): Promise<Incomplete> {
  const groups = await (
    await queryIncompleteItems(tx)
  )
    .select('item.status', 'status')
    .addSelect('count(*)', 'clients')
    .groupBy('item.status')
    .getRawMany<{ status: ItemStatus; clients: number }>();
  const countWhere = (matches: (status: ItemStatus) => boolean) =>
    groups.filter(({ status }) => matches(status)).reduce((sum, { clients }) => sum + clients, 0);
  return {
    notCopied: countWhere((status) => status !== 'done'),
    suspiciousEmpty: countWhere((status) => status === 'suspicious_empty'),
    refused: countWhere((status) => status === 'done'),
  };
}

/** Returns a page of the latest items of these clients. Items that are not `done` come first; each group is sorted by client name. */
export async function listIncomplete(
  tx: EntityManager,
  { page, perPage }: { page: number; perPage: number },
): Promise<Page<IncompleteItem>> {
  const query = await queryIncompleteItems(tx);
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
    ...toItemDto(item, raw[index]?.client_name ?? ''),
    runId: item.runId,
  }));
  return pageOf(items, { page, perPage }, total);
}

/** The code of an item that a person cancelled before it was copied. It says nothing about the client. */
export const CANCELLED_CODE = 'cancelled';

/**
 * Returns the last run that covered every active client and came to its own end: no retry, and nobody cancelled or interrupted it.
 * Health and alerts name this run. Later runs may have changed its result.
 */
export function findLastFullRun(tx: EntityManager): Promise<SyncRun | null> {
  return tx.findOne(SyncRun, {
    where: {
      coversAllClients: true,
      active: IsNull(),
      trigger: Not('retry'),
      status: Not(In(['cancelled', 'interrupted'])),
    },
    order: { id: 'DESC' },
  });
}

/**
 * Returns a query of finished items, as `item`, that are the latest of an active client and are not `done` or have quarantined
 * rows. It ignores runs before the last full run, because that run has an item of every client. A push does not make up for a
 * failed copy, because it holds other days.
 */
export async function queryIncompleteItems(tx: EntityManager): Promise<SelectQueryBuilder<SyncItem>> {
  const since = (await findLastFullRun(tx))?.id ?? 0;
  return tx
    .createQueryBuilder(SyncItem, 'item')
    .innerJoin(Client, 'client', 'client.id = item.client_id')
    .innerJoin(SyncRun, 'item_run', 'item_run.id = item.run_id')
    .where(`client.status = 'active' AND client.archived_at IS NULL`)
    .andWhere('item.run_id >= :since AND item.finished_at IS NOT NULL', { since })
    .andWhere(`(item.status <> 'done' OR item.quarantined > 0) AND ${isNotCancelled('item')}`)
    .andWhere((query) => {
      const later = query.subQuery().select('1').from(SyncItem, 'later').where('later.client_id = item.client_id');
      later.andWhere(`later.run_id > item.run_id AND later.finished_at IS NOT NULL AND ${isNotCancelled('later')}`);
      // A list of run ids lets the database use the index of run and client.
      later.andWhere(
        `later.run_id IN (SELECT run.id FROM sync_run run WHERE run.id > :since AND (run.trigger <> 'ingest' OR item_run.trigger = 'ingest'))`,
      );
      return `NOT EXISTS ${later.getQuery()}`;
    });
}

function isNotCancelled(alias: string): string {
  return `(${alias}.code IS NULL OR ${alias}.code <> '${CANCELLED_CODE}')`;
}
