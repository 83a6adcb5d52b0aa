import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { deleteSome } from '../database/delete-some.js';
import { QuarantinedRowEntity } from './quarantined-row.entity.js';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';

/**
 * Runs that nobody needs any more. One goes whole, since its counts are sums over its items. However old they are these stay:
 * the newest, the last of each sort (by which the last success and the last tick are known), and each client's last.
 */
@Injectable()
export class OldRuns {
  constructor(private readonly database: Database) {}

  /** Removes the runs that ended before an instant, ISO 8601 UTC, but the `newest`; yields after each unit of work how many went. */
  async *forget(before: string, newest: number): AsyncGenerator<number> {
    for (const id of await this.database.read((tx) => candidates(tx, before, newest))) {
      yield 0;
      if (await this.database.read((tx) => isLastOfAClient(tx, id))) continue;
      // Beside the items of the active run: nobody works on these.
      while ((await this.database.writeBeside((tx) => removeRefusedRows(tx, id))) > 0) yield 0;
      const { affected } = await this.database.writeBeside((tx) => tx.delete(SyncRun, { id, active: IsNull() }));
      yield affected ?? 0;
    }
  }
}

async function candidates(tx: EntityManager, before: string, newest: number): Promise<number[]> {
  const kept = await tx.find(SyncRun, { select: { id: true }, order: { id: 'DESC' }, take: newest });
  const old = await tx
    .createQueryBuilder(SyncRun, 'run')
    .select('run.id', 'id')
    .where('run.finished_at < :before AND run.id < :kept', { before, kept: kept.at(-1)?.id ?? 0 })
    .andWhere((query) => {
      const last = query.subQuery().select('max(last.id)').from(SyncRun, 'last');
      return `run.id NOT IN ${last.groupBy('last.whole').addGroupBy('last.status').addGroupBy('last.trigger').getQuery()}`;
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
      // Named one by one they are found by the index of run and client.
      later.andWhere('later.run_id IN (SELECT run.id FROM sync_run run WHERE run.id > :id)');
      return `NOT EXISTS ${later.getQuery()}`;
    })
    .limit(1)
    .getRawOne<{ id: number }>();
  return item !== undefined;
}

function removeRefusedRows(tx: EntityManager, runId: number): Promise<number> {
  return deleteSome(tx, QuarantinedRowEntity, (query) =>
    query.innerJoin(SyncItem, 'item', 'item.id = row.itemId').where('item.run_id = :runId', { runId }),
  );
}
