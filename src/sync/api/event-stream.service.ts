import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { merge, Observable, Subject, type Subscriber, type Subscription } from 'rxjs';
import { toRunDto, type RunDto } from '../runs/run.dto.js';
import { SyncRun } from '../runs/sync-run.entity.js';
import { ItemEnded, ReplicaUpdated, RunEnded, RunPlanned } from '../sync.events.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainEvents, WatchedStates, type WatchedState } from '../../platform/events/index.js';
import { isRunActive } from '../../domain/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { PollingLoop } from '../../platform/scheduling/index.js';
import { ClientReplica } from '../../stats/index.js';

/**
 * An event of the stream: `progress` and `run` carry a {@link RunDto}, `replica-updated` the revision of the replica. Others
 * are the events of the watched states.
 */
interface StreamEvent {
  readonly event: string;
  readonly data: object;
}

/** The longest time until the stream notices a change by another process. */
const POLL_INTERVAL_MS = 1_000;
/** Events within this time cause one read. */
const THROTTLE_MS = 100;

interface Snapshot {
  /** The active run, else the newest. */
  readonly run: RunDto | null;
  readonly revision: number;
  /** The watched states, in the order of {@link WatchedStates.list}. */
  readonly others: readonly Awaited<ReturnType<WatchedState['read']>>[];
}

/**
 * Streams changes to open pages. It compares snapshots of SQL, so it also streams what another process did, and it polls only
 * while a page is open.
 */
@Injectable()
export class EventStreamService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streamed = new Subject<StreamEvent>();
  private listeners = 0;
  /** Listeners whose stream begins at the next poll. */
  private readonly newListeners = new Set<Subscriber<StreamEvent>>();
  private readonly loop: PollingLoop;
  private throttled: NodeJS.Timeout | null = null;
  private lastSnapshot: Snapshot | null = null;
  private subscription: Subscription | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: DomainEvents,
    private readonly watched: WatchedStates,
    @Inject(LOGGER) logger: Logger,
  ) {
    const tick = (signal: AbortSignal) => this.poll(signal);
    this.loop = new PollingLoop({ name: 'event stream', intervalMs: POLL_INTERVAL_MS, logger, tick });
  }

  /** Listens when every module has added its state. */
  onApplicationBootstrap(): void {
    const types = [
      RunPlanned,
      ItemEnded,
      ReplicaUpdated,
      RunEnded,
      ...this.watched.list().map((state) => state.changedBy),
    ];
    this.subscription = merge(...types.map((type) => this.events.on<object>(type))).subscribe(() => this.pollSoon());
  }

  /** Returns the stream. It begins with the active run and the active watched states, and completes at shutdown. */
  stream(): Observable<StreamEvent> {
    return new Observable((listener) => {
      this.newListeners.add(listener);
      this.listeners++;
      void (this.loop.isRunning ? this.loop.poll() : this.loop.start());
      return () => {
        this.newListeners.delete(listener);
        if (--this.listeners === 0) void this.stopPolling();
      };
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    for (const listener of this.newListeners) listener.complete();
    this.streamed.complete();
    await this.stopPolling();
  }

  private async stopPolling(): Promise<void> {
    if (this.throttled) clearTimeout(this.throttled);
    this.throttled = null;
    this.lastSnapshot = null;
    await this.loop.stop();
  }

  private pollSoon(): void {
    if (this.listeners === 0 || this.throttled) return;
    this.throttled = setTimeout(() => {
      this.throttled = null;
      void this.loop.poll();
    }, THROTTLE_MS);
  }

  /**
   * Streams what differs from the snapshot of the last poll, and begins the streams of new listeners. Both follow from one
   * snapshot: no listener misses a change, and none receives an older state after a newer one.
   */
  private async poll(signal: AbortSignal): Promise<void> {
    const before = this.lastSnapshot;
    const now = await this.readSnapshot();
    if (signal.aborted) return;
    this.lastSnapshot = now;
    if (before) await this.streamChanges(before, now);
    for (const listener of this.newListeners) this.begin(listener, now);
    this.newListeners.clear();
  }

  private begin(listener: Subscriber<StreamEvent>, { run, others }: Snapshot): void {
    if (isActiveRun(run)) listener.next({ event: 'progress', data: run });
    others.forEach((other, index) => other?.active && listener.next(this.streamEvent(index, other.data)));
    listener.add(this.streamed.subscribe(listener));
  }

  private async streamChanges(before: Snapshot, now: Snapshot): Promise<void> {
    now.others.forEach((other, index) => {
      if (other && JSON.stringify(other) !== JSON.stringify(before.others[index]))
        this.streamed.next(this.streamEvent(index, other.data));
    });
    const newRun = now.run?.id !== before.run?.id;
    if (newRun && isActiveRun(before.run)) {
      const ended = await this.findRun(before.run.id);
      if (ended) this.streamed.next({ event: 'run', data: ended });
    }
    if (now.run && (newRun || now.run.status !== before.run?.status))
      this.streamed.next({ event: 'run', data: now.run });
    if (isActiveRun(now.run)) {
      if (newRun || now.run.progress.done !== before.run?.progress.done) {
        this.streamed.next({ event: 'progress', data: now.run });
      }
    } else if (newRun || isActiveRun(before.run) || now.revision !== before.revision) {
      this.streamed.next({ event: 'replica-updated', data: { revision: now.revision } });
    }
  }

  private readSnapshot(): Promise<Snapshot> {
    return this.database.read(async (tx) => {
      const active = await tx.findOneBy(SyncRun, { active: 1 });
      const [run] = active ? [active] : await tx.find(SyncRun, { order: { id: 'DESC' }, take: 1 });
      const others = [];
      for (const { read } of this.watched.list()) others.push(await read(tx));
      return {
        run: run ? await toRunDto(tx, run, this.clock.now().getTime()) : null,
        revision: (await tx.sum(ClientReplica, 'revision')) ?? 0,
        others,
      };
    });
  }

  private streamEvent(index: number, data: object): StreamEvent {
    return { event: this.watched.list()[index]!.event, data };
  }

  private findRun(id: number): Promise<RunDto | null> {
    return this.database.read(async (tx) => {
      const run = await tx.findOneBy(SyncRun, { id });
      return run && toRunDto(tx, run, this.clock.now().getTime());
    });
  }
}

function isActiveRun(run: RunDto | null): run is RunDto {
  return run !== null && isRunActive(run.status);
}
