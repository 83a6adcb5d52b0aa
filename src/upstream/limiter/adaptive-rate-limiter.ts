import PQueue from 'p-queue';
import { Subject } from 'rxjs';
import { cancelledError, UpstreamCallError } from '../http/upstream-call.error.js';

/** The result of a call when the upstream responds with 429, or with 503 and `Retry-After`. */
export class TooManyRequestsResponse {
  /** @param retryAfterMs the pause that the upstream asks for; null when it names none. */
  constructor(readonly retryAfterMs: number | null) {}
}

/** All times are milliseconds of the monotonic clock. */
export interface RateLimiterOptions {
  /** The number of calls at once while the upstream accepts them all. */
  readonly concurrency: number;
  /** Callers get the error `rate_limited` after this time with no response but 429. */
  readonly giveUpMs?: number;
  /** The pause after a 429 that names none; it doubles with each further one in a row. */
  readonly firstPauseMs?: number;
  /** The shortest pause, for a `Retry-After` of 0 or in the past. */
  readonly minPauseMs?: number;
  readonly maxPauseMs?: number;
}

const DEFAULTS = { giveUpMs: 30 * 60_000, firstPauseMs: 5000, minPauseMs: 1000, maxPauseMs: 60_000 };

/**
 * Limits the calls to one upstream. A 429 pauses all callers and halves the concurrency, which grows by one after each full
 * round of successes. Calls start in the order of their requests.
 */
export class AdaptiveRateLimiter {
  /** Emits a new limit: no call starts for `pauseMs`, then at most `concurrency` calls run at once. */
  readonly limitChanged = new Subject<{ readonly pauseMs: number; readonly concurrency: number }>();
  private readonly options: Required<RateLimiterOptions>;
  private readonly queue: PQueue;
  /** One controller for each call that has not started. */
  private readonly waiting = new Set<AbortController>();
  /** On the clock of `performance.now()`. */
  private pausedUntil = 0;
  /** Runs only while a call waits for the end of a pause. */
  private resumeTimer: NodeJS.Timeout | undefined;
  private successes = 0;
  /** Counts bursts of 429. Calls that were in flight together are rejected together, and that counts once. */
  private burst = 0;
  private nextPauseMs: number;
  private rejectedSince: number | null = null;
  private lastRejectedAt = 0;

  constructor(options: RateLimiterOptions) {
    this.options = { ...DEFAULTS, ...options };
    this.queue = new PQueue({ concurrency: options.concurrency });
    this.nextPauseMs = this.options.firstPauseMs;
  }

  /** The number of calls that may run at once right now. */
  get concurrency(): number {
    return this.queue.concurrency;
  }

  /**
   * Runs `call` when the limit allows it and repeats it after each 429. Returns its result.
   * @throws UpstreamCallError `cancelled`, at once, when `signal` aborts before the call starts; `rate_limited` when the
   * limiter gives up. It passes on every error of `call`.
   */
  async run<T>(call: () => Promise<T | TooManyRequestsResponse>, signal: AbortSignal): Promise<T> {
    for (;;) {
      // After giving up, only the first call after each pause tries the upstream; the others fail without a wait.
      if (this.hasGivenUp() && this.isPaused()) throw this.rateLimitedError();
      const response = await this.waitForTurn(() => this.attempt(call, signal), signal);
      if (!(response instanceof TooManyRequestsResponse)) return response;
    }
  }

  /**
   * Runs `task` in the queue. A controller of its own aborts it while it waits: PQueue would give the place of a running task
   * to the next one as soon as its signal aborts.
   */
  private async waitForTurn<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw cancelledError();
    const controller = new AbortController();
    const cancel = () => controller.abort(cancelledError());
    const stopWaiting = () => {
      this.waiting.delete(controller);
      signal.removeEventListener('abort', cancel);
      if (this.waiting.size === 0) this.stopResumeTimer();
    };
    const start = () => {
      stopWaiting();
      return task();
    };
    signal.addEventListener('abort', cancel, { once: true });
    controller.signal.addEventListener('abort', stopWaiting, { once: true });
    this.waiting.add(controller);
    this.resumeAfterPause();
    return this.queue.add(start, { signal: controller.signal });
  }

  private async attempt<T>(
    call: () => Promise<T | TooManyRequestsResponse>,
    signal: AbortSignal,
  ): Promise<T | TooManyRequestsResponse> {
    const burst = this.burst;
    try {
      const response = await call();
      if (response instanceof TooManyRequestsResponse) this.onTooManyRequests(response, burst);
      else this.onSuccess();
      return response;
    } catch (error) {
      const isOtherError = !(error instanceof UpstreamCallError && error.code === 'rate_limited');
      if (isOtherError && !signal.aborted) this.rejectedSince = null;
      throw error;
    }
  }

  private onSuccess(): void {
    this.rejectedSince = null;
    this.nextPauseMs = this.options.firstPauseMs;
    this.successes += 1;
    if (this.successes < this.concurrency) return;
    this.successes = 0;
    if (this.concurrency >= this.options.concurrency) return;
    this.queue.concurrency += 1;
    this.limitChanged.next({ pauseMs: 0, concurrency: this.concurrency });
  }

  /** @param burst the burst that was current when the rejected call started. */
  private onTooManyRequests({ retryAfterMs }: TooManyRequestsResponse, burst: number): void {
    const { giveUpMs, minPauseMs, maxPauseMs } = this.options;
    const now = performance.now();
    // An old 429 is no reason to give up now.
    if (this.rejectedSince === null || now - this.lastRejectedAt > giveUpMs + maxPauseMs) this.rejectedSince = now;
    this.lastRejectedAt = now;

    const until = now + Math.min(Math.max(retryAfterMs ?? this.nextPauseMs, minPauseMs), maxPauseMs);
    if (burst === this.burst) {
      this.burst += 1;
      this.successes = 0;
      this.nextPauseMs = Math.min(this.nextPauseMs * 2, maxPauseMs);
      this.pauseUntil(until);
      this.queue.concurrency = Math.max(1, Math.floor(this.concurrency / 2));
      this.limitChanged.next({ pauseMs: until - now, concurrency: this.concurrency });
    } else if (retryAfterMs !== null) {
      this.pauseUntil(Math.max(this.pausedUntil, until));
    }
    if (!this.hasGivenUp()) return;
    for (const controller of this.waiting) controller.abort(this.rateLimitedError());
    throw this.rateLimitedError();
  }

  private isPaused(): boolean {
    return this.pausedUntil > performance.now();
  }

  private pauseUntil(instant: number): void {
    this.pausedUntil = instant;
    this.queue.pause();
    if (this.waiting.size > 0) this.resumeAfterPause();
  }

  private resumeAfterPause(): void {
    if (!this.isPaused()) {
      this.queue.start();
      return;
    }
    const pauseMs = Math.ceil(this.pausedUntil - performance.now());
    this.resumeTimer ??= setTimeout(() => {
      this.stopResumeTimer();
      this.resumeAfterPause();
    }, pauseMs);
  }

  private stopResumeTimer(): void {
    clearTimeout(this.resumeTimer);
    this.resumeTimer = undefined;
  }

  private hasGivenUp(): boolean {
    return this.rejectedSince !== null && this.lastRejectedAt - this.rejectedSince >= this.options.giveUpMs;
  }

  private rateLimitedError(): UpstreamCallError {
    const minutes = Math.round(this.options.giveUpMs / 60_000);
    const text = `The statistics server asked for fewer calls (status 429, or 503 with Retry-After) for ${minutes} minutes. Try again later, and with a lower SYNC_CONCURRENCY.`;
    return new UpstreamCallError('rate_limited', text, false, 429);
  }
}
