import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What became of a push. It is written in the transaction that commits the push, so a push without a receipt changed nothing. */
@Entity('push_receipt')
@Index('push_receipt_sender_batch', ['sender', 'batchId'], { unique: true })
export class PushReceipt {
  @PrimaryGeneratedColumn()
  id!: number;

  /** Who pushed: `token:ID` or `cli`. Batches of different senders have nothing to do with each other. */
  @Column('varchar')
  sender!: string;

  /** The same by its name, for people. */
  @Column('varchar')
  actor!: string;

  @Column('varchar', { name: 'batch_id' })
  batchId!: string;

  /** A hash of the push. Another push with the same batch id has another hash. */
  @Column('varchar', { name: 'content_hash' })
  contentHash!: string;

  /** ISO 8601 UTC. */
  @Column('varchar', { name: 'collected_at' })
  collectedAt!: string;

  /** ISO 8601 UTC. */
  @Column('varchar', { name: 'received_at' })
  @Index('push_receipt_received_at')
  receivedAt!: string;

  /** The run that the push is stored as; null when no restaurant was concerned, and after that run was deleted. */
  @Column('integer', { name: 'run_id', nullable: true })
  @ForeignKey('SyncRun', { onDelete: 'SET NULL' })
  runId!: number | null;

  /** The HTTP status of the response. */
  @Column('integer')
  status!: number;

  @Column('integer')
  restaurants!: number;

  /** How many of them were applied, whole or in part. */
  @Column('integer')
  applied!: number;

  /** The rows of the push, and how many of them were rejected. */
  @Column('integer')
  rows!: number;

  @Column('integer', { name: 'rejected_rows' })
  rejectedRows!: number;

  /** The outcome of every restaurant, as JSON. */
  @Column('text')
  outcome!: string;
}
