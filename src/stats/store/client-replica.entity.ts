import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Day } from '../../domain/index.js';

/**
 * The summary of one client's daily stats, written in the same transaction. It gives the number of days and their first and
 * last day without reading the days, and its revision shows when prefix sums in memory are out of date.
 */
@Entity('client_replica')
export class ClientReplica {
  @PrimaryColumn('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'CASCADE' })
  clientId!: number;

  /** Increases with every change of the client's daily stats. */
  @Column('integer')
  revision!: number;

  /** The number of daily stats. */
  @Column('integer')
  days!: number;

  /** The first day on which any platform reported. */
  @Column('varchar', { name: 'first_date', nullable: true })
  firstDate!: Day | null;

  /** The last day on which Grab reported. */
  @Column('varchar', { name: 'grab_through', nullable: true })
  grabThrough!: Day | null;

  /** The last day on which GoJek reported. */
  @Column('varchar', { name: 'gojek_through', nullable: true })
  gojekThrough!: Day | null;

  /** Every day through this one was read from the upstream without a quarantined row since the client's first sync. */
  @Column('varchar', { name: 'verified_through', nullable: true })
  verifiedThrough!: Day | null;

  /** When the upstream last responded in full for this client. ISO 8601 UTC. */
  @Column('varchar', { name: 'synced_at', nullable: true })
  syncedAt!: string | null;
}
