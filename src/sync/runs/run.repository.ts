import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { RunCode } from './problem-codes.js';
import { insertQuarantinedRows } from './quarantined-rows.js';
import { SyncItem, type ItemStatus } from './sync-item.entity.js';
import { SyncRun, type RunKind, type RunTrigger } from './sync-run.entity.js';
import { ClientsService } from '../../clients/index.js';
import { FirstCopyRepository } from '../../stats/index.js';
import type { RejectedRow } from '../../upstream/index.js';
import { Clock } from '../../platform/config/index.js';
import { maxDay, minDay, type Counts, type Period, type RunStatus } from '../../domain/index.js';

const UNFINISHED: readonly ItemStatus[] = ['pending', 'running'];

/** A client and the window of it that a run copies. */
export interface PlannedItem {
  readonly clientId: number;
  readonly window: Period;
}

/** A run to plan, with its items. */
export interface PlannedRun {
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly actor: string | null;
  readonly exact: boolean;
  /** Whether the run covers every active client. */
  readonly coversAllClients: boolean;
  /** The cron time it is started for, ISO 8601 UTC; null for other triggers. */
  readonly scheduledFor: string | null;
  readonly items: readonly PlannedItem[];
}

/** How an item ended. Counters are numbers of days; `attempts` is a number of calls. */
export type ItemOutcome = Pick<SyncItem, 'attempts' | 'code' | 'message'> &
  Partial<Counts & Pick<SyncItem, 'otherName'>> & { readonly status: Exclude<ItemStatus, 'pending' | 'running'> };

/** A client whose numbers were pushed, and how its item ended. */
export interface PushedItem extends PlannedItem {
  readonly outcome: ItemOutcome;
  readonly quarantined: readonly RejectedRow[];
}

/** Why a run was stopped or failed. */
export interface RunError {
  readonly code: RunCode;
  readonly message: string;
}

/** The state of the unfinished items of a run: `pending` when any is, otherwise `running`; null when all are finished. */
export type RemainingWork = 'pending' | 'running' | null;

/** Plans, stops and closes runs in SQL. Every method runs inside the caller's transaction. */
@Injectable()
export class RunRepository {
  constructor(
    private readonly clients: ClientsService,
    private readonly firstCopy: FirstCopyRepository,
    private readonly clock: Clock,
  ) {}

  /** Returns the active run; null when there is none. */
  findActive(tx: EntityManager): Promise<SyncRun | null> {
    return tx.findOneBy(SyncRun, { active: 1 });
  }

  /**
   * Inserts a run with its items. The UNIQUE index on `active` rejects a second active run.
   * @returns the id of the run.
   */
  async plan(tx: EntityManager, run: PlannedRun): Promise<number> {
    const { identifiers } = await tx.insert(SyncRun, {
      kind: run.kind,
      trigger: run.trigger,
      actor: run.actor,
      exact: run.exact,
      coversAllClients: run.coversAllClients,
      scheduledFor: run.scheduledFor,
      ...hullOf(run.items),
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
    await this.clients.clearFirstSyncRequests(
      tx,
      run.items.map(({ clientId }) => clientId),
    );
    return runId;
  }

  /**
   * Inserts a run that has ended with its items, beside the active run if there is one.
   * @returns the id of the run.
   */
  async insertEnded(
    tx: EntityManager,
    run: Pick<PlannedRun, 'trigger' | 'actor'> & { readonly items: readonly PushedItem[] },
  ): Promise<number> {
    const now = this.now();
    const { identifiers } = await tx.insert(SyncRun, {
      kind: 'incremental',
      trigger: run.trigger,
      actor: run.actor,
      exact: false,
      coversAllClients: false,
      ...hullOf(run.items),
      status: 'completed',
      active: null,
      createdAt: now,
      startedAt: now,
      finishedAt: now,
    });
    const runId = Number(identifiers[0]?.id);
    for (const { clientId, window, outcome, quarantined } of run.items) {
      const item = { runId, clientId, windowFrom: window.from, windowTo: window.to, startedAt: now, finishedAt: now };
      const inserted = await tx.insert(SyncItem, { ...item, ...outcome });
      await insertQuarantinedRows(tx, Number(inserted.identifiers[0]?.id), quarantined);
    }
    const { status, error } = await this.finalStatus(tx, runId);
    await tx.update(
      SyncRun,
      { id: runId },
      { status, errorCode: error?.code ?? null, errorMessage: error?.message ?? null },
    );
    return runId;
  }

  /** Returns the ids of at most `limit` pending items of the active run, the oldest first. */
  async listPendingItemIds(tx: EntityManager, limit: number): Promise<number[]> {
    const run = await this.findActive(tx);
    if (!run) return [];
    const items = await tx.find(SyncItem, {
      select: { id: true },
      where: { runId: run.id, status: 'pending' },
      order: { id: 'ASC' },
      ...(limit < Infinity && { take: limit }),
    });
    return items.map(({ id }) => id);
  }

  /**
   * Stops an active run. Does nothing when the run has ended.
   * @param rest the outcome of the unfinished items.
   * @param status the final status; by default the items decide it.
   */
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
    await this.close(tx, runId, status ?? (await this.finalStatus(tx, runId)).status, error);
  }

  /**
   * Ends the pending items of an active run and stores why. The run ends when its items in progress have ended, so their
   * responses are kept. Does nothing when the run has ended.
   * @param rest the outcome of the pending items.
   */
  async cancelPending(tx: EntityManager, runId: number, error: RunError, rest: ItemOutcome): Promise<void> {
    const { affected } = await tx.update(
      SyncRun,
      { id: runId, active: 1 },
      { errorCode: error.code, errorMessage: error.message },
    );
    if (affected !== 1) return;
    const { attempts: _, ...ended } = rest;
    await tx.update(SyncItem, { runId, status: 'pending' }, { ...ended, finishedAt: this.now() });
  }

  /** Returns the state of the unfinished items of a run. */
  async remainingWork(tx: EntityManager, runId: number): Promise<RemainingWork> {
    for (const status of ['pending', 'running'] as const) {
      if (await tx.existsBy(SyncItem, { runId, status })) return status;
    }
    return null;
  }

  /** Closes a run when all its items are finished. Returns the state of the unfinished items otherwise. */
  async closeIfComplete(tx: EntityManager, runId: number): Promise<RemainingWork> {
    const remaining = await this.remainingWork(tx, runId);
    if (remaining) return remaining;
    const { status, error } = await this.finalStatus(tx, runId);
    const { errorCode, errorMessage } = await tx.findOneByOrFail(SyncRun, { id: runId });
    if (errorCode === null) await this.close(tx, runId, status, error);
    else {
      const stoppedBy = { code: errorCode, message: errorMessage ?? '' };
      const isFailure = errorCode === 'upstream_refused' || errorCode === 'upstream_misconfigured';
      await this.close(tx, runId, isFailure ? 'failed' : status, stoppedBy);
    }
    return null;
  }

  private async close(tx: EntityManager, runId: number, status: RunStatus, error: RunError | null): Promise<void> {
    const now = this.now();
    const { affected } = await tx.update(
      SyncRun,
      { id: runId, active: 1 },
      { status, active: null, finishedAt: now, errorCode: error?.code ?? null, errorMessage: error?.message ?? null },
    );
    if (!affected || (status !== 'completed' && status !== 'partial')) return;
    if (await tx.existsBy(SyncRun, { id: runId, coversAllClients: true })) await this.firstCopy.markEnded(tx, now);
  }

  /**
   * Returns the final status. `completed`: every item is done and no row is quarantined. `failed`: no item is done. `partial`:
   * anything else.
   */
  private async finalStatus(tx: EntityManager, runId: number): Promise<{ status: RunStatus; error: RunError | null }> {
    const groups: { status: ItemStatus; items: number; quarantined: number }[] = await tx
      .createQueryBuilder(SyncItem, 'item')
      .select('item.status', 'status')
      .addSelect('count(*)', 'items')
      .addSelect('sum(item.quarantined)', 'quarantined')
      .where('item.run_id = :runId', { runId })
      .groupBy('item.status')
      .getRawMany();
    const itemsWith = (status: ItemStatus) => groups.find((group) => group.status === status)?.items ?? 0;
    const total = groups.reduce((sum, { items }) => sum + items, 0);
    if (itemsWith('done') === total) {
      const quarantined = groups.reduce((sum, group) => sum + group.quarantined, 0);
      return { status: quarantined === 0 ? 'completed' : 'partial', error: null };
    }
    if (itemsWith('done') > 0) return { status: 'partial', error: null };
    if (itemsWith('not_found') === total && total > 1) {
      const message =
        'Upstream returned 404 for every restaurant: check DELIVERY_STATS_API_URL, then the upstream names.';
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

/** Returns the first and the last day of all windows. */
function hullOf(items: readonly PlannedItem[]): Pick<SyncRun, 'windowFrom' | 'windowTo'> {
  const windows = items.map(({ window }) => window);
  return {
    windowFrom: windows.map(({ from }) => from).reduce(minDay),
    windowTo: windows.map(({ to }) => to).reduce(maxDay),
  };
}
