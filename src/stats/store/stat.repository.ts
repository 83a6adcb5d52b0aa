import type { EntityManager } from 'typeorm';
import type { DailyStat, Day, MergePlan, Period } from '../../domain/index.js';

/** The writes of one commit, for the days of one client. */
export type StatChanges = Pick<MergePlan, 'inserts' | 'updates' | 'deletes'>;

/** What a commit records about the response itself. */
export interface SyncMark {
  /** The last day of the client that is verified after this response. */
  readonly verifiedThrough: Day | null;
  /** When the upstream responded. ISO 8601 UTC. */
  readonly syncedAt: string;
}

/**
 * Reads and writes the table `client_stat` and the client's summary in `client_replica`, in the fastest way each database
 * offers. Every method runs inside the caller's unit of work.
 */
export abstract class StatRepository {
  /** Returns the daily stats of one client inside the period, oldest first; all of them without a period. */
  abstract listDailyStats(tx: EntityManager, clientId: number, period?: Period): Promise<DailyStat[]>;

  /**
   * Calls `visit` with the daily stats of each of some clients from `since` on, oldest first. May leave out a client without daily
   * stats. It does not collect them, because the histories of many clients need much memory.
   */
  abstract visitHistories(
    tx: EntityManager,
    clientIds: readonly number[],
    since: Day,
    visit: (clientId: number, stats: readonly DailyStat[]) => void,
  ): Promise<void>;

  /** Writes the changed days, updates the client's summary when there are any, and records the mark. */
  abstract write(tx: EntityManager, clientId: number, changes: StatChanges, mark: SyncMark): Promise<void>;

  /** Returns the last verified day of a client; null when no day is verified. */
  abstract findVerifiedThrough(tx: EntityManager, clientId: number): Promise<Day | null>;
}
