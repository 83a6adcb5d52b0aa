import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Day } from './day.js';

/**
 * What the replica holds of one client, kept in the same transaction as its rows: answers "how much, from when, through
 * when" without walking the rows, and tells in-memory columns that they are out of date.
 */
@Entity('client_replica')
export class ClientReplica {
  @PrimaryColumn('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'CASCADE' })
  clientId!: number;

  /** Grows with every change of the client's rows. */
  @Column('integer')
  revision!: number;

  /** Rows held. */
  @Column('integer')
  days!: number;

  /** The first day on which any platform reported. */
  @Column('varchar', { name: 'first_date', nullable: true })
  firstDate!: Day | null;

  /** The last day on which Grab reported. */
  @Column('varchar', { name: 'grab_through', nullable: true })
  grabThrough!: Day | null;

  @Column('varchar', { name: 'gojek_through', nullable: true })
  gojekThrough!: Day | null;

  /** Every day up to this one was read from upstream without a refused row since the client's first sync. */
  @Column('varchar', { name: 'verified_through', nullable: true })
  verifiedThrough!: Day | null;

  /** When upstream last answered for it in full. ISO 8601 UTC. */
  @Column('varchar', { name: 'synced_at', nullable: true })
  syncedAt!: string | null;
}
