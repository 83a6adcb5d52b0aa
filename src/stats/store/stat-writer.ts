import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClientReplica } from './client-replica.entity.js';
import { fingerprintStats } from './fingerprint-stats.js';
import { StatRepository, type SyncMark } from './stat.repository.js';
import {
  type ValidatedDay,
  type DailyStat,
  addDays,
  maxDay,
  minDay,
  type Day,
  planMerge,
  planPushMerge,
  type MergePlan,
  type PushedDays,
  type WriteCounts,
  type Period,
} from '../../domain/index.js';

/** The validated response of the upstream for one client and window. */
export interface StatCommit {
  readonly clientId: number;
  readonly window: Period;
  /** The valid days of the response, each day once. */
  readonly days: readonly ValidatedDay[];
  /** Days of the response with a quarantined row. */
  readonly quarantinedDays: ReadonlySet<string>;
  /** True when a quarantined row has no readable day. Every absent day may then be that row, so no day is deleted. */
  readonly undatedRows: boolean;
  /** True to replace held values with nulls and to delete absent days. */
  readonly exact: boolean;
  /** When the upstream responded. ISO 8601 UTC. */
  readonly syncedAt: string;
}

/** Days of one client that were pushed. */
export interface PushCommit extends Pick<PushedDays, 'pushed' | 'quarantinedDays' | 'covers'> {
  readonly clientId: number;
  /** Holds every pushed and covered day. */
  readonly window: Period;
  /** When the numbers were collected. ISO 8601 UTC. */
  readonly collectedAt: string;
}

const NO_CHANGES = { inserts: [], updates: [], deletes: [] };

/** The parts of a response that decide through which day a client is verified. */
type ReadWindow = Pick<StatCommit, 'window' | 'quarantinedDays' | 'undatedRows'>;

/** What a commit did. */
export interface StatCommitResult {
  readonly counts: WriteCounts;
  /** The {@link fingerprintStats} of the window's daily stats after the commit. */
  readonly fingerprint: string;
}

/**
 * Writes the tables `client_stat` and `client_replica`; no other code does. Writes changed days only, and the client's summary
 * in the same transaction. docs/adr explains the merge rules.
 */
@Injectable()
export class StatWriter {
  constructor(private readonly stats: StatRepository) {}

  /** Returns true when the replica holds any daily stat inside the window. */
  async hasStats(tx: EntityManager, clientId: number, window: Period): Promise<boolean> {
    return (await this.stats.listDailyStats(tx, clientId, window)).length > 0;
  }

  /** Merges a response into the client's daily stats, inside the caller's transaction. On SQLite it does not yield. */
  async commit(tx: EntityManager, commit: StatCommit): Promise<StatCommitResult> {
    const [{ plan }, mark] = await Promise.all([this.plan(tx, commit), this.createMark(tx, commit)]);
    await this.stats.write(tx, commit.clientId, plan, mark);
    return { counts: plan.counts, fingerprint: fingerprintStats(plan.merged) };
  }

  /**
   * Merges pushed days into the client's daily stats, inside the caller's transaction. What is not said stays. A push verifies
   * no day, because the next incremental run must not read less.
   */
  async commitPush(tx: EntityManager, { clientId, window, collectedAt, ...push }: PushCommit): Promise<WriteCounts> {
    const held = await this.stats.listDailyStats(tx, clientId, window);
    const plan = planPushMerge({ held, ...push });
    const replica = await tx.findOneBy(ClientReplica, { clientId });
    const syncedAt = [replica?.syncedAt ?? '', collectedAt].reduce((a, b) => (a > b ? a : b));
    await this.stats.write(tx, clientId, plan, { verifiedThrough: replica?.verifiedThrough ?? null, syncedAt });
    return plan.counts;
  }

  /** Returns what {@link commit} would write, and the daily stats held now. Writes nothing. */
  async plan(tx: EntityManager, commit: Omit<StatCommit, 'syncedAt'>): Promise<{ plan: MergePlan; held: DailyStat[] }> {
    const held = await this.stats.listDailyStats(tx, commit.clientId, commit.window);
    const plan = planMerge({
      held,
      received: commit.days,
      quarantinedDays: commit.quarantinedDays,
      exact: commit.exact,
      removeAbsent: commit.exact && !commit.undatedRows,
    });
    return { plan, held };
  }

  /**
   * Records that a window is unchanged, as a commit without changes does. Returns false and writes nothing when the held
   * daily stats do not have this fingerprint any more.
   */
  async confirm(
    tx: EntityManager,
    confirmed: Pick<StatCommit, 'clientId' | 'window' | 'syncedAt'>,
    fingerprint: string,
  ): Promise<boolean> {
    const { clientId, window } = confirmed;
    const read = { ...confirmed, quarantinedDays: new Set<string>(), undatedRows: false };
    const [held, mark] = await Promise.all([
      this.stats.listDailyStats(tx, clientId, window),
      this.createMark(tx, read),
    ]);
    if (fingerprintStats(held) !== fingerprint) return false;
    await this.stats.write(tx, clientId, NO_CHANGES, mark);
    return true;
  }

  private async createMark(
    tx: EntityManager,
    read: ReadWindow & Pick<StatCommit, 'clientId' | 'syncedAt'>,
  ): Promise<SyncMark> {
    const held = await this.stats.findVerifiedThrough(tx, read.clientId);
    return { verifiedThrough: calculateVerifiedThrough(held, read), syncedAt: read.syncedAt };
  }
}

/**
 * Returns the last verified day after a response; the next incremental run starts on this day at the latest. No verified day lies
 * after a dated quarantined row or after days that no response covered.
 */
function calculateVerifiedThrough(held: Day | null, { window, quarantinedDays, undatedRows }: ReadWindow): Day | null {
  if (held !== null && window.from > addDays(held, 1)) return held;
  // The next run starts on this day, so it reads the whole window once more.
  if (undatedRows) return held === null ? window.from : minDay(held, window.from);
  const firstQuarantined = [...quarantinedDays]
    .filter((date): date is Day => date >= window.from && date <= window.to)
    .sort()[0];
  if (firstQuarantined) return addDays(firstQuarantined, -1);
  return held === null ? window.to : maxDay(held, window.to);
}
