import { Subject } from 'rxjs';
import { CallFault } from './call-fault.js';
import { Turnstile } from './turnstile.js';

/** What a call resolves with when upstream answered 429. */
export class TooManyRequests {
  /** @param retryAfterMs as upstream asked, or null when it did not say. */
  constructor(readonly retryAfterMs: number | null) {}
}

/** Times are milliseconds of the monotonic clock. */
export interface GateOptions {
  /** Calls at once while upstream does not complain. */
  readonly concurrency: number;
  /** Refused without a break for so long, callers are told `rate_limited`. */
  readonly giveUpMs?: number;
  /** The pause after a 429 that names none; doubled for each further one in a row. */
  readonly firstPauseMs?: number;
  /** The shortest pause, for a `Retry-After` of 0 or in the past. */
  readonly minPauseMs?: number;
  readonly maxPauseMs?: number;
}

const DEFAULTS = { giveUpMs: 30 * 60_000, firstPauseMs: 5000, minPauseMs: 1000, maxPauseMs: 60_000 };

/**
 * The one limiter of a source: bounds the calls at once, and when upstream answers 429 makes everybody wait and go on more
 * gently. Concurrency is halved by a 429 and grows by one after each full round of successes.
 */
export class UpstreamGate {
  /** The limit changed: nobody enters for `pauseMs`, then `concurrency` calls at once. */
  readonly limited = new Subject<{ readonly pauseMs: number; readonly concurrency: number }>();
  private readonly options: Required<GateOptions>;
  private readonly turnstile: Turnstile;
  private successes = 0;
  /** Counts bursts of 429. Calls that were in flight together are refused together, and that counts once. */
  private burst = 0;
  private nextPauseMs: number;
  private refusedSince: number | null = null;
  private refusedLast = 0;

  constructor(options: GateOptions) {
    this.options = { ...DEFAULTS, ...options };
    this.turnstile = new Turnstile(options.concurrency);
    this.nextPauseMs = this.options.firstPauseMs;
  }

  /** Calls allowed at once right now. */
  get concurrency(): number {
    return this.turnstile.limit;
  }

  /**
   * Makes `call` when its turn comes, again after each 429, and passes on whatever else comes of it.
   * @throws CallFault `cancelled` at once when `signal` aborts while waiting; `rate_limited`.
   */
  async pass<T>(call: () => Promise<T | TooManyRequests>, signal: AbortSignal): Promise<T> {
    for (;;) {
      // Once given up, only the first call after each pause may find out whether it is over; the others need not wait.
      if (this.gaveUp() && this.turnstile.paused) throw this.rateLimited();
      await this.turnstile.enter(signal);
      const burst = this.burst;
      try {
        const result = await call();
        if (!(result instanceof TooManyRequests)) {
          this.succeeded();
          return result;
        }
        this.refused(result, burst);
      } catch (error) {
        const otherFault = !(error instanceof CallFault && error.code === 'rate_limited');
        if (otherFault && !signal.aborted) this.refusedSince = null;
        throw error;
      } finally {
        this.turnstile.leave();
      }
    }
  }

  private succeeded(): void {
    this.refusedSince = null;
    this.nextPauseMs = this.options.firstPauseMs;
    this.successes += 1;
    if (this.successes < this.turnstile.limit) return;
    this.successes = 0;
    if (this.turnstile.limit >= this.options.concurrency) return;
    this.turnstile.limit += 1;
    this.limited.next({ pauseMs: 0, concurrency: this.turnstile.limit });
  }

  /** @param burst the burst that was current when the refused call began. */
  private refused({ retryAfterMs }: TooManyRequests, burst: number): void {
    const { giveUpMs, minPauseMs, maxPauseMs } = this.options;
    const now = performance.now();
    // A refusal of last night says nothing about tonight.
    if (this.refusedSince === null || now - this.refusedLast > giveUpMs + maxPauseMs) this.refusedSince = now;
    this.refusedLast = now;

    const until = now + Math.min(Math.max(retryAfterMs ?? this.nextPauseMs, minPauseMs), maxPauseMs);
    if (burst === this.burst) {
      this.burst += 1;
      this.successes = 0;
      this.nextPauseMs = Math.min(this.nextPauseMs * 2, maxPauseMs);
      this.turnstile.limit = Math.max(1, Math.floor(this.turnstile.limit / 2));
      this.turnstile.pausedUntil = until;
      this.limited.next({ pauseMs: until - now, concurrency: this.turnstile.limit });
    } else if (retryAfterMs !== null) {
      this.turnstile.pausedUntil = Math.max(this.turnstile.pausedUntil, until);
    }
    if (!this.gaveUp()) return;
    this.turnstile.refuseAll(this.rateLimited());
    throw this.rateLimited();
  }

  private gaveUp(): boolean {
    return this.refusedSince !== null && this.refusedLast - this.refusedSince >= this.options.giveUpMs;
  }

  private rateLimited(): CallFault {
    const minutes = Math.round(this.options.giveUpMs / 60_000);
    const text = `The statistics server answered 429 (too many requests) for ${minutes} minutes. Try again later, and with a lower SYNC_CONCURRENCY.`;
    return new CallFault('rate_limited', text, false, 429);
  }
}
