import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { merge, type Subscription } from 'rxjs';
import { IsNull } from 'typeorm';
import { CollectionFollowUp } from './collection-follow-up.js';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionChanged, CollectionEnded, CollectionRequested } from './collection.events.js';
import {
  COLLECTION_TIMEOUT_MS,
  TIMED_OUT_TRANSITION,
  transitionOnTrigger,
  transitionOnStatus,
  type RemoteStatusResult,
  type Transition,
} from './collection-state-machine.js';
import { Clock, ProcessIdentity } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { DomainEvents } from '../platform/events/index.js';
import { LOGGER } from '../platform/logging/index.js';
import { type BackgroundService, PollingLoop } from '../platform/scheduling/index.js';
import { RunEnded } from '../sync/index.js';
import { RemoteCollection, UpstreamError } from '../upstream/index.js';

const POLL_INTERVAL_MS = 1_000;
/** The process that waits for a response renews its lease at every poll; after this time without one it is dead. */
const LEASE_TTL_MS = 10_000;
/** The status is requested after a tenth of the time that upstream has been at work, within these bounds. */
const STATUS_INTERVAL_MS = { min: 1_000, max: 10_000 };

/** A request that waits for its response, which may take as long as the remote script does. */
interface PendingRequest {
  readonly id: number;
  readonly abort: AbortController;
  readonly done: Promise<void>;
  /** Whether it was aborted because no response came before the time limit of a collection. */
  timedOut: boolean;
}

/**
 * Sends the request of the active collection once and follows the collection to its end. All state is in SQL, so any process
 * can go on. After a crash in the middle of the request the worker reads upstream's status and never repeats the request.
 */
@Injectable()
export class CollectionWorker implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly loop: PollingLoop;
  private readonly shutdown = new AbortController();
  private pendingRequest: PendingRequest | null = null;
  /** On the clock of `performance.now()`. */
  private nextStatusCallAt = 0;
  private idleSince: Date | null = null;
  private subscription: Subscription | null = null;

  constructor(
    private readonly database: Database,
    private readonly remote: RemoteCollection,
    private readonly followUp: CollectionFollowUp,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    private readonly identity: ProcessIdentity,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const tick = () => this.advance();
    this.loop = new PollingLoop({ name: 'collection worker', intervalMs: POLL_INTERVAL_MS, logger, tick });
  }

  /** Resumes the collection that an earlier process left, then polls every second, at every request and at every ended run. */
  async start(): Promise<void> {
    this.subscription = merge(this.events.on(CollectionRequested), this.events.on(RunEnded)).subscribe(
      () => void this.poll(),
    );
    await this.loop.start();
  }

  /** Brings the active collection one step further. Never throws. */
  poll(): Promise<void> {
    return this.loop.poll();
  }

  /** Aborts a pending request. The next start reads upstream's status. */
  async onModuleDestroy(): Promise<void> {
    const stopped = this.loop.stop();
    this.subscription?.unsubscribe();
    this.shutdown.abort();
    this.pendingRequest?.abort.abort();
    await this.pendingRequest?.done;
    await stopped;
  }

  private async advance(): Promise<void> {
    const run = await this.database.read((tx) => tx.findOneBy(CollectionRun, { active: 1 }));
    if (!run) return;
    if (run.requestedAt === null) return this.request(run);
    if (this.pendingRequest?.id === run.id) return this.wait(run, this.pendingRequest);
    if (run.status === 'requesting') return this.takeOver(run);
    if (run.collectedAt === null) return this.watch(run);
    const ended = await this.followUp.advance(run);
    if (!ended) return;
    this.logger.info({ collectionId: ended.id, status: ended.status, dataMoved: ended.dataMoved }, 'collection ended');
    this.events.publish(CollectionEnded, ended);
    this.events.publish(CollectionChanged, { collectionId: ended.id });
  }

  /** Writes down that the request is sent, then sends it. In this order no crash can send a second one. */
  private async request({ id }: CollectionRun): Promise<void> {
    const before = await this.fetchStatus();
    const now = this.clock.now();
    const updated = await this.database.write((tx) =>
      tx.update(
        CollectionRun,
        { id, requestedAt: IsNull() },
        {
          requestedAt: now.toISOString(),
          limitAt: after(now, COLLECTION_TIMEOUT_MS),
          resultBefore: typeof before === 'object' ? (before?.lastResult ?? null) : null,
          leaseOwner: this.identity.id,
          leaseUntil: after(now, LEASE_TTL_MS),
        },
      ),
    );
    if (updated.affected !== 1) return;
    this.logger.info({ collectionId: id }, 'asking upstream to collect');
    this.nextStatusCallAt = 0;
    this.idleSince = null;
    const abort = new AbortController();
    const done = this.remote
      .trigger({ signal: abort.signal })
      .then((response) =>
        this.apply(id, this.pendingRequest?.timedOut ? TIMED_OUT_TRANSITION : transitionOnTrigger(response)),
      )
      .catch((error: unknown) =>
        this.logger.error(
          { err: error, collectionId: id },
          'the response to the collection request could not be stored',
        ),
      )
      .finally(() => {
        this.pendingRequest = null;
        void this.poll();
      });
    this.pendingRequest = { id, abort, done, timedOut: false };
  }

  private async wait({ id, limitAt }: CollectionRun, pending: PendingRequest): Promise<void> {
    const now = this.clock.now();
    if (now.toISOString() >= (limitAt ?? '')) {
      pending.timedOut = true;
      pending.abort.abort();
    } else {
      await this.database.write((tx) => tx.update(CollectionRun, { id }, { leaseUntil: after(now, LEASE_TTL_MS) }));
    }
  }

  /** Takes over from a process that died while it waited for the response. The status becomes `unknown`. */
  private async takeOver({ id, leaseUntil }: CollectionRun): Promise<void> {
    if ((leaseUntil ?? '') > this.clock.now().toISOString()) return;
    const message = 'The process that waited for the response is gone. It is unknown whether upstream is collecting.';
    await this.apply(id, { status: 'unknown', isFinished: false, message });
    await this.advance();
  }

  private async watch(run: CollectionRun): Promise<void> {
    const isLate = this.clock.now().toISOString() >= (run.limitAt ?? '');
    if (!isLate && performance.now() < this.nextStatusCallAt) return;
    const remote = await this.fetchStatus();
    const now = this.clock.now();
    const isIdle = typeof remote === 'object' && remote !== null && !remote.running;
    this.idleSince = isIdle ? (this.idleSince ?? now) : null;
    const elapsedMs = now.getTime() - Date.parse(run.requestedAt ?? '');
    this.nextStatusCallAt =
      performance.now() + Math.min(Math.max(elapsedMs / 10, STATUS_INTERVAL_MS.min), STATUS_INTERVAL_MS.max);
    const transition = transitionOnStatus(run, remote, { now, idleSince: this.idleSince });
    if (transition) await this.apply(run.id, transition);
  }

  private async fetchStatus(): Promise<RemoteStatusResult> {
    try {
      return await this.remote.status({ signal: this.shutdown.signal });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return 'unreachable';
    }
  }

  /** Stores a transition, unless the collection has reached a later state meanwhile. */
  private async apply(id: number, { status, message, isFinished, since }: Transition): Promise<void> {
    const now = this.clock.now();
    const stored = await this.database.write(async (tx) => {
      const run = await tx.findOneBy(CollectionRun, { id, active: 1, collectedAt: IsNull() });
      if (!run) return null;
      const started = since != null && since < now.toISOString() ? Date.parse(since) : null;
      await tx.update(
        CollectionRun,
        { id },
        {
          message,
          // The collection stays active until its follow-up ends it as `succeeded` or `no_new_data`.
          status: status === 'succeeded' ? 'running' : status,
          leaseOwner: null,
          leaseUntil: null,
          ...(started !== null && { limitAt: after(new Date(started), COLLECTION_TIMEOUT_MS) }),
          ...(isFinished && { collectedAt: now.toISOString() }),
        },
      );
      return run;
    });
    if (!stored) return;
    this.logger[status === 'failed' ? 'warn' : 'info']({ collectionId: id, status, isFinished }, message);
    this.events.publish(CollectionChanged, { collectionId: id });
    if (isFinished) void this.poll();
  }
}

function after(instant: Date, ms: number): string {
  return new Date(instant.getTime() + ms).toISOString();
}
