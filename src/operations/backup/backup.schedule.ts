import { rmSync } from 'node:fs';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { BackupFolder } from './backup-folder.js';
import { BackupLogService, type BackupOutcome } from './backup-log.service.js';
import { copyInThread } from './copy-in-thread.js';
import { createNewFile } from './new-file.js';
import { BUILD_FOLDER, Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { OperationalError } from '../../domain/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { CronCatchUp, type BackgroundService } from '../../platform/scheduling/index.js';

/** Makes a checked backup of the SQLite replica at each time of `BACKUP_CRON` (UTC), and keeps the `BACKUP_KEEP` newest. */
@Injectable()
export class BackupSchedule implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly catchUp: CronCatchUp;
  private readonly shutdown = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly log: BackupLogService,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BUILD_FOLDER) private readonly buildFolder: URL,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const { cron } = config.backup;
    const handle = (cronTime: Date) => this.handleCronTime(cronTime);
    this.catchUp = new CronCatchUp({ name: 'backup', cron, registry, clock, logger, handle });
  }

  /** Returns when the next backup is made, ISO 8601 UTC; null when no backups are scheduled. */
  nextBackupAt(): string | null {
    return this.catchUp.next();
  }

  /** Starts the schedule. Does not wait for a backup that is due. */
  start(): Promise<void> {
    void this.catchUp.start();
    return Promise.resolve();
  }

  /** Makes the backup of the last cron time unless it was made; resolves when that is done. Never throws. */
  poll(): Promise<void> {
    return this.catchUp.check();
  }

  async onModuleDestroy(): Promise<void> {
    this.shutdown.abort();
    await this.catchUp.stop();
  }

  private async handleCronTime(cronTime: Date): Promise<boolean> {
    const { database } = this.config;
    const startedAt = this.clock.now();
    const id = await this.database.write((tx) => this.log.begin(tx, cronTime.toISOString(), startedAt.toISOString()));
    return id === null || database.kind !== 'sqlite' || this.makeBackup(id, database.file, startedAt);
  }

  /** Makes a backup and records how it ended. Returns false when the server stops before the end. */
  private async makeBackup(id: number, replicaFile: string, startedAt: Date): Promise<boolean> {
    const { signal } = this.shutdown;
    const { dir, keep } = this.config.backup;
    try {
      const folder = new BackupFolder(dir, replicaFile);
      const file = folder.fileAt(startedAt);
      folder.deletePartial();
      const copy = await createNewFile(file, (partial) =>
        copyInThread(this.buildFolder, { from: replicaFile, to: partial }, signal),
      );
      await this.end(id, { status: 'done', file, bytes: copy.bytes }).catch((error: unknown) => {
        // This backup is made again later. Each extra file would push an old backup out of the folder.
        rmSync(file, { force: true });
        throw error;
      });
      folder.prune(keep);
      this.logger.info({ file, ...copy }, 'backup made');
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.logger.error({ err: error }, 'the backup failed');
      await this.end(id, { status: 'failed', message: describeFailure(error) });
      return true;
    }
  }

  private end(id: number, outcome: BackupOutcome): Promise<void> {
    return this.database.write((tx) => this.log.end(tx, id, outcome, this.clock.now().toISOString()));
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof OperationalError) return error.message;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code && syscall ? `BACKUP_DIR can't be read or written (${code}).` : 'The reason is in the log; report it.';
}
