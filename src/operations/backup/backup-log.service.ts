import { Inject, Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { BackupRun } from './backup-run.entity.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { deleteBatch } from '../../platform/database/index.js';

/** How a backup ended: with its file and its size in bytes, or with a message for a person. */
export type BackupOutcome =
  | { readonly status: 'done'; readonly file: string; readonly bytes: number }
  | { readonly status: 'failed'; readonly message: string };

/** Records the scheduled backups and how they ended. Every method runs inside the caller's unit of work. */
@Injectable()
export class BackupLogService {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** True when `BACKUP_CRON` is set. */
  get isScheduled(): boolean {
    return this.config.backup.cron !== null;
  }

  /**
   * Records that the backup of a cron time begins, also again after the process that made it died. Returns its id; null when
   * the backup has ended. Instants are ISO 8601 UTC.
   */
  async begin(tx: EntityManager, scheduledFor: string, startedAt: string): Promise<number | null> {
    const row = await tx.findOneBy(BackupRun, { scheduledFor });
    if (row && row.status !== 'running') return null;
    const message = 'The server stopped while it was made.';
    await tx.update(
      BackupRun,
      { status: 'running', scheduledFor: Not(scheduledFor) },
      { status: 'failed', finishedAt: startedAt, message },
    );
    if (row) {
      await tx.update(BackupRun, { id: row.id }, { startedAt });
      return row.id;
    }
    const { identifiers } = await tx.insert(BackupRun, { scheduledFor, status: 'running', startedAt });
    return Number(identifiers[0]?.id);
  }

  /** Records how a backup ended, and when (ISO 8601 UTC). */
  async end(tx: EntityManager, id: number, outcome: BackupOutcome, finishedAt: string): Promise<void> {
    await tx.update(BackupRun, { id }, { ...outcome, finishedAt });
  }

  /** Returns the last backup that ended; null before the first. */
  findLast(tx: EntityManager): Promise<BackupRun | null> {
    return tx.findOne(BackupRun, { where: { finishedAt: Not(IsNull()) }, order: { id: 'DESC' } });
  }

  /** Returns when the last successful backup began, ISO 8601 UTC; it holds the data of that instant. Null before the first. */
  async findLastGoodAt(tx: EntityManager): Promise<string | null> {
    return (await tx.findOne(BackupRun, { where: { status: 'done' }, order: { id: 'DESC' } }))?.startedAt ?? null;
  }

  /** Returns a sentence about the last backup when it failed; null when it succeeded or no backups are scheduled. */
  async findProblem(tx: EntityManager): Promise<string | null> {
    const last = this.isScheduled ? await this.findLast(tx) : null;
    if (last?.status !== 'failed') return null;
    return `The backup of ${last.scheduledFor.slice(0, 16).replace('T', ' ')} UTC failed: ${last.message ?? ''}`;
  }

  /** Deletes a batch of the records that ended before an instant, ISO 8601 UTC, but never the last one. Returns how many. */
  async purge(tx: EntityManager, before: string): Promise<number> {
    const last = (await this.findLast(tx))?.id ?? 0;
    return deleteBatch(tx, BackupRun, (query) =>
      query.where('row.finished_at < :before AND row.id <> :last', { before, last }),
    );
  }
}
