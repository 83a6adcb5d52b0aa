import type { Logger } from 'pino';

export interface PollingLoopOptions {
  /** What is polled, as the log names it: `sync worker`. */
  readonly name: string;
  /** Time from one tick's start to the next, in milliseconds. */
  readonly intervalMs: number;
  readonly logger: Pick<Logger, 'error'>;
  /** Does the work once. The signal aborts when the loop stops. A throw is logged and the loop goes on. */
  readonly tick: (signal: AbortSignal) => Promise<void>;
}

/**
 * Runs a tick at every interval and at every request, one at a time. Every background worker is built on it.
 *
 * A tick never throws: its error is logged with the loop's name, unless the loop was stopped meanwhile.
 */
export class PollingLoop {
  private controller = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private current: Promise<void> = Promise.resolve();
  /** The tick that waits for the running one. */
  private waiting: Promise<void> | null = null;

  constructor(private readonly options: PollingLoopOptions) {}

  /** True from {@link start} to {@link stop}. */
  get isRunning(): boolean {
    return this.timer !== null;
  }

  /** Polls from now on, also again after {@link stop}. Resolves after the first tick. */
  start(): Promise<void> {
    if (this.controller.signal.aborted) this.controller = new AbortController();
    this.timer ??= setInterval(() => void this.poll(), this.options.intervalMs);
    return this.poll();
  }

  /**
   * Requests a tick; resolves when a tick that began after the request has ended. Requests made while a tick runs share the
   * tick that follows it. Works before {@link start}; does nothing after {@link stop}.
   */
  poll(): Promise<void> {
    if (this.controller.signal.aborted) return this.current;
    this.waiting ??= this.current = this.current.then(() => {
      this.waiting = null;
      const { signal } = this.controller;
      return signal.aborted ? undefined : this.run(signal);
    });
    return this.waiting;
  }

  /** Starts no further tick and aborts the running one. Resolves when it has ended. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.controller.abort();
    await this.current;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { name, logger, tick } = this.options;
    try {
      await tick(signal);
    } catch (error) {
      if (!signal.aborted) logger.error({ err: error, loop: name }, `${name}: a poll failed, the next one follows`);
    }
  }
}
