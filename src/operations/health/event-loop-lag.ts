import { Histogram, type Registry } from 'prom-client';

const SAMPLE_INTERVAL_MS = 50;

/**
 * Measures how late a timer fires, the delay that every request has before this process can handle it. A histogram adds up over
 * processes and over time, which percentiles do not.
 */
export class EventLoopLag {
  private readonly histogram: Histogram;
  private timer: NodeJS.Timeout | null = null;

  constructor(registry: Registry) {
    this.histogram = new Histogram({
      name: 'delivery_event_loop_lag_seconds',
      help: `Delay of a timer that is due every ${SAMPLE_INTERVAL_MS} ms`,
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [registry],
    });
  }

  /** Starts the timer. It does not keep the process alive. */
  start(): void {
    let dueAt = performance.now() + SAMPLE_INTERVAL_MS;
    this.timer = setInterval(() => {
      const now = performance.now();
      this.histogram.observe(Math.max(0, now - dueAt) / 1000);
      dueAt = now + SAMPLE_INTERVAL_MS;
    }, SAMPLE_INTERVAL_MS).unref();
  }

  /** Stops the timer. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }
}
