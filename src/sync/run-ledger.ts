import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { ClientsService } from '../clients/clients.service.js';
import { Clock } from '../config/config.module.js';
import type { Period } from '../stats/period.js';
import { SyncItem, type ItemStatus } from './sync-item.entity.js';
import { SyncRun, type RunKind, type RunStatus, type RunTrigger } from './sync-run.entity.js';

const UNFINISHED: readonly ItemStatus[] = ['pending', 'running'];

export interface PlannedItem {
  readonly clientId: number;
  readonly window: Period;
}

export interface PlannedRun {
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly actor: string | null;
  readonly exact: boolean;
  /** Covers every active client. */
  readonly whole: boolean;
  /** The cron tick it answers, ISO 8601 UTC. */
  readonly scheduledFor: string | null;
  readonly items: readonly PlannedItem[];
}

/** How an item ended. Numbers count days; `attempts` calls. */
export type ItemOutcome = Pick<SyncItem, 'attempts' | 'code' | 'message'> &
  Partial<
    Pick<SyncItem, 'inserted' | 'updated' | 'unchanged' | 'deleted' | 'quarantined' | 'missingUpstream' | 'ignored'>
  > & { readonly status: Exclude<ItemStatus, 'pending' | 'running'> };

/** What stopped a run before its end. */
export interface RunError {
  readonly code: string;
  readonly message: string;
}

/** The state of items of a run that are left to do; null when none is. */
export type Left = 'pending' | 'running' | null;

/** Runs and their items in SQL: planned, stopped, closed. Every method runs inside the caller's unit of work. */
@Injectable()
export class RunLedger {
  constructor(
    private readonly clients: ClientsService,
    private readonly clock: Clock,
  ) {}

  active(tx: EntityManager): Promise<SyncRun | null> {
    return tx.findOneBy(SyncRun, { active: 1 });
  }

  /** Writes a run with its items. The UNIQUE slot makes a second active run impossible. */
  async plan(tx: EntityManager, run: PlannedRun): Promise<number> {
    const days = run.items.map(({ window }) => window);
    const { identifiers } = await tx.insert(SyncRun, {
      kind: run.kind,
      trigger: run.trigger,
      actor: run.actor,
      exact: run.exact,
      whole: run.whole,
      scheduledFor: run.scheduledFor,
      windowFrom: days.map(({ from }) => from).reduce((a, b) => (a < b ? a : b)),
      windowTo: days.map(({ to }) => to).reduce((a, b) => (a > b ? a : b)),
      status: 'queued',
      active: 1,
      createdAt: this.now(),
    });
    const runId = Number(identifiers[0]?.id);
    const items = run.items.map(({ clientId, window }) => ({
      runId,
      clientId,
      windowFrom: window.from,
      windowTo: window.to,
      status: 'pending' as const,
    }));
    for (let at = 0; at < items.length; at += 100) {
      await tx
        .createQueryBuilder()
        .insert()
        .into(SyncItem)
        .values(items.slice(at, at + 100))
        .updateEntity(false)
        .execute();
    }
    await this.clients.firstSyncPlanned(
      tx,
      run.items.map(({ clientId }) => clientId),
    );
    return runId;
  }

  /** Ids of the active run's pending items, oldest first, at most `limit`. */
  async pending(tx: EntityManager, limit: number): Promise<number[]> {
    const run = await this.active(tx);
    if (!run) return [];
    const items = await tx.find(SyncItem, {
      select: { id: true },
      where: { runId: run.id, status: 'pending' },
      order: { id: 'ASC' },
      ...(limit < Infinity && { take: limit }),
    });
    return items.map(({ id }) => id);
  }

  /** Ends a run before its time: what was not finished is ended with `rest`. A finished run stays as it is. */
  async stop(
    tx: EntityManager,
    runId: number,
    error: RunError | null,
    rest: ItemOutcome,
    status?: RunStatus,
  ): Promise<void> {
    const run = await tx.findOneBy(SyncRun, { id: runId, active: 1 });
    if (!run) return;
    const { attempts: _, ...ended } = rest;
    await tx.update(
      SyncItem,
      { runId, status: In([...UNFINISHED]) },
      { ...ended, leaseOwner: null, leaseUntil: null, finishedAt: this.now() },
    );
    await this.close(tx, runId, status ?? (await this.verdict(tx, runId)).status, error);
  }

  /** In which state items of the run are left to do: `pending` while any is, `running` when others still work on the last ones. */
  async left(tx: EntityManager, runId: number): Promise<Left> {
    for (const status of ['pending', 'running'] as const) {
      if (await tx.existsBy(SyncItem, { runId, status })) return status;
    }
    return null;
  }

  /** Closes the run when no item is left to do; else answers what is left. */
  async closeIfComplete(tx: EntityManager, runId: number): Promise<Left> {
    const left = await this.left(tx, runId);
    if (left) return left;
    const { status, error } = await this.verdict(tx, runId);
    await this.close(tx, runId, status, error);
    return null;
  }

  private async close(tx: EntityManager, runId: number, status: RunStatus, error: RunError | null): Promise<void> {
    const now = this.now();
    await tx.update(
      SyncRun,
      { id: runId, active: 1 },
      { status, active: null, finishedAt: now, errorCode: error?.code ?? null, errorMessage: error?.message ?? null },
    );
  }

  /** `completed`: every item done and nothing quarantined. `failed`: none done. `partial`: the rest. */
  private async verdict(tx: EntityManager, runId: number): Promise<{ status: RunStatus; error: RunError | null }> {
    const groups: { status: ItemStatus; items: number; quarantined: number }[] = await tx
      .createQueryBuilder(SyncItem, 'item')
      .select('item.status', 'status')
      .addSelect('count(*)', 'items')
      .addSelect('sum(item.quarantined)', 'quarantined')
      .where('item.run_id = :runId', { runId })
      .groupBy('item.status')
      .getRawMany();
    const of = (status: ItemStatus) => groups.find((group) => group.status === status)?.items ?? 0;
    const total = groups.reduce((sum, { items }) => sum + items, 0);
    if (of('done') === total) {
      const quarantined = groups.reduce((sum, group) => sum + group.quarantined, 0);
      return { status: quarantined === 0 ? 'completed' : 'partial', error: null };
    }
    if (of('done') > 0) return { status: 'partial', error: null };
    if (of('not_found') === total && total > 1) {
      const message =
        'Upstream answered 404 for every restaurant: check DELIVERY_STATS_API_URL, then the upstream names.';
      return { status: 'failed', error: { code: 'wrong_endpoint', message } };
    }
    const first = await tx.findOne(SyncItem, { where: { runId }, order: { id: 'ASC' } });
    const reason = first?.message ? ` The first reason: ${first.message}` : '';
    return {
      status: 'failed',
      error: { code: first?.code ?? 'none_done', message: `No restaurant was copied.${reason}` },
    };
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}
