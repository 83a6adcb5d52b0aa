import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { toItemDto, type ItemDto } from './item.dto.js';
import { toRunDto, toRunDtos, type RunDto } from './run.dto.js';
import { QuarantinedRow } from './quarantined-row.entity.js';
import { SyncItem, type ItemStatus } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';
import type { ItemsQuery, RunsQuery } from '../api/sync.schema.js';
import { Client } from '../../clients/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { UserError } from '../../domain/index.js';
import { pageOf, type Page } from '../../platform/http/index.js';

/** How an item ends that was tried and not copied. */
export const FAILED_STATUSES = ['failed', 'not_found', 'suspicious_empty'] as const satisfies readonly ItemStatus[];

/** A quarantined row of a run, with its client. */
export type RunQuarantinedRow = Pick<QuarantinedRow, 'id' | 'date' | 'field' | 'value' | 'reason'> &
  Pick<ItemDto, 'clientId' | 'clientName'>;

/** Returns runs and their items as DTOs. */
@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns one run.
   * @throws UserError 404 for an unknown run.
   */
  async findOne(id: number): Promise<RunDto> {
    return this.database.read(async (tx) => toRunDto(tx, await findRunOrThrow(tx, id), this.clock.now().getTime()));
  }

  /** Returns a page of runs, the newest first. */
  async list({ status, page, perPage }: RunsQuery): Promise<Page<RunDto>> {
    return this.database.read(async (tx) => {
      const where = status ? { status } : {};
      const [runs, total] = await tx.findAndCount(SyncRun, {
        where,
        order: { id: 'DESC' },
        skip: (page - 1) * perPage,
        take: perPage,
      });
      return pageOf(await toRunDtos(tx, runs, this.clock.now().getTime()), { page, perPage }, total);
    });
  }

  /**
   * Returns a page of a run's items in the order of planning.
   * @throws UserError 404 for an unknown run.
   */
  async listItems(runId: number, { status, page, perPage }: ItemsQuery): Promise<Page<ItemDto>> {
    return this.database.read(async (tx) => {
      await findRunOrThrow(tx, runId);
      const [items, total] = await tx.findAndCount(SyncItem, {
        where: { runId, ...(status && { status }) },
        order: { id: 'ASC' },
        skip: (page - 1) * perPage,
        take: perPage,
      });
      return pageOf(await toItemDtos(tx, items), { page, perPage }, total);
    });
  }

  /** Returns the items of a run that were tried and not copied, in the order of planning, at most `limit`. */
  async listFailedItems(runId: number, limit: number): Promise<ItemDto[]> {
    return this.database.read(async (tx) => {
      const where = { runId, status: In(FAILED_STATUSES) };
      return toItemDtos(tx, await tx.find(SyncItem, { where, order: { id: 'ASC' }, take: limit }));
    });
  }

  /** Returns the quarantined rows of a run with their clients, in the order in which they were read, at most `limit`. */
  async listQuarantinedRows(runId: number, limit: number): Promise<RunQuarantinedRow[]> {
    return this.database.read(async (tx) => {
      const { entities, raw } = await tx
        .createQueryBuilder(QuarantinedRow, 'row')
        .innerJoin(SyncItem, 'item', 'item.id = row.item_id')
        .innerJoin(Client, 'client', 'client.id = item.client_id')
        .addSelect('client.id', 'client_id')
        .addSelect('client.name', 'client_name')
        .where('item.run_id = :runId', { runId })
        .orderBy('row.id', 'ASC')
        .limit(limit)
        .getRawAndEntities<{ client_id: number; client_name: string }>();
      return entities.map(({ id, date, field, value, reason }, index) => {
        const { client_id: clientId = 0, client_name: clientName = '' } = raw[index] ?? {};
        return { id, clientId, clientName, date, field, value, reason };
      });
    });
  }
}

async function toItemDtos(tx: EntityManager, items: readonly SyncItem[]): Promise<ItemDto[]> {
  const clients = await tx.find(Client, {
    select: { id: true, name: true },
    where: { id: In(items.map(({ clientId }) => clientId)) },
  });
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  return items.map((item) => toItemDto(item, names.get(item.clientId) ?? ''));
}

/**
 * Returns a run.
 * @throws UserError 404 for an unknown run.
 */
export async function findRunOrThrow(tx: EntityManager, id: number): Promise<SyncRun> {
  const run = await tx.findOneBy(SyncRun, { id });
  if (!run) throw new UserError('not_found', `There is no run ${id}`, 404);
  return run;
}
