import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { QuarantinedRow } from './quarantined-row.entity.js';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';
import { Database, deleteBatch } from '../../platform/database/index.js';

/**
 * Deletes old runs. A run is deleted with all its items, because its counters are sums over them. Three sorts stay at any age:
 * the newest runs, the last run of each coverage, status and trigger (they show the last success and the last cron time), and the
 * last run of each client.
 */
@Injectable()
export class RunRetentionService {
  constructor(private readonly database: Database) {}

  /**
   * Deletes the runs that ended before an instant, ISO 8601 UTC. Keeps the `newest` ones. Yields the number of deleted runs after
   * each transaction.
   */
  async *purgeRuns(before: string, newest: number): AsyncGenerator<number> {
    for (const id of await this.database.read((tx) => findDeletableRunIds(tx, before, newest))) {
      yield 0;
      if (await this.database.read((tx) => isLastOfAClient(tx, id))) continue;
      // A shared write is safe here: no worker uses the items of a finished run.
      while ((await this.database.writeShared((tx) => deleteQuarantinedRows(tx, id))) > 0) yield 0;
      const { affected } = await this.database.writeShared((tx) => tx.delete(SyncRun, { id, active: IsNull() }));
      yield affected ?? 0;
    }
  }
}

async function findDeletableRunIds(tx: EntityManager, before: string, newest: number): Promise<number[]> {
  const kept = await tx.find(SyncRun, { select: { id: true }, order: { id: 'DESC' }, take: newest });
  const old = await tx
    .createQueryBuilder(SyncRun, 'run')
    .select('run.id', 'id')
    .where('run.finished_at < :before AND run.id < :kept', { before, kept: kept.at(-1)?.id ?? 0 })
    .andWhere((query) => {
      const last = query.subQuery().select('max(last.id)').from(SyncRun, 'last');
      return `run.id NOT IN ${last.groupBy('last.coversAllClients').addGroupBy('last.status').addGroupBy('last.trigger').getQuery()}`;
    })
    .orderBy('run.id')
    .getRawMany<{ id: number }>();
  return old.map(({ id }) => id);
}

async function isLastOfAClient(tx: EntityManager, id: number): Promise<boolean> {
  const item = await tx
    .createQueryBuilder(SyncItem, 'item')
    .select('item.id', 'id')
    .where('item.run_id = :id', { id })
    .andWhere((query) => {
      const later = query.subQuery().select('1').from(SyncItem, 'later').where('later.client_id = item.client_id');
      later.andWhere('later.finished_at IS NOT NULL');
      // A list of run ids lets the database use the index of run and client.
      later.andWhere('later.run_id IN (SELECT run.id FROM sync_run run WHERE run.id > :id)');
      return `NOT EXISTS ${later.getQuery()}`;
    })
    .limit(1)
    .getRawOne<{ id: number }>();
  return item !== undefined;
}

function deleteQuarantinedRows(tx: EntityManager, runId: number): Promise<number> {
  return deleteBatch(tx, QuarantinedRow, (query) =>
    query.innerJoin(SyncItem, 'item', 'item.id = row.itemId').where('item.run_id = :runId', { runId }),
  );
}
