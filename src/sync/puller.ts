import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Logger } from 'pino';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { OperationalError } from '../errors.js';
import { LOGGER } from '../http/logger.js';
import type { WriteCounts } from '../stats/merge.js';
import { StatWriter } from '../stats/stat-writer.js';
import { Turns } from '../upstream/turns.js';
import {
  UpstreamError,
  UpstreamSource,
  type CheckedAnswer,
  type QuarantinedRow,
  type UpstreamErrorCode,
} from '../upstream/upstream-source.js';
import { isSilent, readingOf } from './answer-reading.js';
import { QuarantinedRowEntity } from './quarantined-row.entity.js';
import { ItemClaims, LostLease, type Claim } from './item-claims.js';
import { RunEnds } from './run-ends.js';
import { RunLedger, type ItemOutcome, type Left } from './run-ledger.js';
import { SyncSignals, type ItemEnd } from './sync-signals.js';

/** How an item ended, and what is left of its run. */
type Ended = ItemEnd & { readonly left: Left };

/** Refused rows kept of one item; all of them are counted. */
const MAX_QUARANTINED_KEPT = 200;

/** Faults of the upstream as a whole: going on with the next restaurant would only hammer it. */
const STOPS_RUN: ReadonlySet<UpstreamErrorCode> = new Set(['upstream_refused', 'rate_limited']);

/** What a client's last answer was, without a refused row, and what came of it. */
interface LaidAnswer {
  readonly fingerprint: string;
  readonly exact: boolean;
  readonly ignored: number;
  /** Of the same answer laid over the same rows again, which changes none of them. */
  readonly counts: WriteCounts;
  /** Names the rows of its window as they were left. */
  readonly rows: string;
}

/** Copies one client's window: claim, fetch, check, commit. */
@Injectable()
export class Puller {
  private readonly turns = new Turns();
  /** By client. It spares the work on an answer that can change nothing; losing it costs only that work. */
  private readonly laid = new Map<number, LaidAnswer>();
  private readonly underWay = new Map<number, { readonly claim: Claim; readonly abort: AbortController }>();

  constructor(
    private readonly database: Database,
    private readonly ledger: RunLedger,
    private readonly claims: ItemClaims,
    private readonly source: UpstreamSource,
    private readonly writer: StatWriter,
    private readonly signals: SyncSignals,
    private readonly ends: RunEnds,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Does one item, if it is still to be had. An item whose work is broken off (shutdown, cancel, lost lease) is given back or
   * left to whoever took it.
   * @throws OperationalError when the replica can't be written.
   */
  async pull(itemId: number, shutdown: AbortSignal): Promise<void> {
    const claim = await this.claims.claim(itemId);
    if (!claim) return;
    const abort = new AbortController();
    this.underWay.set(itemId, { claim, abort });
    try {
      const signal = AbortSignal.any([shutdown, abort.signal]);
      const outcome = await this.copy(claim, signal);
      this.signals.itemEnded.next(outcome);
      // Only the last ones can have ended the run.
      if (outcome.left === 'pending') this.signals.changed.next();
      else await this.ends.announce(claim.runId);
    } catch (error) {
      if (error instanceof LostLease) this.logger.warn({ runId: claim.runId, clientId: claim.clientId }, 'lease lost');
      else await this.claims.release(claim);
      if (!(error instanceof LostLease) && !isCancellation(error)) throw error;
    } finally {
      this.underWay.delete(itemId);
    }
  }

  /** The items that are being worked on here. */
  items(): number[] {
    return [...this.underWay.keys()];
  }

  /** Breaks off the work on these items. */
  abort(itemIds: readonly number[]): void {
    for (const itemId of itemIds) this.underWay.get(itemId)?.abort.abort();
  }

  /** Breaks off the work on a run's items. */
  abortRun(runId: number): void {
    for (const { claim, abort } of this.underWay.values()) if (claim.runId === runId) abort.abort();
  }

  private async copy(claim: Claim, signal: AbortSignal): Promise<Ended> {
    const { clientId, upstreamName, window } = claim;
    const laid = this.laid.get(clientId);
    const known = laid?.exact === claim.exact ? laid.fingerprint : undefined;
    let answer = await fetched(this.source.fetchDays(upstreamName, window, { signal, known }));
    if ('known' in answer) {
      const { calls } = answer;
      const confirmed = laid && (await this.turns.take(() => this.confirm(claim, calls, laid)));
      if (confirmed) return confirmed;
      // The rows are not as this answer left them: it is laid over them again.
      answer = await fetched(this.source.fetchDays(upstreamName, window, { signal }));
    }
    const whole = answer;
    return this.turns.take(() => this.commit(claim, whole));
  }

  /** Ends the item without a change of rows; null, with nothing written, when they are not as the answer left them. */
  private confirm(claim: Claim, calls: number, { counts, ignored, rows }: LaidAnswer): Promise<Ended | null> {
    const confirmed = { clientId: claim.clientId, window: claim.window, syncedAt: this.clock.now().toISOString() };
    const status = 'done';
    return this.database.writeBeside(async (tx) => {
      if (!(await this.writer.confirm(tx, confirmed, rows))) return null;
      const outcome = { status, attempts: calls, code: null, message: null, ignored, ...counts } as const;
      return { status, counts, left: await this.claims.finish(tx, claim, outcome) };
    });
  }

  private async commit(claim: Claim, answer: CheckedAnswer | UpstreamError): Promise<Ended> {
    if (answer instanceof UpstreamError) return this.database.write((tx) => this.fail(tx, claim, answer));
    const { laid, ...end } = await this.database.writeBeside(async (tx) => {
      const { outcome, counts, laid } = await this.take(tx, claim, answer);
      const left = await this.claims.finish(tx, claim, outcome);
      for (const row of answer.quarantined.slice(0, MAX_QUARANTINED_KEPT)) {
        await tx.insert(QuarantinedRowEntity, { ...row, itemId: claim.itemId });
      }
      return { status: outcome.status, counts, laid, left };
    });
    if (laid) this.laid.set(claim.clientId, laid);
    return end;
  }

  private async take(
    tx: EntityManager,
    { clientId, window, exact }: Claim,
    answer: CheckedAnswer,
  ): Promise<{ outcome: ItemOutcome; counts: WriteCounts | null; laid: LaidAnswer | null }> {
    const { days, quarantined, ignored, calls, fingerprint } = answer;
    if (isSilent(answer, exact) && (await this.writer.holdsRows(tx, clientId, window))) {
      const message = `Upstream sent nothing for ${window.from} to ${window.to}, where the replica holds data. The data were kept.`;
      const outcome = {
        status: 'suspicious_empty',
        attempts: calls,
        code: 'suspicious_empty',
        message,
        ignored,
      } as const;
      return { outcome, counts: null, laid: null };
    }
    const syncedAt = this.clock.now().toISOString();
    const commit = { clientId, window, exact, syncedAt, ...readingOf(answer) };
    const { counts, rows } = await this.writer.commit(tx, commit);
    const refused = quarantined.length;
    const again = { ...counts, inserted: 0, updated: 0, deleted: 0, unchanged: days.length };
    return {
      outcome: {
        status: 'done',
        attempts: calls,
        code: refused > 0 ? 'rows_quarantined' : null,
        message: refusal(quarantined),
        quarantined: refused,
        ignored,
        ...counts,
      },
      counts,
      laid: fingerprint !== null && refused === 0 ? { fingerprint, exact, ignored, counts: again, rows } : null,
    };
  }

  private async fail(tx: EntityManager, claim: Claim, error: UpstreamError): Promise<Ended> {
    const { runId, clientId } = claim;
    this.logger.warn({ runId, clientId, code: error.code, calls: error.calls }, error.message);
    const status = error.code === 'not_found' ? 'not_found' : 'failed';
    const outcome = { status, attempts: error.calls, code: error.code, message: error.message } as const;
    const left = await this.claims.finish(tx, claim, outcome);
    const end = { status, counts: null, left } as const;
    if (!STOPS_RUN.has(error.code)) return end;
    const rest = {
      status: 'cancelled',
      attempts: 0,
      code: 'run_stopped',
      message: `Not tried: the run was stopped. ${error.message}`,
    } as const;
    const verdict = error.code === 'upstream_refused' ? 'failed' : undefined;
    await this.ledger.stop(tx, runId, { code: error.code, message: error.message }, rest, verdict);
    return { ...end, left: null };
  }
}

/** What a fetch came to: an error is an outcome of the item too, unless it was broken off. */
async function fetched<T>(days: Promise<T>): Promise<T | UpstreamError> {
  try {
    return await days;
  } catch (error) {
    if (error instanceof UpstreamError && !isCancellation(error)) return error;
    throw error;
  }
}

function refusal(rows: readonly QuarantinedRow[]): string | null {
  const [first] = rows;
  if (!first) return null;
  const where = `${first.field ?? 'the whole row'} of ${first.date ?? 'an unreadable day'}`;
  return `Upstream sent bad rows: ${rows.length}. What was held of their days was kept. The first: ${where}, ${first.reason}.`;
}

function isCancellation(error: unknown): boolean {
  return error instanceof OperationalError && error.code === 'cancelled';
}
