import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { RunCode } from './problem-codes.js';
import type { Day, RunStatus } from '../../domain/index.js';

export const RUN_KINDS = ['full', 'incremental'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export const RUN_TRIGGERS = [
  'startup',
  'cron',
  'manual',
  'cli',
  'retry',
  'collection',
  'new_client',
  'ingest',
] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/**
 * One copy of days of some clients, with one item per client. Its counters are sums over the items and are not stored. Instants
 * are ISO 8601 UTC, window days are business days.
 */
@Entity('sync_run')
@Check('one_active_run_slot', `("active" IS NOT NULL) = ("status" IN ('queued', 'running'))`)
export class SyncRun {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  kind!: RunKind;

  @Column('varchar')
  trigger!: RunTrigger;

  /** The person or token that requested it (an e-mail or `token:NAME`); null when the server did. */
  @Column('varchar', { nullable: true })
  actor!: string | null;

  /** Whether the rows of the window are replaced by what upstream sends, nulls and absent days included. */
  @Column('boolean')
  exact!: boolean;

  /** Whether the run covers every active client. */
  @Column('boolean', { name: 'whole' })
  coversAllClients!: boolean;

  /** The first day of the earliest item window. */
  @Column('varchar', { name: 'window_from' })
  windowFrom!: Day;

  /** The last day of the latest item window. */
  @Column('varchar', { name: 'window_to' })
  windowTo!: Day;

  @Column('varchar')
  status!: RunStatus;

  /** 1 while queued or running, otherwise null. The UNIQUE index allows one active run. */
  @Column('integer', { nullable: true })
  @Index('sync_run_active', { unique: true })
  active!: 1 | null;

  /** The cron time the run was started for. The UNIQUE index allows one run per cron time, even with several schedulers. */
  @Column('varchar', { name: 'scheduled_for', nullable: true })
  @Index('sync_run_scheduled_for', { unique: true })
  scheduledFor!: string | null;

  @Column('varchar', { name: 'error_code', nullable: true })
  errorCode!: RunCode | null;

  @Column('varchar', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'started_at', nullable: true })
  startedAt!: string | null;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;

  /** When the end was announced. One process sets it, once. */
  @Column('varchar', { name: 'announced_at', nullable: true })
  announcedAt!: string | null;
}
