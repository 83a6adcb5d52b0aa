import { Inject, Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { deleteSome } from '../database/delete-some.js';
import { BackupRun } from './backup-run.entity.js';

/** How a backup ended. */
export type BackupOutcome =
  | { readonly status: 'done'; readonly file: string; readonly bytes: number }
  | { readonly status: 'failed'; readonly message: string };

/** What became of the scheduled backups. Every method runs inside the caller's unit of work. */
@Injectable()
export class BackupLog {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Whether backups are asked for. */
  get scheduled(): boolean {
    return this.config.backup.cron !== null;
  }

  /** Begins the backup of a tick, or begins it anew after whoever made it died. Answers its id, null when it is over. */
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

  async end(tx: EntityManager, id: number, outcome: BackupOutcome, finishedAt: string): Promise<void> {
    await tx.update(BackupRun, { id }, { ...outcome, finishedAt });
  }

  /** The last one that is over; null before the first. */
  last(tx: EntityManager): Promise<BackupRun | null> {
    return tx.findOne(BackupRun, { where: { finishedAt: Not(IsNull()) }, order: { id: 'DESC' } });
  }

  /** When the last good one was begun, and so which state it holds; null before the first. */
  async lastGoodAt(tx: EntityManager): Promise<string | null> {
    return (await tx.findOne(BackupRun, { where: { status: 'done' }, order: { id: 'DESC' } }))?.startedAt ?? null;
  }

  /** What is wrong, for a person; null while the last one was good or none are asked for. */
  async trouble(tx: EntityManager): Promise<string | null> {
    const last = this.scheduled ? await this.last(tx) : null;
    if (last?.status !== 'failed') return null;
    return `The backup of ${last.scheduledFor.slice(0, 16).replace('T', ' ')} UTC failed: ${last.message ?? ''}`;
  }

  /** Removes some of those that ended before an instant, ISO 8601 UTC, but never the last one. Answers how many. */
  async forget(tx: EntityManager, before: string): Promise<number> {
    const last = (await this.last(tx))?.id ?? 0;
    return deleteSome(tx, BackupRun, (query) =>
      query.where('row.finished_at < :before AND row.id <> :last', { before, last }),
    );
  }
}
