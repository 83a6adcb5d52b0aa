import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import { Clock } from '../config/config.module.js';
import { Database, type Durability } from '../database/database.js';
import { Statement } from '../database/statement.js';
import type { Day } from '../stats/day.js';
import type { Period } from '../stats/period.js';
import { RunLedger, type ItemOutcome, type Left } from './run-ledger.js';
import { SyncItem, type ItemStatus } from './sync-item.entity.js';
import { SyncRun, type RunStatus } from './sync-run.entity.js';

/** How long a claim stands without being renewed. */
const LEASE_MS = 15_000;
/** What a power cut undoes of a claim is an item that is pending again, and whoever held it is refused. */
const OF_A_CLAIM: Durability = { relaxed: true };
/** Renewals come this often. */
export const RENEW_EVERY_MS = 4_000;
/** A claim was given up this often without an end: the item itself must be what kills its workers. */
const MAX_CLAIMS = 20;

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

/** Thrown inside a commit whose lease is gone: everything it wrote rolls back. */
export class LostLease extends Error {}

interface ClaimedRow {
  readonly runId: number;
  readonly clientId: number;
  readonly upstreamName: string;
  readonly from: Day;
  readonly to: Day;
  readonly fence: number;
  readonly runStatus: RunStatus;
  /** 0 or 1 on SQLite. */
  readonly exact: boolean | 0 | 1;
}

const CLAIM = new Statement<ClaimedRow>(
  'item-claim',
  `UPDATE sync_item SET status = 'running', fence = fence + 1, started_at = coalesce(started_at, $2), lease_owner = $3, lease_until = $4
    WHERE id = $1 AND status = 'pending' AND EXISTS (SELECT 1 FROM sync_run WHERE sync_run.id = run_id AND active = 1)
    RETURNING run_id AS "runId", client_id AS "clientId", window_from AS "from", window_to AS "to", fence,
      (SELECT upstream_name FROM client WHERE client.id = client_id) AS "upstreamName",
      (SELECT run.status FROM sync_run run WHERE run.id = run_id) AS "runStatus",
      (SELECT run.exact FROM sync_run run WHERE run.id = run_id) AS "exact"`,
);

const OTHER_IS = (status: ItemStatus) => `EXISTS (SELECT 1 FROM sync_item other
  WHERE other.run_id = sync_item.run_id AND other.status = '${status}' AND other.id <> sync_item.id)`;

const FINISH = new Statement<{ readonly others: Left }>(
  'item-finish',
  `UPDATE sync_item SET status = $5, attempts = attempts + $6, code = $7, message = $8, inserted = $9, updated = $10, unchanged = $11,
      deleted = $12, quarantined = $13, missing_upstream = $14, ignored = $15, lease_owner = NULL, lease_until = NULL, finished_at = $4
    WHERE id = $1 AND status = 'running' AND fence = $2 AND lease_owner = $3 AND lease_until > $4
    RETURNING CASE WHEN ${OTHER_IS('pending')} THEN 'pending' WHEN ${OTHER_IS('running')} THEN 'running' END AS others`,
);

/** Who works on which item: leases with a fence. */
@Injectable()
export class ItemClaims {
  /** This process among the owners of leases. */
  readonly owner = `${hostname()}:${process.pid}:${randomUUID()}`;

  constructor(
    private readonly database: Database,
    private readonly ledger: RunLedger,
    private readonly clock: Clock,
  ) {}

  /** Takes a pending item of the active run, in a unit of its own; null when it is not to be had. */
  async claim(itemId: number): Promise<Claim | null> {
    return this.database.writeBeside(async (tx) => {
      const now = this.now();
      const [item] = await CLAIM.all(tx, [itemId, now, this.owner, this.leaseEnd()]);
      if (!item) return null;
      const { runId, clientId, upstreamName, from, to, exact, fence, runStatus } = item;
      const claim = { itemId, runId, clientId, upstreamName, window: { from, to }, exact: Boolean(exact), fence };
      if (fence > MAX_CLAIMS) {
        await this.finish(tx, claim, {
          status: 'failed',
          attempts: 0,
          code: 'crashed_repeatedly',
          message: `Work on this restaurant was broken off ${MAX_CLAIMS} times; report this with the log.`,
        });
        return null;
      }
      if (runStatus === 'queued') {
        await tx.update(SyncRun, { id: runId, status: 'queued' }, { status: 'running', startedAt: now });
      }
      return claim;
    }, OF_A_CLAIM);
  }

  /**
   * Ends a claimed item, and its run when it was the last one, inside the caller's unit of work. Answers in which state others
   * still are, seen from here.
   * @throws LostLease when the claim no longer stands.
   */
  async finish(tx: EntityManager, { itemId, runId, fence }: Claim, outcome: ItemOutcome): Promise<Left> {
    const { status, attempts, code, message, inserted = 0, updated = 0, unchanged = 0, deleted = 0 } = outcome;
    const { quarantined = 0, missingUpstream = 0, ignored = 0 } = outcome;
    const counts = [inserted, updated, unchanged, deleted, quarantined, missingUpstream, ignored];
    const values = [itemId, fence, this.owner, this.now(), status, attempts, code, message, ...counts];
    const [finished] = await FINISH.all(tx, values);
    if (!finished) throw new LostLease(`Item ${itemId} belongs to somebody else by now`);
    return finished.others ?? this.ledger.closeIfComplete(tx, runId);
  }

  /** Gives a claimed item back unfinished, in a unit of its own. */
  async release({ itemId, fence }: Claim): Promise<void> {
    await this.database.writeBeside(
      (tx) =>
        tx.update(
          SyncItem,
          { id: itemId, status: 'running', fence, leaseOwner: this.owner },
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
    const run = await this.ledger.active(tx);
    if (!run) return new Set();
    const where = { runId: run.id, status: 'running', leaseOwner: this.owner } as const;
    const items = await tx.find(SyncItem, { select: { id: true }, where });
    return new Set(items.map(({ id }) => id));
  }

  /** Whether anybody holds a claim on an item of the active run that still stands. */
  isBeingDone(tx: EntityManager): Promise<boolean> {
    return tx.existsBy(SyncItem, { status: 'running', leaseUntil: MoreThan(this.now()) });
  }

  /** Whether claims on items of the run ran out: what {@link releaseExpired} is for. */
  hasExpired(tx: EntityManager, runId: number): Promise<boolean> {
    return tx.existsBy(SyncItem, { runId, status: 'running', leaseUntil: LessThanOrEqual(this.now()) });
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

  private leaseEnd(): string {
    return new Date(this.clock.now().getTime() + LEASE_MS).toISOString();
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}
