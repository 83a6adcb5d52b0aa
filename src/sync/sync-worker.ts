import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { merge, type Subscription } from 'rxjs';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import type { OperationalError } from '../errors.js';
import { LOGGER } from '../http/logger.js';
import { JobQueue } from '../queue/job-queue.js';
import { UpstreamGate } from '../upstream/upstream-gate.js';
import { ItemClaims, RENEW_EVERY_MS } from './item-claims.js';
import { Puller } from './puller.js';
import { RunEnds } from './run-ends.js';
import { RunLedger } from './run-ledger.js';
import { pullItem } from './sync.jobs.js';
import { SyncService } from './sync.service.js';
import { SyncSignals } from './sync-signals.js';

/** What is under way at shutdown has this long to be given back. */
const GRACE_MS = 15_000;

/** Does the items of the active run, whoever planned it, and keeps the ledger true: leases, resumes, stops. */
@Injectable()
export class SyncWorker implements OnModuleInit, OnModuleDestroy {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly subscriptions: Subscription[] = [];
  /** Why this worker stands still: the replica could not be written. */
  private fault: OperationalError | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly ledger: RunLedger,
    private readonly claims: ItemClaims,
    private readonly puller: Puller,
    private readonly sync: SyncService,
    private readonly signals: SyncSignals,
    private readonly ends: RunEnds,
    private readonly gate: UpstreamGate,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Starts working: resumes what an earlier process left, then looks for work at every signal and every sweep.
   * @param alone no other server lives on this replica, so the leases of all others are dead.
   */
  async start({ alone }: { alone: boolean }): Promise<void> {
    const concurrency = this.config.sync.concurrency;
    this.queue.consume(pullItem, ({ itemId }, { signal }) => this.pull(itemId, signal), { concurrency });
    const resumed = await this.database.write(async (tx) => {
      await this.claims.releaseExpired(tx, alone);
      return this.ledger.active(tx);
    });
    if (resumed) this.logger.info({ runId: resumed.id }, 'resuming an unfinished run');
    this.subscriptions.push(
      this.signals.runEnded.subscribe(({ id }) => this.puller.abortRun(id)),
      merge(this.signals.planned, this.signals.runEnded).subscribe(() => void this.sweep()),
      this.gate.limited.subscribe((limit) => void this.guarded(() => this.queue.slow(pullItem, limit))),
    );
    this.timers.push(setInterval(() => void this.sweep(), this.queue.refill.everyMs));
    this.timers.push(setInterval(() => void this.guarded(() => this.claims.renew()), RENEW_EVERY_MS));
    await this.sweep();
  }

  /** A process that does no items itself rings for those that share its queue. */
  onModuleInit(): void {
    if (!this.queue.shared) return;
    const planned = this.signals.planned.subscribe(() => {
      if (!this.attached) void this.guarded(() => this.ring());
    });
    this.subscriptions.push(planned);
  }

  /** True from the start of the work to the shutdown. */
  get attached(): boolean {
    return this.timers.length > 0;
  }

  /** Looks once for everything that is owed: lost claims, cancelled work, pending items, first syncs. Never throws. */
  sweep(): Promise<void> {
    this.turn = this.turn.then(() => this.guarded(() => this.reconcile()));
    return this.turn;
  }

  /** Stops claiming and gives back what is under way; resolves when nothing runs, after 15 s at the latest. */
  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await this.queue.close(GRACE_MS);
    await this.turn;
  }

  private async reconcile(): Promise<void> {
    this.fault ??= this.database.fault;
    if (this.fault) await this.stopFor(this.fault);
    const working = this.puller.items();
    const neglected = await this.database.read(async (tx) => {
      const active = await this.ledger.active(tx);
      if (!active) return null;
      const { id } = active;
      return (await this.claims.hasExpired(tx, id)) || !(await this.ledger.left(tx, id)) ? active : null;
    });
    if (neglected) {
      await this.database.write(async (tx) => {
        await this.claims.releaseExpired(tx);
        await this.ledger.closeIfComplete(tx, neglected.id);
      });
    }
    const { run, pending, mine } = await this.database.read(async (tx) => {
      const active = await this.ledger.active(tx);
      const waiting = await this.ledger.pending(tx, this.queue.refill.jobs);
      return { run: active ?? neglected, pending: waiting, mine: await this.claims.mine(tx) };
    });
    this.puller.abort(working.filter((itemId) => !mine.has(itemId)));
    if (run && pending.length === 0 && mine.size === 0) await this.ends.announce(run.id);
    await this.ends.announceOwed();
    // A queue that outlives this process may know them all already.
    const known = this.queue.shared ? (await this.queue.health()).waiting : 0;
    if (pending.length > known) await this.enqueue(pending);
    await this.sync.startOwed();
  }

  private async ring(): Promise<void> {
    await this.enqueue(await this.database.read((tx) => this.ledger.pending(tx, this.queue.refill.jobs)));
  }

  private enqueue(itemIds: readonly number[]): Promise<void> {
    return this.queue.enqueue(
      pullItem,
      itemIds.map((itemId) => ({ itemId })),
    );
  }

  private async pull(itemId: number, signal: AbortSignal): Promise<void> {
    try {
      await this.puller.pull(itemId, signal);
    } catch (error) {
      // Remembered here: by the next sweep some small write may have gone through, and the database forgotten it.
      if (this.database.fault) {
        this.fault = this.database.fault;
        this.queue.pause();
      }
      throw error;
    }
  }

  /** The replica can't be written: the run ends, saying so, as soon as that much can be written again. */
  private async stopFor(fault: OperationalError): Promise<void> {
    this.queue.pause();
    const run = await this.database.write(async (tx) => {
      const active = await this.ledger.active(tx);
      const { code, message } = fault;
      if (active) {
        await this.ledger.stop(tx, active.id, { code, message }, { status: 'failed', attempts: 0, code, message });
      }
      return active;
    });
    this.fault = null;
    this.queue.resume();
    if (run) await this.ends.announce(run.id);
  }

  private async guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error({ err: error }, 'the sync worker could not look after its runs');
    }
  }
}
