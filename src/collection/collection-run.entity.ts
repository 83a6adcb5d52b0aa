import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

export const COLLECTION_STATUSES = [
  'requesting',
  'running',
  'succeeded',
  'no_new_data',
  'failed',
  'unknown',
  'unsupported',
  'timed_out',
] as const;
export type CollectionStatus = (typeof COLLECTION_STATUSES)[number];

export const COLLECTION_TRIGGERS = ['manual', 'cli', 'cron'] as const;
export type CollectionTrigger = (typeof COLLECTION_TRIGGERS)[number];

/**
 * One request to upstream to collect. At most one is active. It stays active until upstream is done or can no longer be at
 * work, and until the sync that follows has ended. Instants are ISO 8601 UTC.
 */
@Entity('collection_run')
@Check('one_active_collection_slot', `("active" IS NOT NULL) = ("finished_at" IS NULL)`)
export class CollectionRun {
  @PrimaryGeneratedColumn()
  id!: number;

  /** The current state while active (`unknown`: upstream may be at work), the final state afterwards. */
  @Column('varchar')
  status!: CollectionStatus;

  /** 1 while active, otherwise null. The UNIQUE index allows one active collection. */
  @Column('integer', { nullable: true })
  @Index('collection_run_active', { unique: true })
  active!: 1 | null;

  @Column('varchar')
  trigger!: CollectionTrigger;

  /** The person or token that requested it (an e-mail or `token:NAME`); null when the server did. */
  @Column('varchar', { nullable: true })
  actor!: string | null;

  /** Whether a sync copies the rewritten days afterwards. */
  @Column('boolean', { name: 'then_sync' })
  thenSync!: boolean;

  /** The cron time it was started for. The UNIQUE index allows one collection per cron time, even with several schedulers. */
  @Column('varchar', { name: 'scheduled_for', nullable: true })
  @Index('collection_run_scheduled_for', { unique: true })
  scheduledFor!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  /** When the POST was sent; null before. It is written first, so that no crash can send a second POST. */
  @Column('varchar', { name: 'requested_at', nullable: true })
  requestedAt!: string | null;

  /** Upstream's last result before the request. A different value means that a collection has ended since. */
  @Column('varchar', { name: 'result_before', nullable: true })
  resultBefore!: string | null;

  /** The instant after which the collection counts as timed out, even if upstream still reports it as running. */
  @Column('varchar', { name: 'limit_at', nullable: true })
  limitAt!: string | null;

  /** The process that waits for the response to the POST; null when none waits. */
  @Column('varchar', { name: 'lease_owner', nullable: true })
  leaseOwner!: string | null;

  @Column('varchar', { name: 'lease_until', nullable: true })
  leaseUntil!: string | null;

  /** When upstream was done or timed out. Only the sync remains after this. */
  @Column('varchar', { name: 'collected_at', nullable: true })
  collectedAt!: string | null;

  @Column('integer', { name: 'sync_run_id', nullable: true })
  @ForeignKey('SyncRun', { onDelete: 'SET NULL' })
  syncRunId!: number | null;

  /** Whether the sync inserted or updated a row; null without a conclusive sync. */
  @Column('boolean', { name: 'data_moved', nullable: true })
  dataMoved!: boolean | null;

  /** What happened, for a person. It never quotes upstream, whose texts can hold secrets. */
  @Column('varchar', { nullable: true })
  message!: string | null;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;
}
