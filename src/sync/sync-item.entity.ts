import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Day } from '../stats/day.js';

export const ITEM_STATUSES = [
  'pending',
  'running',
  'done',
  'failed',
  'not_found',
  'suspicious_empty',
  'cancelled',
] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** One client's part of a run. Claimed by a lease; the fence refuses a commit of whoever lost the lease. */
@Entity('sync_item')
@Index('sync_item_run_client', ['runId', 'clientId'], { unique: true })
@Index('sync_item_run_status', ['runId', 'status'])
export class SyncItem {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('integer', { name: 'run_id' })
  @ForeignKey('SyncRun', { onDelete: 'CASCADE' })
  runId!: number;

  @Column('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'CASCADE' })
  clientId!: number;

  @Column('varchar', { name: 'window_from' })
  windowFrom!: Day;

  @Column('varchar', { name: 'window_to' })
  windowTo!: Day;

  @Column('varchar')
  status!: ItemStatus;

  /** Calls made to upstream, retries included. */
  @Column('integer', { default: 0 })
  attempts!: number;

  /** A stable code of what went wrong; null when nothing did. */
  @Column('varchar', { nullable: true })
  code!: string | null;

  /** The same for a person. */
  @Column('varchar', { nullable: true })
  message!: string | null;

  @Column('integer', { default: 0 })
  inserted!: number;

  @Column('integer', { default: 0 })
  updated!: number;

  @Column('integer', { default: 0 })
  unchanged!: number;

  /** Rows removed; only an exact run removes. */
  @Column('integer', { default: 0 })
  deleted!: number;

  @Column('integer', { default: 0 })
  quarantined!: number;

  /** Days on which something held was kept because upstream did not give it. */
  @Column('integer', { name: 'missing_upstream', default: 0 })
  missingUpstream!: number;

  /** Rows outside the window or of another restaurant. */
  @Column('integer', { default: 0 })
  ignored!: number;

  @Column('varchar', { name: 'lease_owner', nullable: true })
  leaseOwner!: string | null;

  @Column('varchar', { name: 'lease_until', nullable: true })
  leaseUntil!: string | null;

  /** Grows with every claim. */
  @Column('integer', { default: 0 })
  fence!: number;

  @Column('varchar', { name: 'started_at', nullable: true })
  startedAt!: string | null;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;
}
