import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Day } from '../stats/day.js';

export const RUN_KINDS = ['full', 'incremental'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export const RUN_TRIGGERS = ['startup', 'cron', 'manual', 'cli', 'retry', 'collection'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

export const RUN_STATUSES = [
  'queued',
  'running',
  'completed',
  'partial',
  'failed',
  'cancelled',
  'interrupted',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One request to copy days of some clients; its items are the clients. Counters are sums over items, never kept here. */
@Entity('sync_run')
@Check('one_active_run_slot', `("active" IS NOT NULL) = ("status" IN ('queued', 'running'))`)
export class SyncRun {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  kind!: RunKind;

  @Column('varchar')
  trigger!: RunTrigger;

  /** Who asked: an e-mail, `token:NAME`, or null for the machine. */
  @Column('varchar', { nullable: true })
  actor!: string | null;

  /** Takes upstream literally inside the window: nulls and absent days too. */
  @Column('boolean')
  exact!: boolean;

  /** Covers every active client, not some that were named. */
  @Column('boolean')
  whole!: boolean;

  /** Spans all items. */
  @Column('varchar', { name: 'window_from' })
  windowFrom!: Day;

  @Column('varchar', { name: 'window_to' })
  windowTo!: Day;

  @Column('varchar')
  status!: RunStatus;

  /** 1 while queued or running, else null: UNIQUE makes it the only active run. */
  @Column('integer', { nullable: true })
  @Index('sync_run_active', { unique: true })
  active!: 1 | null;

  /** The cron tick this run answers. UNIQUE: one run a tick, however many schedulers. */
  @Column('varchar', { name: 'scheduled_for', nullable: true })
  @Index('sync_run_scheduled_for', { unique: true })
  scheduledFor!: string | null;

  @Column('varchar', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('varchar', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'started_at', nullable: true })
  startedAt!: string | null;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;

  /** When its end was told: set once, by the process that tells it. */
  @Column('varchar', { name: 'announced_at', nullable: true })
  announcedAt!: string | null;

  /** Nobody sends its heartbeat before: a process is at it, or it was not taken. */
  @Column('varchar', { name: 'heartbeat_not_before', nullable: true })
  heartbeatNotBefore!: string | null;

  @Column('varchar', { name: 'heartbeat_at', nullable: true })
  heartbeatAt!: string | null;
}
