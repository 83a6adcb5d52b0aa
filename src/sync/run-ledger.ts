import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import { Client } from '../clients/client.entity.js';
import { ClientsService } from '../clients/clients.service.js';
import { Clock } from '../config/config.module.js';
import { Database, type Durability } from '../database/database.js';
import type { Period } from '../stats/period.js';
import { SyncItem, type ItemStatus } from './sync-item.entity.js';
import { SyncRun, type RunKind, type RunStatus, type RunTrigger } from './sync-run.entity.js';

/** How long a claim stands without being renewed. */
const LEASE_MS = 15_000;
/** What a power cut undoes of a claim is an item that is pending again, and whoever held it is refused. */
const OF_A_CLAIM: Durability = { relaxed: true };
/** Renewals come this often. */
export const RENEW_EVERY_MS = 4_000;
/** A claim was given up this often without an end: the item itself must be what kills its workers. */
const MAX_CLAIMS = 20;

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

/** A claimed item: what to fetch, and the fence that a commit must still hold. */
export interface Claim {
  readonly itemId: number;
  readonly runId: number;
  readonly clientId: number;
  readonly upstreamName: string;
  readonly window: Period;
  readonly exact: boolean;
  readonly fence: number;
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

/** Thrown inside a commit whose lease is gone: everything it wrote rolls back. */
export class LostLease extends Error {}

/** Runs and items in SQL: who works on what, and how it ended. Every method runs inside the caller's unit of work unless it says otherwise. */
@Injectable()
export class RunLedger {
  /** This process among the owners of leases. */
  readonly owner = `${hostname()}:${process.pid}:${randomUUID()}`;

  constructor(
    private readonly database: Database,
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

  /** Takes a pending item of the active run, in a unit of its own; null when it is not to be had. */
  async claim(itemId: number): Promise<Claim | null> {
    return this.database.writeBeside(async (tx) => {
      const item = await claimable(tx, itemId);
      if (!item) return null;
      const { runId, clientId, upstreamName, exact } = item;
      if (item.fence >= MAX_CLAIMS) {
        await this.end(tx, itemId, {
          status: 'failed',
          attempts: 0,
          code: 'crashed_repeatedly',
          message: `Work on this restaurant was broken off ${MAX_CLAIMS} times; report this with the log.`,
        });
        await this.closeIfComplete(tx, runId);
        return null;
      }
      const now = this.now();
      const fence = item.fence + 1;
      const startedAt = item.startedAt ?? now;
      const lease = { leaseOwner: this.owner, leaseUntil: this.leaseEnd() };
      // Of several claims at once one finds the item as it was looked at.
      const { affected } = await tx.update(
        SyncItem,
        { id: itemId, status: 'pending', fence: item.fence },
        { status: 'running', fence, startedAt, ...lease },
      );
      if (affected !== 1) return null;
      if (item.runStatus === 'queued') await tx.update(SyncRun, { id: runId }, { status: 'running', startedAt: now });
      const window = { from: item.windowFrom, to: item.windowTo };
      return { itemId, runId, clientId, upstreamName, window, exact: Boolean(exact), fence };
    }, OF_A_CLAIM);
  }

  /**
   * Ends a claimed item, and its run when it was the last one. Answers in which state others still are, seen from here.
   * @throws LostLease when the claim no longer stands.
   */
  async finish(tx: EntityManager, claim: Claim, outcome: ItemOutcome): Promise<Left> {
    const { attempts, ...ended } = outcome;
    const { affected } = await tx
      .createQueryBuilder()
      .update(SyncItem)
      .set({
        ...ended,
        attempts: () => `attempts + ${attempts}`,
        leaseOwner: null,
        leaseUntil: null,
        finishedAt: this.now(),
      })
      .where('id = :id AND status = :running AND fence = :fence AND lease_owner = :owner AND lease_until > :now', {
        id: claim.itemId,
        running: 'running',
        fence: claim.fence,
        owner: this.owner,
        now: this.now(),
      })
      .execute();
    if (affected !== 1) throw new LostLease(`Item ${claim.itemId} belongs to somebody else by now`);
    return this.closeIfComplete(tx, claim.runId);
  }

  /** Gives a claimed item back unfinished, in a unit of its own. */
  async release(claim: Claim): Promise<void> {
    await this.database.writeBeside(
      (tx) =>
        tx.update(
          SyncItem,
          { id: claim.itemId, status: 'running', fence: claim.fence, leaseOwner: this.owner },
          { status: 'pending', leaseOwner: null, leaseUntil: null },
        ),
      OF_A_CLAIM,
    );
  }

  /** Prolongs this process's claims that still stand, in a unit of its own. */
  async renew(): Promise<void> {
    await this.database.writeBeside(async (tx) => {
      if ((await this.mine(tx)).size === 0) return;
      const builder = tx.createQueryBuilder().update(SyncItem).set({ leaseUntil: this.leaseEnd() });
      await builder
        .where('lease_owner = :owner AND status = :status AND lease_until > :now', {
          owner: this.owner,
          status: 'running',
          now: this.now(),
        })
        .execute();
    }, OF_A_CLAIM);
  }

  /** The items this process has claimed and not lost. */
  async mine(tx: EntityManager): Promise<Set<number>> {
    const run = await this.active(tx);
    if (!run) return new Set();
    const where = { runId: run.id, status: 'running', leaseOwner: this.owner } as const;
    const items = await tx.find(SyncItem, { select: { id: true }, where });
    return new Set(items.map(({ id }) => id));
  }

  /** Whether anybody holds a claim on an item of the active run that still stands. */
  isBeingDone(tx: EntityManager): Promise<boolean> {
    return tx.existsBy(SyncItem, { status: 'running', leaseUntil: MoreThan(this.now()) });
  }

  /** Puts claims back that were not renewed, or whoever holds them but this process. Answers how many. */
  async releaseExpired(tx: EntityManager, everyOtherOwnerIsDead = false): Promise<number> {
    const builder = tx
      .createQueryBuilder()
      .update(SyncItem)
      .set({ status: 'pending', leaseOwner: null, leaseUntil: null });
    const expired = everyOtherOwnerIsDead ? '(lease_until <= :now OR lease_owner <> :owner)' : 'lease_until <= :now';
    const { affected } = await builder
      .where(`status = 'running' AND ${expired}`, { now: this.now(), owner: this.owner })
      .execute();
    return affected ?? 0;
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
    const item = await tx.findOne(SyncItem, {
      select: { id: true, status: true },
      where: { runId, status: In([...UNFINISHED]) },
      order: { status: 'ASC' },
    });
    return (item?.status ?? null) as Left;
  }

  /** Whether claims ran out or the run is complete: what {@link releaseExpired} and {@link closeIfComplete} are for. */
  async isNeglected(tx: EntityManager, runId: number): Promise<boolean> {
    const expired = { runId, status: 'running', leaseUntil: LessThanOrEqual(this.now()) } as const;
    return (await tx.existsBy(SyncItem, expired)) || (await this.left(tx, runId)) === null;
  }

  /** Closes the run when no item is left to do; else answers what is left. */
  async closeIfComplete(tx: EntityManager, runId: number): Promise<Left> {
    const left = await this.left(tx, runId);
    if (left) return left;
    const { status, error } = await this.verdict(tx, runId);
    await this.close(tx, runId, status, error);
    return null;
  }

  private async end(tx: EntityManager, itemId: number, outcome: ItemOutcome): Promise<void> {
    await tx.update(
      SyncItem,
      { id: itemId },
      { ...outcome, leaseOwner: null, leaseUntil: null, finishedAt: this.now() },
    );
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

  private leaseEnd(): string {
    return new Date(this.clock.now().getTime() + LEASE_MS).toISOString();
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}

/** A pending item of the active run with all that its claim needs; null when it is none. `exact` is 0 or 1 on SQLite. */
async function claimable(tx: EntityManager, itemId: number) {
  const item = await tx
    .createQueryBuilder(SyncItem, 'item')
    .innerJoin(SyncRun, 'run', 'run.id = item.run_id AND run.active = 1')
    .innerJoin(Client, 'client', 'client.id = item.client_id')
    .select('item.run_id', 'runId')
    .addSelect('item.client_id', 'clientId')
    .addSelect('item.fence', 'fence')
    .addSelect('item.started_at', 'startedAt')
    .addSelect('item.window_from', 'windowFrom')
    .addSelect('item.window_to', 'windowTo')
    .addSelect('run.status', 'runStatus')
    .addSelect('run.exact', 'exact')
    .addSelect('client.upstream_name', 'upstreamName')
    .where('item.id = :itemId AND item.status = :pending', { itemId, pending: 'pending' })
    .getRawOne<
      Pick<SyncItem, 'runId' | 'clientId' | 'fence' | 'startedAt' | 'windowFrom' | 'windowTo'> &
        Pick<Client, 'upstreamName'> & { runStatus: RunStatus; exact: boolean | 0 | 1 }
    >();
  return item ?? null;
}
