import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { BatchWindowsService } from './batch-windows.service.js';
import { ItemCommitService, type EndedItem } from './item-commit.service.js';
import { ItemLeaseRepository, LeaseLostError, type ItemLease } from './item-lease.repository.js';
import { RunCompletionNotifier } from '../runs/run-completion.notifier.js';
import { ItemEnded, ReplicaUpdated, type ItemResult } from '../sync.events.js';
import { OperationalError } from '../../domain/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { YieldingExecutor } from '../../platform/event-loop/index.js';
import { UpstreamError, UpstreamSource } from '../../upstream/index.js';

/** Copies one client's window: leases the item, fetches the response and has it validated and committed. */
@Injectable()
export class SyncItemProcessor {
  private readonly executor = new YieldingExecutor();
  private readonly inProgress = new Map<number, { readonly lease: ItemLease; readonly abort: AbortController }>();

  constructor(
    private readonly leases: ItemLeaseRepository,
    private readonly source: UpstreamSource,
    private readonly batches: BatchWindowsService,
    private readonly commits: ItemCommitService,
    private readonly events: DomainEvents,
    private readonly completion: RunCompletionNotifier,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Processes one item if it is still available. Releases the item when the work is aborted (shutdown, cancellation). Leaves it
   * to its new owner when the lease is lost.
   * @throws OperationalError when the replica can not be written.
   */
  async process(itemId: number, shutdown: AbortSignal): Promise<void> {
    const lease = await this.leases.acquire(itemId);
    if (!lease) return;
    const abort = new AbortController();
    this.inProgress.set(itemId, { lease, abort });
    try {
      const signal = AbortSignal.any([shutdown, abort.signal]);
      const outcome = await this.fetchAndCommit(lease, signal);
      this.publish(lease, outcome);
      // Pending items mean that the run has not ended.
      if (outcome.remaining !== 'pending') await this.completion.notify(lease.runId);
    } catch (error) {
      if (error instanceof LeaseLostError)
        this.logger.warn({ runId: lease.runId, clientId: lease.clientId }, 'lease lost');
      else await this.leases.release(lease);
      if (!(error instanceof LeaseLostError) && !isCancellation(error)) throw error;
    } finally {
      this.inProgress.delete(itemId);
    }
  }

  /** Returns the ids of the items that this process works on. */
  itemsInProgress(): number[] {
    return [...this.inProgress.keys()];
  }

  /** Aborts the work on these items. */
  abort(itemIds: readonly number[]): void {
    for (const itemId of itemIds) this.inProgress.get(itemId)?.abort.abort();
  }

  /** Aborts the work on the items of a run. */
  abortRun(runId: number): void {
    for (const { lease, abort } of this.inProgress.values()) if (lease.runId === runId) abort.abort();
  }

  private publish({ clientId }: ItemLease, { status, counts }: ItemResult): void {
    this.events.publish(ItemEnded, { status, counts });
    if (counts && counts.inserted + counts.updated + counts.deleted > 0) {
      this.events.publish(ReplicaUpdated, { clientId, counts });
    }
  }

  private async fetchAndCommit(lease: ItemLease, signal: AbortSignal): Promise<EndedItem> {
    const { runId, upstreamName, upstreamId, window } = lease;
    const batchWindow = await this.batches.find(lease);
    const batch = batchWindow ? { runId, window: batchWindow, upstreamId } : undefined;
    const last = this.commits.findLastApplied(lease);
    const known = last?.fingerprint;
    let response = await toResult(this.source.fetchDays(upstreamName, window, { signal, known, batch }));
    if ('known' in response) {
      const { calls } = response;
      const confirmed = last && (await this.executor.run(() => this.commits.confirmUnchanged(lease, calls, last)));
      if (confirmed) return confirmed;
      // The rows changed since this response was applied, so it is fetched in full and applied again.
      response = await toResult(this.source.fetchDays(upstreamName, window, { signal }));
    }
    const result = response;
    return this.executor.run(() =>
      result instanceof UpstreamError ? this.commits.recordFailure(lease, result) : this.commits.commit(lease, result),
    );
  }
}

/** Returns the response, or the upstream error, which is an outcome of the item too. Throws when the fetch was aborted. */
async function toResult<T>(days: Promise<T>): Promise<T | UpstreamError> {
  try {
    return await days;
  } catch (error) {
    if (error instanceof UpstreamError && !isCancellation(error)) return error;
    throw error;
  }
}

function isCancellation(error: unknown): boolean {
  return error instanceof OperationalError && error.code === 'cancelled';
}
