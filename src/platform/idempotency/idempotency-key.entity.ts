import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A key that a caller gave a request, and what that request started. */
@Entity('idempotency_key')
@Index('idempotency_key_caller_key', ['caller', 'key'], { unique: true })
export class IdempotencyKey {
  @PrimaryGeneratedColumn()
  id!: number;

  /** Who sent the request: keys of different callers have nothing to do with each other. */
  @Column('varchar')
  caller!: string;

  @Column('varchar')
  key!: string;

  /** A hash of the request. Another request with the same key has another hash. */
  @Column('varchar', { name: 'request_hash' })
  requestHash!: string;

  @Column('integer', { name: 'result_id' })
  resultId!: number;

  /** False when something was active already and nothing was started. */
  @Column('boolean')
  created!: boolean;

  /** ISO 8601 UTC. */
  @Column('varchar', { name: 'created_at' })
  createdAt!: string;
}
