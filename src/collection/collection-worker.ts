import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { merge, type Subscription } from 'rxjs';
import { IsNull } from 'typeorm';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { LOGGER } from '../http/logger.js';
import { SyncSignals } from '../sync/sync-signals.js';
import { RemoteCollection } from '../upstream/remote-collection.js';
import { UpstreamError } from '../upstream/upstream-source.js';
import { CollectionFollowUp } from './collection-follow-up.js';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionSignals } from './collection-signals.js';
import {
  LIMIT_MS,
  NO_ANSWER_IN_TIME,
  verdictOfAnswer,
  verdictOfStatus,
  type StatusNews,
  type Verdict,
} from './verdict.js';

const SWEEP_EVERY_MS = 1_000;
/** Whoever waits for an answer says so every sweep; silent for so long, it is dead. */
const LEASE_MS = 10_000;
/** Upstream is asked for its status after a tenth of the time it has been at work, within these. */
const POLL_MS = { least: 1_000, most: 10_000 };

/** A request that is being made: its answer may take as long as the script does. */
interface Posting {
  readonly id: number;
  readonly abort: AbortController;
  readonly done: Promise<void>;
  /** It was broken off because the answer took longer than any collection may. */
  late: boolean;
}

/**
 * Sends the active collection's request, once, and watches it to its end. All that is known stands in SQL, so whatever process
 * looks next goes on from there; after a crash in the middle of the request upstream's status is asked, never again for a collection.
 */
@Injectable()
export class CollectionWorker implements OnModuleDestroy {
  private readonly owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  private readonly shutdown = new AbortController();
  private posting: Posting | null = null;
  /** On the clock of `performance.now()`. */
  private nextPoll = 0;
  private idleSince: Date | null = null;
  private timer: NodeJS.Timeout | null = null;
  private subscription: Subscription | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly remote: RemoteCollection,
    private readonly followUp: CollectionFollowUp,
    private readonly signals: CollectionSignals,
    private readonly sync: SyncSignals,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Takes up what an earlier process left, then looks for work at every signal and every second. */
  async start(): Promise<void> {
    this.subscription = merge(this.signals.requested, this.sync.runEnded).subscribe(() => void this.sweep());
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS);
    await this.sweep();
  }

  /** Brings the active collection one step further. Never throws. */
  sweep(): Promise<void> {
    this.turn = this.turn
      .then(() => this.advance())
      .catch((error: unknown) => {
        if (!this.shutdown.signal.aborted)
          this.logger.error({ err: error }, 'the collection could not be looked after');
      });
    return this.turn;
  }

  /** Breaks off a request that is under way: whether upstream collects is asked at the next start. */
  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.subscription?.unsubscribe();
    this.shutdown.abort();
    this.posting?.abort.abort();
    await this.posting?.done;
    await this.turn;
  }

  private async advance(): Promise<void> {
    if (this.shutdown.signal.aborted) return;
    const run = await this.database.read((tx) => tx.findOneBy(CollectionRun, { active: 1 }));
    if (!run) return;
    if (run.requestedAt === null) return this.request(run);
    if (this.posting?.id === run.id) return this.wait(run, this.posting);
    if (run.status === 'requesting') return this.takeOver(run);
    if (run.collectedAt === null) return this.watch(run);
    const ended = await this.followUp.advance(run);
    if (!ended) return;
    this.logger.info({ collectionId: ended.id, status: ended.status, dataMoved: ended.dataMoved }, 'collection ended');
    this.signals.ended.next(ended);
    this.sync.changed.next();
  }

  /** Remembers that the request is being made, then makes it: in this order, so that no crash sends a second one. */
  private async request({ id }: CollectionRun): Promise<void> {
    const before = await this.ask();
    const now = this.clock.now();
    const claimed = await this.database.write((tx) =>
      tx.update(
        CollectionRun,
        { id, requestedAt: IsNull() },
        {
          requestedAt: now.toISOString(),
          limitAt: after(now, LIMIT_MS),
          resultBefore: typeof before === 'object' ? (before?.lastResult ?? null) : null,
          leaseOwner: this.owner,
          leaseUntil: after(now, LEASE_MS),
        },
      ),
    );
    if (claimed.affected !== 1) return;
    this.logger.info({ collectionId: id }, 'asking upstream to collect');
    this.nextPoll = 0;
    this.idleSince = null;
    const abort = new AbortController();
    const done = this.remote
      .trigger({ signal: abort.signal })
      .then((answer) => this.apply(id, this.posting?.late ? NO_ANSWER_IN_TIME : verdictOfAnswer(answer)))
      .catch((error: unknown) => this.logger.error({ err: error, collectionId: id }, 'an answer could not be kept'))
      .finally(() => {
        this.posting = null;
        void this.sweep();
      });
    this.posting = { id, abort, done, late: false };
  }

  private async wait({ id, limitAt }: CollectionRun, posting: Posting): Promise<void> {
    const now = this.clock.now();
    if (now.toISOString() >= (limitAt ?? '')) {
      posting.late = true;
      posting.abort.abort();
    } else {
      await this.database.write((tx) => tx.update(CollectionRun, { id }, { leaseUntil: after(now, LEASE_MS) }));
    }
  }

  /** Who waited for the answer is dead: whether upstream got the request, only upstream knows. */
  private async takeOver({ id, leaseUntil }: CollectionRun): Promise<void> {
    if ((leaseUntil ?? '') > this.clock.now().toISOString()) return;
    const message = 'The process that waited for the answer is gone. Nobody knows whether upstream is collecting.';
    await this.apply(id, { status: 'unknown', over: false, message });
    await this.advance();
  }

  private async watch(run: CollectionRun): Promise<void> {
    const late = this.clock.now().toISOString() >= (run.limitAt ?? '');
    if (!late && performance.now() < this.nextPoll) return;
    const news = await this.ask();
    const now = this.clock.now();
    const idle = typeof news === 'object' && news !== null && !news.running;
    this.idleSince = idle ? (this.idleSince ?? now) : null;
    const atWork = now.getTime() - Date.parse(run.requestedAt ?? '');
    this.nextPoll = performance.now() + Math.min(Math.max(atWork / 10, POLL_MS.least), POLL_MS.most);
    const verdict = verdictOfStatus(run, news, { now, idleSince: this.idleSince });
    if (verdict) await this.apply(run.id, verdict);
  }

  private async ask(): Promise<StatusNews> {
    try {
      return await this.remote.status({ signal: this.shutdown.signal });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return 'unreachable';
    }
  }

  /** Keeps what news say, unless the run is further than that by now. */
  private async apply(id: number, { status, message, over, since }: Verdict): Promise<void> {
    const now = this.clock.now();
    const kept = await this.database.write(async (tx) => {
      const run = await tx.findOneBy(CollectionRun, { id, active: 1, collectedAt: IsNull() });
      if (!run) return null;
      const started = since != null && since < now.toISOString() ? Date.parse(since) : null;
      await tx.update(
        CollectionRun,
        { id },
        {
          message,
          // What follows is still part of it; the end says `succeeded` or `no_new_data`.
          status: status === 'succeeded' ? 'running' : status,
          leaseOwner: null,
          leaseUntil: null,
          ...(started !== null && { limitAt: after(new Date(started), LIMIT_MS) }),
          ...(over && { collectedAt: now.toISOString() }),
        },
      );
      return run;
    });
    if (!kept) return;
    this.logger[status === 'failed' ? 'warn' : 'info']({ collectionId: id, status, over }, message);
    this.sync.changed.next();
    if (over) void this.sweep();
  }
}

function after(instant: Date, ms: number): string {
  return new Date(instant.getTime() + ms).toISOString();
}
