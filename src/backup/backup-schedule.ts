import { rmSync } from 'node:fs';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { OperationalError } from '../errors.js';
import { LOGGER } from '../http/logger.js';
import { TickWatch } from '../schedule/tick-watch.js';
import { BackupFolder } from './backup-folder.js';
import { BackupLog, type BackupOutcome } from './backup-log.js';
import { copyInThread } from './copy-in-thread.js';
import { makeNewFile } from './new-file.js';

/** Makes a checked backup of the SQLite replica at each tick of `BACKUP_CRON`, and keeps the newest ones. */
@Injectable()
export class BackupSchedule implements OnModuleDestroy {
  private readonly ticks: TickWatch;
  private readonly shutdown = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly log: BackupLog,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const { cron } = config.backup;
    const answer = (tick: Date) => this.answer(tick);
    this.ticks = new TickWatch({ name: 'backup', cron, registry, clock, logger, answer });
  }

  /** When the next one is made, ISO 8601 UTC; null when none are asked for. */
  nextBackupAt(): string | null {
    return this.ticks.next();
  }

  /** Keeps the schedule from now on. A backup that is owed is made meanwhile. */
  start(): void {
    void this.ticks.start();
  }

  /** Makes the backup of the last tick when it is still owed; resolves when it is made. Never throws. */
  look(): Promise<void> {
    return this.ticks.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.shutdown.abort();
    await this.ticks.stop();
  }

  private async answer(tick: Date): Promise<boolean> {
    const { database } = this.config;
    const startedAt = this.clock.now();
    const id = await this.database.write((tx) => this.log.begin(tx, tick.toISOString(), startedAt.toISOString()));
    return id === null || database.kind !== 'sqlite' || this.make(id, database.file, startedAt);
  }

  /** Answers false when the server stops before the end. */
  private async make(id: number, replicaFile: string, startedAt: Date): Promise<boolean> {
    const { signal } = this.shutdown;
    const { dir, keep } = this.config.backup;
    try {
      const folder = new BackupFolder(dir, replicaFile);
      const file = folder.fileAt(startedAt);
      folder.clear();
      const copy = await makeNewFile(file, (partial) => copyInThread({ from: replicaFile, to: partial }, signal));
      await this.end(id, { status: 'done', file, bytes: copy.bytes }).catch((error: unknown) => {
        // It will be made once more: with each of those an old one would go.
        rmSync(file, { force: true });
        throw error;
      });
      folder.prune(keep);
      this.logger.info({ file, ...copy }, 'backup made');
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.logger.error({ err: error }, 'the backup failed');
      await this.end(id, { status: 'failed', message: reasonOf(error) });
      return true;
    }
  }

  private end(id: number, outcome: BackupOutcome): Promise<void> {
    return this.database.write((tx) => this.log.end(tx, id, outcome, this.clock.now().toISOString()));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof OperationalError) return error.message;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code && syscall ? `BACKUP_DIR can't be read or written (${code}).` : 'The reason is in the log; report it.';
}
