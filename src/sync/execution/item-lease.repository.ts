import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import { RunRepository, type ItemOutcome, type RemainingWork } from '../runs/run.repository.js';
import { SyncItem, type ItemStatus } from '../runs/sync-item.entity.js';
import { SyncRun } from '../runs/sync-run.entity.js';
import { upstreamIdSql, upstreamNameSql } from '../../clients/index.js';
import { Clock, ProcessIdentity } from '../../platform/config/index.js';
import { Database, type CommitOptions, Statement } from '../../platform/database/index.js';
import { COUNTER_NAMES, COUNTERS, type Day, type Period, type RunStatus } from '../../domain/index.js';

/** A lease expires after this time without a renewal. */
const LEASE_TTL_MS = 15_000;
/** A power cut may undo a lease. The item is then pending again, and the fence rejects the commit of its earlier owner. */
const UNSYNCED_COMMIT: CommitOptions = { synchronous: false };
/** Time between two renewals of the leases of this process. */
export const LEASE_RENEWAL_INTERVAL_MS = 4_000;
/** An item leased more often than this without an end fails: it is likely to crash its workers. */
const MAX_LEASES_PER_ITEM = 20;

/** A lease on an item: what to fetch, and the fencing token that must still be current at the commit. */
export interface ItemLease {
  readonly itemId: number;
  readonly runId: number;
  readonly clientId: number;
  readonly upstreamName: string;
  /** The upstream's id of the restaurant; null when nothing has shown it. */
  readonly upstreamId: string | null;
  readonly window: Period;
  readonly exact: boolean;
  readonly fence: number;
}

/** Thrown inside a commit whose lease is lost, so that the transaction rolls back. */
export class LeaseLostError extends Error {}

interface AcquiredRow {
  readonly runId: number;
  readonly clientId: number;
  readonly upstreamName: string;
  readonly upstreamId: string | null;
  readonly from: Day;
  readonly to: Day;
  readonly fence: number;
  readonly runStatus: RunStatus;
  /** 0 or 1 on SQLite. */
  readonly exact: boolean | 0 | 1;
}

const ACQUIRE = new Statement<AcquiredRow>(
  'item-claim',
  `UPDATE sync_item SET status = 'running', fence = fence + 1, started_at = coalesce(started_at, $2), lease_owner = $3, lease_until = $4
    WHERE id = $1 AND status = 'pending' AND EXISTS (SELECT 1 FROM sync_run WHERE sync_run.id = run_id AND active = 1)
    RETURNING run_id AS "runId", client_id AS "clientId", window_from AS "from", window_to AS "to", fence,
      ${upstreamNameSql('client_id')} AS "upstreamName", ${upstreamIdSql('client_id')} AS "upstreamId",
      (SELECT run.status FROM sync_run run WHERE run.id = run_id) AS "runStatus",
      (SELECT run.exact FROM sync_run run WHERE run.id = run_id) AS "exact"`,
);

const otherItemIs = (status: ItemStatus) => `EXISTS (SELECT 1 FROM sync_item other
  WHERE other.run_id = sync_item.run_id AND other.status = '${status}' AND other.id <> sync_item.id)`;

/** Assigns the counters to the parameters after the nine that {@link FINISH} names. */
const SET_COUNTERS = COUNTERS.map(({ column }, index) => `${column} = $${10 + index}`).join(', ');

const FINISH = new Statement<{ readonly others: RemainingWork }>(
  'item-finish',
  `UPDATE sync_item SET status = $5, attempts = attempts + $6, code = $7, message = $8, other_name = $9,
      ${SET_COUNTERS}, lease_owner = NULL, lease_until = NULL, finished_at = $4
    WHERE id = $1 AND status = 'running' AND fence = $2 AND lease_owner = $3 AND lease_until > $4
    RETURNING CASE WHEN ${otherItemIs('pending')} THEN 'pending' WHEN ${otherItemIs('running')} THEN 'running' END AS others`,
);

/** Leases on items. Each has an owner, an expiry and a fencing token. */
@Injectable()
export class ItemLeaseRepository {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly clock: Clock,
    private readonly identity: ProcessIdentity,
  ) {}

  /** Leases a pending item of the active run in its own transaction. Returns null when the item is not available. */
  async acquire(itemId: number): Promise<ItemLease | null> {
    return this.database.writeShared(async (tx) => {
      const now = this.now();
      const [item] = await ACQUIRE.all(tx, [itemId, now, this.identity.id, this.leaseEnd()]);
      if (!item) return null;
      const { runId, clientId, upstreamName, upstreamId, from, to, exact, fence, runStatus } = item;
      const lease = {
        itemId,
        runId,
        clientId,
        upstreamName,
        upstreamId,
        window: { from, to },
        exact: Boolean(exact),
        fence,
      };
      if (fence > MAX_LEASES_PER_ITEM) {
        await this.finish(tx, lease, {
          status: 'failed',
          attempts: 0,
          code: 'crashed_repeatedly',
          message: `Work on this restaurant was broken off ${MAX_LEASES_PER_ITEM} times; report this with the log.`,
        });
        return null;
      }
      if (runStatus === 'queued') {
        await tx.update(SyncRun, { id: runId, status: 'queued' }, { status: 'running', startedAt: now });
      }
      return lease;
    }, UNSYNCED_COMMIT);
  }

  /**
   * Ends a leased item inside the caller's transaction, and closes its run when it was the last item.
   * @returns the state of the unfinished items of the run, as this transaction sees them.
   * @throws LeaseLostError when the lease expired or has another owner.
   */
  async finish(tx: EntityManager, { itemId, runId, fence }: ItemLease, outcome: ItemOutcome): Promise<RemainingWork> {
    const { status, attempts, code, message, otherName = null } = outcome;
    const counts = COUNTER_NAMES.map((name) => outcome[name] ?? 0);
    const values = [itemId, fence, this.identity.id, this.now(), status, attempts, code, message, otherName, ...counts];
    const [finished] = await FINISH.all(tx, values);
    if (!finished) throw new LeaseLostError(`Item ${itemId} belongs to somebody else by now`);
    return finished.others ?? this.runs.closeIfComplete(tx, runId);
  }

  /** Makes a leased item pending again, in its own transaction. */
  async release({ itemId, fence }: ItemLease): Promise<void> {
    await this.database.writeShared(
      (tx) =>
        tx.update(
          SyncItem,
          { id: itemId, status: 'running', fence, leaseOwner: this.identity.id },
          { status: 'pending', leaseOwner: null, leaseUntil: null },
        ),
      UNSYNCED_COMMIT,
    );
  }

  /** Extends the unexpired leases of this process, in its own transaction. */
  async renew(): Promise<void> {
    await this.database.writeShared(async (tx) => {
      if ((await this.heldByThisProcess(tx)).size === 0) return;
      const builder = tx.createQueryBuilder().update(SyncItem).set({ leaseUntil: this.leaseEnd() });
      await builder
        .where('lease_owner = :owner AND status = :status AND lease_until > :now', {
          owner: this.identity.id,
          status: 'running',
          now: this.now(),
        })
        .execute();
    }, UNSYNCED_COMMIT);
  }

  /** Returns the ids of the active run's items that this process leases. */
  async heldByThisProcess(tx: EntityManager): Promise<Set<number>> {
    const run = await this.runs.findActive(tx);
    if (!run) return new Set();
    const where = { runId: run.id, status: 'running', leaseOwner: this.identity.id } as const;
    const items = await tx.find(SyncItem, { select: { id: true }, where });
    return new Set(items.map(({ id }) => id));
  }

  /** Returns whether any process holds an unexpired lease. */
  hasActiveLease(tx: EntityManager): Promise<boolean> {
    return tx.existsBy(SyncItem, { status: 'running', leaseUntil: MoreThan(this.now()) });
  }

  /** Returns whether the run has expired leases, which {@link releaseExpired} releases. */
  hasExpired(tx: EntityManager, runId: number): Promise<boolean> {
    return tx.existsBy(SyncItem, { runId, status: 'running', leaseUntil: LessThanOrEqual(this.now()) });
  }

  /**
   * Makes the items of expired leases pending again.
   * @param isSoleOwner no other process can hold a lease, so every lease of another owner is released too.
   * @returns the number of released items.
   */
  async releaseExpired(tx: EntityManager, isSoleOwner = false): Promise<number> {
    const builder = tx
      .createQueryBuilder()
      .update(SyncItem)
      .set({ status: 'pending', leaseOwner: null, leaseUntil: null });
    const expired = isSoleOwner ? '(lease_until <= :now OR lease_owner <> :owner)' : 'lease_until <= :now';
    const { affected } = await builder
      .where(`status = 'running' AND ${expired}`, { now: this.now(), owner: this.identity.id })
      .execute();
    return affected ?? 0;
  }

  private leaseEnd(): string {
    return new Date(this.clock.now().getTime() + LEASE_TTL_MS).toISOString();
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}
