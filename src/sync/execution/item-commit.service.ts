import { Inject, Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Logger } from 'pino';
import { ItemLeaseRepository, type ItemLease } from './item-lease.repository.js';
import { insertQuarantinedRows, toMergedOutcome } from '../runs/quarantined-rows.js';
import { RunRepository, type ItemOutcome, type RemainingWork } from '../runs/run.repository.js';
import { SyncItem, type ItemStatus } from '../runs/sync-item.entity.js';
import type { ItemResult } from '../sync.events.js';
import { Client, recordUpstreamId } from '../../clients/index.js';
import type { WriteCounts } from '../../domain/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { StatWriter, type StatCommit } from '../../stats/index.js';
import type { UpstreamError, ValidatedResponse } from '../../upstream/index.js';

/** How an item ended, and the state of the unfinished items of its run. */
export type EndedItem = ItemResult & { readonly remaining: RemainingWork };

/** A firewall refuses one restaurant, a wrong key all of them: so many refusals without a response in between stop the run. */
const MAX_REFUSALS_IN_A_ROW = 5;
/** The statuses of items whose restaurant was looked up by the upstream, so that it accepts the key. */
const ANSWERED: readonly ItemStatus[] = ['done', 'suspicious_empty', 'not_found'];

/** A client's last applied response that had no rejected row, and its result. */
export interface LastAppliedResponse {
  readonly fingerprint: string;
  readonly exact: boolean;
  readonly ignored: number;
  readonly upstreamId: string | null;
  /** The counters of applying the same response to the same rows again, which changes none of them. */
  readonly counts: WriteCounts;
  /** The fingerprint of the window's rows after the response was applied. */
  readonly rows: string;
}

/** Ends leased items: what the upstream sent, or its error, is written in the transaction that ends the item. */
@Injectable()
export class ItemCommitService {
  /** By client id. It saves the work for a response that can change nothing; its loss costs only that work. */
  private readonly lastApplied = new Map<number, LastAppliedResponse>();
  /** The refusals since the last response to this process. */
  private refusals = 0;

  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly leases: ItemLeaseRepository,
    private readonly writer: StatWriter,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns the response that this process applied last for the client, if it was applied in the same way as `lease` asks for. */
  findLastApplied({ clientId, exact }: ItemLease): LastAppliedResponse | undefined {
    const last = this.lastApplied.get(clientId);
    return last?.exact === exact ? last : undefined;
  }

  /**
   * Ends the item and leaves the rows as they are. Returns null when the rows changed since the response was applied, or when
   * another client has shown the same upstream id.
   */
  confirmUnchanged(
    lease: ItemLease,
    calls: number,
    { counts, ignored, upstreamId, rows }: LastAppliedResponse,
  ): Promise<EndedItem | null> {
    this.refusals = 0;
    const confirmation = { clientId: lease.clientId, window: lease.window, syncedAt: this.clock.now().toISOString() };
    const status = 'done';
    return this.database.writeShared(async (tx) => {
      if (upstreamId !== null && (await recordUpstreamId(tx, lease.clientId, upstreamId))) return null;
      if (!(await this.writer.confirm(tx, confirmation, rows))) return null;
      const outcome = { status, attempts: calls, code: null, message: null, ignored, ...counts } as const;
      return { status, counts, remaining: await this.leases.finish(tx, lease, outcome) };
    });
  }

  /** Merges the response into the rows and ends the item, in one transaction. @throws LeaseLostError */
  async commit(lease: ItemLease, response: ValidatedResponse): Promise<EndedItem> {
    this.refusals = 0;
    const { applied, ...end } = await this.database.writeShared(async (tx) => {
      const { outcome, counts, applied } = await this.applyResponse(tx, lease, response);
      const remaining = await this.leases.finish(tx, lease, outcome);
      await insertQuarantinedRows(tx, lease.itemId, response.quarantined);
      return { status: outcome.status, counts, applied, remaining };
    });
    if (applied) this.lastApplied.set(lease.clientId, applied);
    return end;
  }

  /**
   * Ends the item with the error. When the upstream as a whole fails, no further item of the run is tried; the items in progress
   * keep their responses. @throws LeaseLostError
   */
  recordFailure(lease: ItemLease, error: UpstreamError): Promise<EndedItem> {
    if (error.code === 'upstream_refused') this.refusals += 1;
    return this.database.write((tx) => this.writeFailure(tx, lease, error));
  }

  private async applyResponse(
    tx: EntityManager,
    lease: ItemLease,
    response: ValidatedResponse,
  ): Promise<{ outcome: ItemOutcome; counts: WriteCounts | null; applied: LastAppliedResponse | null }> {
    const { clientId, window, exact } = lease;
    const { days, quarantined, ignored, calls, fingerprint, upstreamId } = response;
    const other = upstreamId === null ? null : await recordUpstreamId(tx, clientId, upstreamId);
    if (other) {
      await this.endOtherAsSame(tx, lease, other);
      const name = await findClientName(tx, clientId);
      const message = `${describeSame(name, other.name)} Nothing was changed here. ${WAY_OUT}`;
      const outcome = {
        status: 'failed',
        attempts: calls,
        code: 'same_restaurant',
        message,
        otherName: other.name,
      } as const;
      return { outcome, counts: null, applied: null };
    }
    if (isSilentResponse(response, exact) && (await this.writer.hasStats(tx, clientId, window))) {
      const message = `Upstream sent nothing for ${window.from} to ${window.to}, where the replica holds data. The data were kept.`;
      const outcome = {
        status: 'suspicious_empty',
        attempts: calls,
        code: 'suspicious_empty',
        message,
        ignored,
      } as const;
      return { outcome, counts: null, applied: null };
    }
    const syncedAt = this.clock.now().toISOString();
    const commit = { clientId, window, exact, syncedAt, ...toMergeInput(response) };
    const { counts, fingerprint: rows } = await this.writer.commit(tx, commit);
    const unchangedCounts = { ...counts, inserted: 0, updated: 0, deleted: 0, unchanged: days.length };
    return {
      outcome: toMergedOutcome(counts, { calls, quarantined, ignored }),
      counts,
      applied:
        fingerprint !== null && quarantined.length === 0
          ? { fingerprint, exact, ignored, upstreamId, counts: unchangedCounts, rows }
          : null,
    };
  }

  /** Ends the done item of the other client in the same run too, because nobody can tell whose numbers were copied. */
  private async endOtherAsSame(
    tx: EntityManager,
    { runId, clientId }: ItemLease,
    other: { readonly id: number; readonly name: string },
  ): Promise<void> {
    this.lastApplied.delete(other.id);
    const otherName = await findClientName(tx, clientId);
    const message = `${describeSame(other.name, otherName)} The days that this run copied may be of the other restaurant. ${WAY_OUT}`;
    await tx.update(
      SyncItem,
      { runId, clientId: other.id, status: 'done' },
      { status: 'failed', code: 'same_restaurant', message, otherName },
    );
  }

  private async writeFailure(tx: EntityManager, lease: ItemLease, error: UpstreamError): Promise<EndedItem> {
    const { runId, clientId } = lease;
    this.logger.warn({ runId, clientId, code: error.code, calls: error.calls }, error.message);
    const status = error.code === 'not_found' ? 'not_found' : 'failed';
    const outcome = { status, attempts: error.calls, code: error.code, message: error.message } as const;
    const remaining = await this.leases.finish(tx, lease, outcome);
    const end = { status, counts: null, remaining } as const;
    if (!(await this.isOfUpstreamAsAWhole(tx, lease, error))) return end;
    const rest = {
      status: 'cancelled',
      attempts: 0,
      code: 'run_stopped',
      message: `Not tried: the run was stopped. ${error.message}`,
    } as const;
    await this.runs.cancelPending(tx, runId, { code: error.code, message: error.message }, rest);
    return { ...end, remaining: await this.runs.closeIfComplete(tx, runId) };
  }

  /** Returns whether the next restaurant would fail too. A refused key shows at the first call of a run. */
  private async isOfUpstreamAsAWhole(tx: EntityManager, { runId }: ItemLease, error: UpstreamError): Promise<boolean> {
    if (error.code === 'rate_limited' || error.code === 'upstream_misconfigured') return true;
    if (error.code !== 'upstream_refused') return false;
    // A refusal without an HTTP status is one of the database, which has one account for all restaurants.
    if (this.refusals >= MAX_REFUSALS_IN_A_ROW || error.status === undefined) return true;
    return error.status === 401 && !(await tx.existsBy(SyncItem, { runId, status: In([...ANSWERED]) }));
  }
}

const WAY_OUT = 'Correct the upstream name of one of them, or archive it.';

function describeSame(name: string, otherName: string): string {
  return `The statistics server sends the numbers of one restaurant for "${name}" and for "${otherName}".`;
}

async function findClientName(tx: EntityManager, id: number): Promise<string> {
  return (await tx.findOneOrFail(Client, { select: { name: true }, where: { id } })).name;
}

/**
 * Returns whether a response has no row of its window, valid or rejected. Such a response is suspicious where the replica holds
 * rows. In an exact copy a response without any row at all is not silent.
 */
export function isSilentResponse({ days, quarantined, received }: ValidatedResponse, exact: boolean): boolean {
  return days.length === 0 && quarantined.length === 0 && !(exact && received === 0);
}

/** Returns the part of a response that a commit merges into the rows. */
export function toMergeInput(
  response: ValidatedResponse,
): Pick<StatCommit, 'days' | 'quarantinedDays' | 'undatedRows'> {
  const { days, quarantined, quarantinedDays } = response;
  return { days, quarantinedDays, undatedRows: quarantined.some(({ date }) => date === null) };
}
