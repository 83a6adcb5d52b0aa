import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Day, Sen } from '../../domain/index.js';

/**
 * The monthly target of a client from a month on, until a later row of the client replaces it. Without this history a report of
 * an earlier month would measure it by a target that nobody had then.
 */
@Entity('client_target')
export class ClientTarget {
  @PrimaryColumn('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'CASCADE', name: 'FK_client_target' })
  clientId!: number;

  /** The first day of the first month. */
  @PrimaryColumn('varchar', { name: 'from_month' })
  fromMonth!: Day;

  /** Total sales of a month in sen; null when the target was removed. */
  @Column('bigint', { name: 'target', nullable: true })
  targetSen!: Sen | null;
}
