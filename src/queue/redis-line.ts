import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { OperationalError } from '../errors.js';
import { within } from './within.js';

/** How long Redis may take to answer before whoever asked is told that it does not. */
const PATIENCE_MS = 2_000;

/** The connections of a process to Redis: one to ask on, which never waits long, and one for workers, which wait for jobs. */
export class RedisLine {
  readonly asking: Redis;
  readonly working: Redis;
  private gone = false;
  private closed = false;

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    const options = { maxRetriesPerRequest: null, retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000) };
    this.asking = new Redis(url, { ...options, enableOfflineQueue: false });
    this.working = new Redis(url, options);
    for (const redis of [this.asking, this.working]) redis.on('error', (error: Error) => this.lost(error));
    this.asking.on('ready', () => this.found());
  }

  /** Redis was lost and has not answered since. */
  get away(): boolean {
    return this.gone;
  }

  /** Resolves when Redis is connected. @throws OperationalError when it is not in time. */
  async reach(): Promise<void> {
    if (this.asking.status === 'ready') return;
    let connected: () => void = () => undefined;
    try {
      await within(
        PATIENCE_MS,
        new Promise<void>((resolve) => {
          connected = resolve;
          this.asking.once('ready', connected);
        }),
      );
    } catch {
      throw unreachable();
    } finally {
      this.asking.off('ready', connected);
    }
  }

  /** Asks Redis. @throws OperationalError when it does not answer in time. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await within(PATIENCE_MS, question());
    } catch (error) {
      throw unreachable(error);
    }
  }

  /** Remembers, and says once, that Redis does not answer. */
  lost(error: unknown): void {
    if (this.gone || this.closed) return;
    this.gone = true;
    this.logger.warn({ err: error }, 'Redis does not answer; jobs wait until it does');
  }

  /** Gives what is still under way a moment, then disconnects. */
  async close(underWay: Promise<unknown>): Promise<void> {
    await within(PATIENCE_MS, underWay).catch(() => undefined);
    this.asking.disconnect();
    this.working.disconnect();
  }

  /** Nothing that happens from here on is news. */
  quiet(): void {
    this.closed = true;
  }

  private found(): void {
    if (this.gone) this.logger.info('Redis answers again');
    this.gone = false;
  }
}

function unreachable(cause?: unknown): OperationalError {
  const message = 'The job queue does not answer, so nothing was started. Check that Redis runs, and REDIS_URL.';
  return new OperationalError('queue_unreachable', message, { cause });
}
