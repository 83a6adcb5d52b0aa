import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { merge, type Subscription } from 'rxjs';
import { ItemLeaseRepository, LEASE_RENEWAL_INTERVAL_MS } from './item-lease.repository.js';
import { SyncItemProcessor } from './sync-item.processor.js';
import { RunCompletionNotifier } from '../runs/run-completion.notifier.js';
import { RunRepository } from '../runs/run.repository.js';
import { syncItemJob } from './sync.jobs.js';
import { SyncService } from '../planning/sync.service.js';
import { RunEnded, RunPlanned } from '../sync.events.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { Database, type LastingFault } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { canThrottle, JobQueue, keepsJobsInStore } from '../../platform/queue/index.js';
import { type BackgroundContext, type BackgroundService, PollingLoop } from '../../platform/scheduling/index.js';
import { AdaptiveRateLimiter } from '../../upstream/index.js';

/** How long the shutdown waits for items that are in progress to be released. */
const SHUTDOWN_GRACE_MS = 15_000;

/**
 * Processes the items of the active run, whichever process planned it. Releases expired leases, closes completed runs and
 * stops the run when the replica can not be written.
 */
@Injectable()
export class SyncWorker implements BackgroundService, OnModuleInit, OnModuleDestroy {
  readonly role = 'worker';
  private readonly reconciliation: PollingLoop;
  private readonly leaseRenewal: PollingLoop;
  private readonly subscriptions: Subscription[] = [];
  /** Why the queue is paused: the replica could not be written. */
  private fault: LastingFault | null = null;

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly runs: RunRepository,
    private readonly leases: ItemLeaseRepository,
    private readonly processor: SyncItemProcessor,
    private readonly sync: SyncService,
    private readonly events: DomainEvents,
    private readonly completion: RunCompletionNotifier,
    private readonly rateLimiter: AdaptiveRateLimiter,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.reconciliation = new PollingLoop({
      name: 'sync worker',
      intervalMs: queue.pollIntervalMs,
      logger,
      tick: () => this.reconcile(),
    });
    this.leaseRenewal = new PollingLoop({
      name: 'lease renewal',
      intervalMs: LEASE_RENEWAL_INTERVAL_MS,
      logger,
      tick: () => leases.renew(),
    });
  }

  /**
   * Resumes the run that an earlier process left unfinished, then polls at an interval and at every planned or ended run.
   * @param isOnlyServer No other server runs on this replica, so every lease of another process is dead.
   */
  async start({ isOnlyServer }: Pick<BackgroundContext, 'isOnlyServer'>): Promise<void> {
    const concurrency = this.config.sync.concurrency;
    this.queue.consume(syncItemJob, ({ itemId }, { signal }) => this.process(itemId, signal), { concurrency });
    const resumed = await this.database.write(async (tx) => {
      await this.leases.releaseExpired(tx, isOnlyServer);
      return this.runs.findActive(tx);
    });
    if (resumed) this.logger.info({ runId: resumed.id }, 'resuming an unfinished run');
    this.subscriptions.push(
      this.events.on(RunEnded).subscribe(({ id }) => this.processor.abortRun(id)),
      merge(this.events.on(RunPlanned), this.events.on(RunEnded)).subscribe(() => void this.poll()),
      this.rateLimiter.limitChanged.subscribe((limit) => void this.guarded(() => this.throttleOthers(limit))),
    );
    await this.leaseRenewal.start();
    await this.reconciliation.start();
  }

  /** Lets a process that processes no items itself notify the workers that share its queue. */
  onModuleInit(): void {
    if (!this.queue.isShared) return;
    const planned = this.events.on(RunPlanned).subscribe(() => {
      if (!this.isRunning) void this.guarded(() => this.notifyWorkers());
    });
    this.subscriptions.push(planned);
  }

  /** True from {@link start} to the shutdown. */
  get isRunning(): boolean {
    return this.reconciliation.isRunning;
  }

  /** Reconciles SQL and queue once: expired leases, completed runs, pending items, first syncs. Never throws. */
  poll(): Promise<void> {
    return this.reconciliation.poll();
  }

  /** Takes no further item and releases those in progress; resolves when nothing runs, after 15 s at the latest. */
  async onModuleDestroy(): Promise<void> {
    const stopped = Promise.all([this.reconciliation.stop(), this.leaseRenewal.stop()]);
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await this.queue.close(SHUTDOWN_GRACE_MS);
    await stopped;
  }

  private async reconcile(): Promise<void> {
    this.fault ??= this.database.fault;
    if (this.fault) await this.stopFor(this.fault);
    const inProgress = this.processor.itemsInProgress();
    const stalled = await this.database.read(async (tx) => {
      const active = await this.runs.findActive(tx);
      if (!active) return null;
      const { id } = active;
      return (await this.leases.hasExpired(tx, id)) || !(await this.runs.remainingWork(tx, id)) ? active : null;
    });
    if (stalled) {
      await this.database.write(async (tx) => {
        await this.leases.releaseExpired(tx);
        await this.runs.closeIfComplete(tx, stalled.id);
      });
    }
    const { run, pending, held } = await this.database.read(async (tx) => {
      const active = await this.runs.findActive(tx);
      const waiting = await this.runs.listPendingItemIds(tx, this.queue.maxJobsPerPoll);
      return { run: active ?? stalled, pending: waiting, held: await this.leases.heldByThisProcess(tx) };
    });
    this.processor.abort(inProgress.filter((itemId) => !held.has(itemId)));
    if (run && pending.length === 0 && held.size === 0) await this.completion.notify(run.id);
    await this.completion.notifyPending();
    await this.enqueuePending(pending);
    await this.sync.startFirstSyncs();
  }

  /** Passes a limit of this process on to the processes that share the queue. */
  private async throttleOthers(limit: { pauseMs: number; concurrency: number }): Promise<void> {
    if (canThrottle(this.queue)) await this.queue.throttle(syncItemJob, limit);
  }

  private async notifyWorkers(): Promise<void> {
    await this.enqueue(await this.database.read((tx) => this.runs.listPendingItemIds(tx, this.queue.maxJobsPerPoll)));
  }

  /** A queue that outlives this process may hold most of the jobs, and may have lost any of them. */
  private async enqueuePending(itemIds: readonly number[]): Promise<void> {
    if (!keepsJobsInStore(this.queue)) return this.enqueue(itemIds);
    const added = await this.queue.restore(syncItemJob, toPayloads(itemIds));
    if (added > 0) this.logger.info({ added, pending: itemIds.length }, 'jobs that the queue did not hold were added');
  }

  private enqueue(itemIds: readonly number[]): Promise<void> {
    return this.queue.enqueue(syncItemJob, toPayloads(itemIds));
  }

  private async process(itemId: number, signal: AbortSignal): Promise<void> {
    try {
      await this.processor.process(itemId, signal);
    } catch (error) {
      // The next poll may come after a small write succeeded and cleared the database's own fault.
      if (this.database.fault) {
        this.fault = this.database.fault;
        this.queue.pause();
      }
      throw error;
    }
  }

  /** Ends the active run with the fault as its reason. Throws as long as the replica can not be written. */
  private async stopFor(fault: LastingFault): Promise<void> {
    this.queue.pause();
    const run = await this.database.write(async (tx) => {
      const active = await this.runs.findActive(tx);
      const { code, message } = fault;
      if (active) {
        await this.runs.stop(tx, active.id, { code, message }, { status: 'failed', attempts: 0, code, message });
      }
      return active;
    });
    this.fault = null;
    this.queue.resume();
    if (run) await this.completion.notify(run.id);
  }

  private async guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error({ err: error }, 'the sync worker could not notify the queue');
    }
  }
}

function toPayloads(itemIds: readonly number[]): { readonly itemId: number }[] {
  return itemIds.map((itemId) => ({ itemId }));
}
