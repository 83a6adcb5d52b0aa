import { cancelled, type CallFault } from './call-fault.js';

interface Waiter {
  readonly enter: () => void;
  readonly refuse: (fault: CallFault) => void;
}

/** Lets at most `limit` inside at once, first come first served, and nobody before `pausedUntil`. */
export class Turnstile {
  /** On the clock of `performance.now()`. */
  pausedUntil = 0;
  private readonly waiting = new Set<Waiter>();
  private inside = 0;
  /** Runs only while somebody waits for the end of a pause. */
  private timer: NodeJS.Timeout | undefined;

  constructor(public limit: number) {}

  /**
   * Resolves when inside; every entry needs its {@link leave}.
   * @throws CallFault `cancelled` at once when `signal` aborts while waiting.
   */
  enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => {
      const forget = () => {
        this.waiting.delete(waiter);
        signal.removeEventListener('abort', abort);
        if (this.waiting.size === 0) this.stopTimer();
      };
      const waiter: Waiter = {
        enter: () => {
          forget();
          resolve();
        },
        refuse: (fault) => {
          forget();
          reject(fault);
        },
      };
      const abort = () => waiter.refuse(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.add(waiter);
      this.admit();
    });
  }

  leave(): void {
    this.inside -= 1;
    this.admit();
  }

  /** Sends everybody who waits away. */
  refuseAll(fault: CallFault): void {
    for (const waiter of this.waiting) waiter.refuse(fault);
  }

  get paused(): boolean {
    return this.pausedUntil > performance.now();
  }

  private admit(): void {
    for (const waiter of this.waiting) {
      if (this.paused) return this.wakeAfterPause();
      if (this.inside >= this.limit) return;
      this.inside += 1;
      waiter.enter();
    }
  }

  private wakeAfterPause(): void {
    this.timer ??= setTimeout(
      () => {
        this.stopTimer();
        this.admit();
      },
      Math.ceil(this.pausedUntil - performance.now()),
    );
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
