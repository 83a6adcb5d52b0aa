import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Observable, Subject, type Subscription } from 'rxjs';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { viewRun, type RunView } from './run-view.js';
import { SyncRun } from './sync-run.entity.js';
import { SyncSignals } from './sync-signals.js';

/** What the one stream carries: `progress` and `run` a run's view, `replica-updated` the replica's revision. */
export interface LiveEvent {
  readonly event: 'progress' | 'run' | 'collection' | 'replica-updated';
  readonly data: object;
}

/** Something else the stream tells about: its event follows each change of what is read. */
export interface Watched {
  readonly event: LiveEvent['event'];
  /** Read in the snapshot of every look; null: there is nothing yet. */
  readonly read: (tx: EntityManager) => Promise<{ readonly data: object; readonly active: boolean } | null>;
}

/** Changes made by other processes are noticed this often. */
const LOOK_EVERY_MS = 1_000;
/** At most this often is a burst of commits read. */
const THROTTLE_MS = 100;

interface Seen {
  /** The newest run. While any run is active, it is that one. */
  readonly run: RunView | null;
  readonly revision: number;
  /** In the order of `watched`. */
  readonly others: readonly Awaited<ReturnType<Watched['read']>>[];
}

/** Tells open pages what changed. Everything is read from SQL, so it also tells what another process did. */
@Injectable()
export class LiveFeed implements OnModuleDestroy {
  private readonly events = new Subject<LiveEvent>();
  private listeners = 0;
  private looking: NodeJS.Timeout | null = null;
  private throttled: NodeJS.Timeout | null = null;
  private seen: Seen | null = null;
  private turn: Promise<void> = Promise.resolve();
  private readonly watched: Watched[] = [];
  private readonly subscription: Subscription;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    signals: SyncSignals,
  ) {
    this.subscription = signals.changed.subscribe(() => this.lookSoon());
  }

  /** Tells this too, from the next look on. */
  watch(watched: Watched): void {
    this.watched.push(watched);
  }

  /** The stream; it begins with what is active, and completes at shutdown. */
  stream(): Observable<LiveEvent> {
    return new Observable((listener) => {
      const subscription = this.events.subscribe(listener);
      this.listeners++;
      if (!this.looking) {
        this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS);
        // What changes from here on is news.
        void this.look();
      }
      void this.current().then(
        ({ run, others }) => {
          if (isActive(run)) listener.next({ event: 'progress', data: run });
          others.forEach((other, at) => other?.active && listener.next(this.told(at, other.data)));
        },
        () => undefined,
      );
      return () => {
        subscription.unsubscribe();
        if (--this.listeners === 0) this.rest();
      };
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription.unsubscribe();
    this.events.complete();
    this.rest();
    await this.turn;
  }

  private rest(): void {
    if (this.looking) clearInterval(this.looking);
    if (this.throttled) clearTimeout(this.throttled);
    this.looking = this.throttled = null;
    this.seen = null;
  }

  private lookSoon(): void {
    if (this.listeners === 0 || this.throttled) return;
    this.throttled = setTimeout(() => {
      this.throttled = null;
      void this.look();
    }, THROTTLE_MS);
  }

  private look(): Promise<void> {
    this.turn = this.turn.then(() => this.compare()).catch(() => undefined);
    return this.turn;
  }

  private async compare(): Promise<void> {
    const before = this.seen;
    const now = await this.current();
    if (!this.looking) return;
    this.seen = now;
    if (!before) return;
    now.others.forEach((other, at) => {
      if (other && JSON.stringify(other) !== JSON.stringify(before.others[at]))
        this.events.next(this.told(at, other.data));
    });
    const newRun = now.run?.id !== before.run?.id;
    if (newRun && isActive(before.run)) {
      const ended = await this.ended(before.run.id);
      if (ended) this.events.next({ event: 'run', data: ended });
    }
    if (now.run && (newRun || now.run.status !== before.run?.status)) this.events.next({ event: 'run', data: now.run });
    if (isActive(now.run)) {
      if (newRun || now.run.progress.done !== before.run?.progress.done) {
        this.events.next({ event: 'progress', data: now.run });
      }
    } else if (newRun || isActive(before.run) || now.revision !== before.revision) {
      this.events.next({ event: 'replica-updated', data: { revision: now.revision } });
    }
  }

  private current(): Promise<Seen> {
    return this.database.read(async (tx) => {
      const [run] = await tx.find(SyncRun, { order: { id: 'DESC' }, take: 1 });
      const rows: { revision: number | null }[] = await tx.query(
        'SELECT sum(revision) AS revision FROM client_replica',
      );
      const others = [];
      for (const { read } of this.watched) others.push(await read(tx));
      return {
        run: run ? await viewRun(tx, run, this.clock.now().getTime()) : null,
        revision: rows[0]?.revision ?? 0,
        others,
      };
    });
  }

  private told(at: number, data: object): LiveEvent {
    return { event: this.watched[at]!.event, data };
  }

  private ended(id: number): Promise<RunView | null> {
    return this.database.read(async (tx) => {
      const run = await tx.findOneBy(SyncRun, { id });
      return run && viewRun(tx, run, this.clock.now().getTime());
    });
  }
}

function isActive(run: RunView | null): run is RunView {
  return run?.status === 'queued' || run?.status === 'running';
}
