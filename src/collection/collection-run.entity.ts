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
 * One request to upstream to collect. It is active, and the only one, until upstream is known to be done, the sync that
 * follows included, or as long as upstream may still be at work. Instants are ISO 8601 UTC.
 */
@Entity('collection_run')
@Check('one_active_collection_slot', `("active" IS NOT NULL) = ("finished_at" IS NULL)`)
export class CollectionRun {
  @PrimaryGeneratedColumn()
  id!: number;

  /** While active: where it stands; `unknown` means that upstream may be at work. Afterwards: how it ended. */
  @Column('varchar')
  status!: CollectionStatus;

  /** 1 until it is over, else null: UNIQUE makes it the only active one. */
  @Column('integer', { nullable: true })
  @Index('collection_run_active', { unique: true })
  active!: 1 | null;

  @Column('varchar')
  trigger!: CollectionTrigger;

  /** Who asked: an e-mail, `token:NAME`, or null for the machine. */
  @Column('varchar', { nullable: true })
  actor!: string | null;

  /** Copy the days it rewrites when it is over. */
  @Column('boolean', { name: 'then_sync' })
  thenSync!: boolean;

  /** The cron tick it answers. UNIQUE: one a tick, however many schedulers. */
  @Column('varchar', { name: 'scheduled_for', nullable: true })
  @Index('collection_run_scheduled_for', { unique: true })
  scheduledFor!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  /** Written before the POST is sent, so that no crash can send a second one; null: not sent yet. */
  @Column('varchar', { name: 'requested_at', nullable: true })
  requestedAt!: string | null;

  /** What upstream called its last result before: when it says something else, a collection has ended since. */
  @Column('varchar', { name: 'result_before', nullable: true })
  resultBefore!: string | null;

  /** Upstream is not expected to be at work after this instant, whatever it says. */
  @Column('varchar', { name: 'limit_at', nullable: true })
  limitAt!: string | null;

  /** The process that waits for the answer to the POST, while there is none. */
  @Column('varchar', { name: 'lease_owner', nullable: true })
  leaseOwner!: string | null;

  @Column('varchar', { name: 'lease_until', nullable: true })
  leaseUntil!: string | null;

  /** When upstream was done, or given up; what is left is the sync. */
  @Column('varchar', { name: 'collected_at', nullable: true })
  collectedAt!: string | null;

  @Column('integer', { name: 'sync_run_id', nullable: true })
  @ForeignKey('SyncRun', { onDelete: 'SET NULL' })
  syncRunId!: number | null;

  /** Whether that sync inserted or updated a row; null without one. */
  @Column('boolean', { name: 'data_moved', nullable: true })
  dataMoved!: boolean | null;

  /** What happened, for a person, in our words: upstream's can hold secrets. */
  @Column('varchar', { nullable: true })
  message!: string | null;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;
}
