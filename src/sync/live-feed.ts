import { Injectable, type OnModuleDestroy } from '@nestjs/common';
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

/** Changes made by other processes are noticed this often. */
const LOOK_EVERY_MS = 1_000;
/** At most this often is a burst of commits read. */
const THROTTLE_MS = 100;

interface Seen {
  /** The newest run. While any run is active, it is that one. */
  readonly run: RunView | null;
  readonly revision: number;
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
  private readonly subscription: Subscription;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    signals: SyncSignals,
  ) {
    this.subscription = signals.changed.subscribe(() => this.lookSoon());
  }

  /** The stream; it begins with the active run, if there is one, and completes at shutdown. */
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
        ({ run }) => isActive(run) && listener.next({ event: 'progress', data: run }),
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
      return {
        run: run ? await viewRun(tx, run, this.clock.now().getTime()) : null,
        revision: rows[0]?.revision ?? 0,
      };
    });
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
