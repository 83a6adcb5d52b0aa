import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CheckedDay, DayRow } from './day-row.js';
import { addDays, maxDay, minDay, type Day } from './day.js';
import { planMerge, type MergePlan, type WriteCounts } from './merge.js';
import type { Period } from './period.js';
import { rowsFingerprint } from './rows-fingerprint.js';
import { StatRows, type Mark } from './stat-rows.js';

/** One client's checked answer for a window. */
export interface Commit {
  readonly clientId: number;
  readonly window: Period;
  readonly days: readonly CheckedDay[];
  readonly quarantinedDays: ReadonlySet<string>;
  /** Rows were refused whose day could not be read: any day that is absent may be one of them. */
  readonly undatedRows: boolean;
  /** Take nulls and absent days literally. */
  readonly exact: boolean;
  /** When upstream answered. ISO 8601 UTC. */
  readonly syncedAt: string;
}

const UNCHANGED = { inserts: [], updates: [], deletes: [] };

/** What of an answer decides how far a client is verified. */
type Reading = Pick<Commit, 'window' | 'quarantinedDays' | 'undatedRows'>;

/** What a commit did, and the {@link rowsFingerprint} of the window's rows after it. */
export interface Committed {
  readonly counts: WriteCounts;
  readonly rows: string;
}

/** The only writer of `client_stat`: changed rows only, and what is derived from them in the same transaction. */
@Injectable()
export class StatWriter {
  constructor(private readonly rows: StatRows) {}

  /** Whether any row is held inside the window. */
  async holdsRows(tx: EntityManager, clientId: number, window: Period): Promise<boolean> {
    return (await this.rows.days(tx, clientId, window)).length > 0;
  }

  /** Merges a checked answer into the client's rows, inside the caller's transaction; on SQLite without yielding. */
  async commit(tx: EntityManager, commit: Commit): Promise<Committed> {
    const [{ plan }, mark] = await Promise.all([this.plan(tx, commit), this.mark(tx, commit)]);
    await this.rows.write(tx, commit.clientId, plan, mark);
    return { counts: plan.counts, rows: rowsFingerprint(plan.rows) };
  }

  /** What {@link commit} would do, beside the rows held now. Writes nothing. */
  async plan(tx: EntityManager, commit: Omit<Commit, 'syncedAt'>): Promise<{ plan: MergePlan; held: DayRow[] }> {
    const held = await this.rows.days(tx, commit.clientId, commit.window);
    const plan = planMerge({
      held,
      given: commit.days,
      quarantinedDays: commit.quarantinedDays,
      exact: commit.exact,
      removeAbsent: commit.exact && !commit.undatedRows,
    });
    return { plan, held };
  }

  /**
   * Confirms the rows of a window, when they still are those of the fingerprint, as a commit that changes none of them would.
   * Answers whether they are.
   */
  async confirm(
    tx: EntityManager,
    confirmed: Pick<Commit, 'clientId' | 'window' | 'syncedAt'>,
    rows: string,
  ): Promise<boolean> {
    const { clientId, window } = confirmed;
    const reading = { ...confirmed, quarantinedDays: new Set<string>(), undatedRows: false };
    const [days, mark] = await Promise.all([this.rows.days(tx, clientId, window), this.mark(tx, reading)]);
    if (rowsFingerprint(days) !== rows) return false;
    await this.rows.write(tx, clientId, UNCHANGED, mark);
    return true;
  }

  private async mark(tx: EntityManager, read: Reading & Pick<Commit, 'clientId' | 'syncedAt'>): Promise<Mark> {
    const held = await this.rows.verifiedThrough(tx, read.clientId);
    return { verifiedThrough: verifiedThrough(held, read), syncedAt: read.syncedAt };
  }
}

/** How far back the next incremental run must look: never over a refused row, never over a stretch nobody asked for. */
function verifiedThrough(held: Day | null, { window, quarantinedDays, undatedRows }: Reading): Day | null {
  if (held !== null && window.from > addDays(held, 1)) return held;
  // The next run begins on this day, so all of the window is read again.
  if (undatedRows) return held === null ? window.from : minDay(held, window.from);
  const refused = [...quarantinedDays]
    .filter((date): date is Day => date >= window.from && date <= window.to)
    .sort()[0];
  if (refused) return addDays(refused, -1);
  return held === null ? window.to : maxDay(held, window.to);
}
