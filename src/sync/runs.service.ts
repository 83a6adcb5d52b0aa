import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { Client } from '../clients/client.entity.js';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { UserError } from '../errors.js';
import { pageOf, type Page } from '../http/validation.js';
import { viewItem, type ItemView } from './item-view.js';
import { viewRun, viewRuns, type RunView } from './run-view.js';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';
import type { ItemsQuery, RunsQuery } from './sync.schemas.js';

/** Runs and their items as they are shown. */
@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws UserError 404 */
  async run(id: number): Promise<RunView> {
    return this.database.read(async (tx) => viewRun(tx, await foundRun(tx, id), this.clock.now().getTime()));
  }

  /** Runs, the newest first. */
  async runs({ status, page, perPage }: RunsQuery): Promise<Page<RunView>> {
    return this.database.read(async (tx) => {
      const where = status ? { status } : {};
      const [runs, total] = await tx.findAndCount(SyncRun, {
        where,
        order: { id: 'DESC' },
        skip: (page - 1) * perPage,
        take: perPage,
      });
      return pageOf(await viewRuns(tx, runs, this.clock.now().getTime()), { page, perPage }, total);
    });
  }

  /** Items of a run in the order of planning. @throws UserError 404 for an unknown run. */
  async items(runId: number, { status, page, perPage }: ItemsQuery): Promise<Page<ItemView>> {
    return this.database.read(async (tx) => {
      await foundRun(tx, runId);
      const [items, total] = await tx.findAndCount(SyncItem, {
        where: { runId, ...(status && { status }) },
        order: { id: 'ASC' },
        skip: (page - 1) * perPage,
        take: perPage,
      });
      const clients = await tx.find(Client, {
        select: { id: true, name: true },
        where: { id: In(items.map(({ clientId }) => clientId)) },
      });
      const names = new Map(clients.map(({ id, name }) => [id, name]));
      return pageOf(
        items.map((item) => viewItem(item, names.get(item.clientId) ?? '')),
        { page, perPage },
        total,
      );
    });
  }
}

/** @throws UserError 404 */
export async function foundRun(tx: EntityManager, id: number): Promise<SyncRun> {
  const run = await tx.findOneBy(SyncRun, { id });
  if (!run) throw new UserError('not_found', `There is no run ${id}`, 404);
  return run;
}
