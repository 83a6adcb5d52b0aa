import { setTimeout as sleep } from 'node:timers/promises';
import { day, dayNumber, yesterdayAt } from '../stats/day.js';
import { clamp } from './random.js';
import type { Window } from './sources.js';

/** How upstream answers `triggerCollection`; the route says what each does. */
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
const HISTORY_START = dayNumber(day('2024-01-01'));
const MIN_HISTORY_DAYS = 800;

/** What the last collection came to. Instants in ISO 8601, UTC. */
export interface CollectionOutcome {
  readonly startedAt: string;
  readonly completedAt: string;
  /** Null when it worked. */
  readonly error: string | null;
}

/**
 * Which days upstream holds, and how often each has been rewritten. The daily collection is read off the clock, without a
 * timer; those that somebody triggers take `durationMs` and then count as one more rewriting of the last three days. All
 * of it begins with a collection at `now()`, so that the demo always starts with data through yesterday.
 */
export class DemoCollection {
  private readonly startedWith: number;
  private triggered: { through: number; rewritten: ReadonlyMap<number, number> };
  private lastTriggered: CollectionOutcome;
  private running: { startedAt: string; done: Promise<CollectionOutcome> } | null = null;

  constructor(
    private readonly now: () => Date,
    private readonly durationMs: number,
    private readonly result: 'rewrites' | 'changes nothing' | 'fails',
  ) {
    const at = now();
    this.startedWith = yesterday(at);
    this.triggered = { through: this.startedWith, rewritten: new Map() };
    this.lastTriggered = { startedAt: at.toISOString(), completedAt: at.toISOString(), error: null };
  }

  /** What can be read at this instant. It stays as it is while an answer is being written, whatever is collected. */
  window(): Window {
    const daily = this.dailyCollection();
    const { through, rewritten } = this.triggered;
    return {
      first: Math.min(HISTORY_START, this.startedWith - MIN_HISTORY_DAYS + 1),
      last: Math.max(through, daily - 1),
      revisionOf: (number) => clamp(daily - number - 1, 0, REWRITTEN_DAYS - 1) + (rewritten.get(number) ?? 0),
    };
  }

  /** When the running collection started, else null. */
  runningSince(): string | null {
    return this.running?.startedAt ?? null;
  }

  /** The newer of the last triggered collection and the daily one. */
  lastOutcome(): CollectionOutcome {
    const daily = new Date(this.dailyCollection() * MS_PER_DAY + DAILY_AT_MS).toISOString();
    if (daily <= this.lastTriggered.completedAt) return this.lastTriggered;
    return { startedAt: daily, completedAt: daily, error: null };
  }

  /** Starts a collection. One at a time: the caller asks {@link runningSince} first. */
  trigger(): { startedAt: string; done: Promise<CollectionOutcome> } {
    const startedAt = this.now().toISOString();
    // Unreferenced: a collection nobody waits for must not keep a closed demo's process alive.
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

  /** The day of the newest daily collection: it brought the day before. */
  private dailyCollection(): number {
    return Math.floor((this.now().getTime() - DAILY_AT_MS) / MS_PER_DAY);
  }
}

function yesterday(at: Date): number {
  return dayNumber(yesterdayAt(at, BUSINESS_TIMEZONE));
}
