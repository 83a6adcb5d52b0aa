import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { canTruncateLog, Database } from '../../platform/database/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { PollingLoop, type BackgroundService } from '../../platform/scheduling/index.js';

const POLL_INTERVAL_MS = 30_000;

/**
 * Truncates the write-ahead log of a SQLite replica. During a backup or another long read the log grows, and SQLite itself would
 * keep its largest size until the process ends.
 */
@Injectable()
export class LogTruncationService implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly loop: PollingLoop | null;

  constructor(database: Database, @Inject(LOGGER) logger: Logger) {
    const tick = canTruncateLog(database) ? () => database.truncateLog() : null;
    this.loop = tick && new PollingLoop({ name: 'log truncation', intervalMs: POLL_INTERVAL_MS, logger, tick });
  }

  async start(): Promise<void> {
    await this.loop?.start();
  }

  /** Truncates the log when it is large and no reader needs it. Never throws. */
  async poll(): Promise<void> {
    await this.loop?.poll();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop?.stop();
  }
}
