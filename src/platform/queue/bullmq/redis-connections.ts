import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { OperationalError } from '../../../domain/index.js';
import { withTimeout } from '../../scheduling/index.js';

/** The longest wait for a response of Redis. */
const REDIS_TIMEOUT_MS = 2_000;

/** The connections of a process to Redis, and whether Redis responds. */
export class RedisConnections {
  /** For commands: it fails at once while Redis is away. */
  readonly commands: Redis;
  /** For workers, which wait for jobs and for Redis. */
  readonly blocking: Redis;
  private isLost = false;
  private isSilent = false;

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    const options = { maxRetriesPerRequest: null, retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000) };
    this.commands = new Redis(url, { ...options, enableOfflineQueue: false });
    this.blocking = new Redis(url, options);
    for (const redis of [this.commands, this.blocking]) {
      redis.on('error', (error: Error) => this.onConnectionLost(error));
    }
    this.commands.on('ready', () => this.onReady());
  }

  /** True from the loss of the connection until Redis responds again. */
  get isDown(): boolean {
    return this.isLost;
  }

  /** True while commands can be sent. */
  get isConnected(): boolean {
    return this.commands.status === 'ready';
  }

  /** Resolves when Redis is connected. @throws OperationalError `queue_unreachable` after 2 s. */
  async waitUntilReady(): Promise<void> {
    if (this.isConnected) return;
    let connected: () => void = () => undefined;
    try {
      await withTimeout(
        () =>
          new Promise<void>((resolve) => {
            connected = resolve;
            this.commands.once('ready', connected);
          }),
        { ms: REDIS_TIMEOUT_MS },
      );
    } catch {
      throw queueUnreachableError();
    } finally {
      this.commands.off('ready', connected);
    }
  }

  /** Returns the result of a command. @throws OperationalError `queue_unreachable` when it fails, or after 2 s. */
  async withTimeout<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await withTimeout(command, { ms: REDIS_TIMEOUT_MS });
    } catch (error) {
      throw queueUnreachableError(error);
    }
  }

  /**
   * Returns a sentence when Redis evicts keys to stay within its memory, which loses jobs; null when it does not.
   * @throws OperationalError `queue_unreachable`.
   */
  async findEvictionProblem(): Promise<string | null> {
    const info = await this.withTimeout(() => this.commands.info('memory'));
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
    return policy === 'noeviction'
      ? null
      : `Redis has maxmemory-policy ${policy}, which removes jobs when its memory is full; set it to noeviction`;
  }

  /** Marks Redis as down and logs it once. */
  onConnectionLost(error: unknown): void {
    if (this.isLost || this.isSilent) return;
    this.isLost = true;
    this.logger.warn({ err: error }, 'Redis does not respond; jobs wait until it does');
  }

  /** Waits 2 s at most for the work that is under way, then disconnects. */
  async close(pending: Promise<unknown>): Promise<void> {
    await withTimeout(() => pending, { ms: REDIS_TIMEOUT_MS }).catch(() => undefined);
    this.commands.disconnect();
    this.blocking.disconnect();
  }

  /** Logs no later loss of the connection: the process shuts down. */
  silence(): void {
    this.isSilent = true;
  }

  private onReady(): void {
    if (this.isLost) this.logger.info('Redis responds again');
    this.isLost = false;
    this.findEvictionProblem().then(
      (problem) => problem !== null && this.logger.warn(problem),
      () => undefined,
    );
  }
}

function queueUnreachableError(cause?: unknown): OperationalError {
  const message = 'The job queue does not respond, so nothing was started. Check that Redis runs, and REDIS_URL.';
  return new OperationalError('queue_unreachable', message, { cause });
}
