import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ItemCode } from './problem-codes.js';
import { COUNTERS, type Counts, type Day } from '../../domain/index.js';

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

/**
 * One client's part of a run. A process needs the lease to work on it, and the fence rejects the commit of a process that lost
 * the lease. Instants are ISO 8601 UTC, window days are business days.
 */
@Entity('sync_item')
@Index('sync_item_run_client', ['runId', 'clientId'], { unique: true })
@Index('sync_item_run_status', ['runId', 'status'])
export class SyncItem implements Counts {
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

  /** A stable code of the problem; null when there is none. */
  @Column('varchar', { nullable: true })
  code!: ItemCode | null;

  /** The problem as a sentence for a person; null when there is none. */
  @Column('varchar', { nullable: true })
  message!: string | null;

  /** The restaurant that has the same upstream id; null when there is none. */
  @Column('varchar', { name: 'other_name', nullable: true })
  otherName!: string | null;

  /** The counters of the catalogue. The loop below the class declares their columns. */
  inserted!: number;
  updated!: number;
  unchanged!: number;
  deleted!: number;
  quarantined!: number;
  missingUpstream!: number;
  ignored!: number;

  @Column('varchar', { name: 'lease_owner', nullable: true })
  leaseOwner!: string | null;

  @Column('varchar', { name: 'lease_until', nullable: true })
  leaseUntil!: string | null;

  /** The fencing token: it grows with every lease. */
  @Column('integer', { default: 0 })
  fence!: number;

  @Column('varchar', { name: 'started_at', nullable: true })
  startedAt!: string | null;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;
}

for (const { name, column } of COUNTERS) {
  Column('integer', { name: column, default: 0 })(SyncItem.prototype, name);
}
