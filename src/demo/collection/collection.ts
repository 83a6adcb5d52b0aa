import { setTimeout as sleep } from 'node:timers/promises';
import { clamp } from '../figures/random.js';
import type { Window } from '../http/row-variants.js';
import { toDay, toDayNumber, yesterdayAt } from '../../domain/index.js';

/** The ways in which an upstream responds to `triggerCollection`. `CollectionRoutes.triggerCollection` describes them. */
export const COLLECTION_SHAPES = [
  'blocking',
  'background',
  'tracked',
  'blind',
  'fruitless',
  'failing',
  'dropping',
  'garbled',
  'unsupported',
] as const;
export type CollectionShape = (typeof COLLECTION_SHAPES)[number];

const BUSINESS_TIMEZONE = 'Asia/Makassar';
const MS_PER_DAY = 86_400_000;
/** The daily collection, 00:30 UTC. */
const DAILY_AT_MS = 30 * 60_000;
/** A collection rewrites this many days, ending yesterday. */
const REWRITTEN_DAYS = 3;
const HISTORY_START = toDayNumber(toDay('2024-01-01'));
const MIN_HISTORY_DAYS = 800;

/** The result of a collection that ended. Instants are ISO 8601 UTC. */
export interface CollectionOutcome {
  readonly startedAt: string;
  readonly completedAt: string;
  /** Null when the collection succeeded. */
  readonly error: string | null;
}

/**
 * Holds which days the upstream has, and how often each was rewritten. The daily collection follows from the clock without
 * a timer. A triggered collection takes `durationMs` and rewrites the last three days once more. The history starts with a
 * collection at `now()`, so that the demo always has data through yesterday.
 */
export class DemoCollection {
  private readonly firstThrough: number;
  private triggered: { through: number; rewritten: ReadonlyMap<number, number> };
  private lastTriggered: CollectionOutcome;
  private running: { startedAt: string; done: Promise<CollectionOutcome> } | null = null;

  constructor(
    private readonly now: () => Date,
    private readonly durationMs: number,
    private readonly result: 'rewrites' | 'changes nothing' | 'fails',
  ) {
    const at = now();
    this.firstThrough = yesterday(at);
    this.triggered = { through: this.firstThrough, rewritten: new Map() };
    this.lastTriggered = { startedAt: at.toISOString(), completedAt: at.toISOString(), error: null };
  }

  /** Returns the days that can be read now. Later collections do not change the returned window. */
  window(): Window {
    const daily = this.dailyCollection();
    const { through, rewritten } = this.triggered;
    return {
      first: Math.min(HISTORY_START, this.firstThrough - MIN_HISTORY_DAYS + 1),
      last: Math.max(through, daily - 1),
      revisionOf: (number) => clamp(daily - number - 1, 0, REWRITTEN_DAYS - 1) + (rewritten.get(number) ?? 0),
    };
  }

  /** Returns the start of the running collection, ISO 8601 UTC; null when none runs. */
  runningSince(): string | null {
    return this.running?.startedAt ?? null;
  }

  /** Returns the newer of the last triggered collection and the last daily one. */
  lastOutcome(): CollectionOutcome {
    const daily = new Date(this.dailyCollection() * MS_PER_DAY + DAILY_AT_MS).toISOString();
    if (daily <= this.lastTriggered.completedAt) return this.lastTriggered;
    return { startedAt: daily, completedAt: daily, error: null };
  }

  /** Starts a collection. The caller must check {@link runningSince} first: only one may run at a time. */
  trigger(): { startedAt: string; done: Promise<CollectionOutcome> } {
    const startedAt = this.now().toISOString();
    // Unreferenced, so that a running collection does not keep the process of a closed demo alive.
    const done = sleep(this.durationMs, undefined, { ref: false }).then(() => this.finish(startedAt));
    this.running = { startedAt, done };
    return this.running;
  }

  private finish(startedAt: string): CollectionOutcome {
    const at = this.now();
    if (this.result === 'rewrites') this.rewriteLastDays(yesterday(at));
    this.running = null;
    this.lastTriggered = {
      startedAt,
      completedAt: at.toISOString(),
      error: this.result === 'fails' ? 'Collection script exited with code 1' : null,
    };
    return this.lastTriggered;
  }

  private rewriteLastDays(through: number): void {
    const rewritten = new Map(this.triggered.rewritten);
    for (let number = through; number > through - REWRITTEN_DAYS; number--) {
      rewritten.set(number, (rewritten.get(number) ?? 0) + 1);
    }
    this.triggered = { through: Math.max(through, this.triggered.through), rewritten };
  }

  /** Returns the day number of the newest daily collection, which added the day before it. */
  private dailyCollection(): number {
    return Math.floor((this.now().getTime() - DAILY_AT_MS) / MS_PER_DAY);
  }
}

function yesterday(at: Date): number {
  return toDayNumber(yesterdayAt(at, BUSINESS_TIMEZONE));
}
