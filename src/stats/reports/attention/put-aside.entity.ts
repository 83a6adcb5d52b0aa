import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Day } from '../../../domain/index.js';

/** A client whose attention entries somebody has put aside until a day. Instants are ISO 8601 UTC. */
@Entity('put_aside')
export class PutAside {
  @PrimaryColumn('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'CASCADE', name: 'FK_put_aside' })
  clientId!: number;

  /** The first day on which the entries are listed again. */
  @Column('varchar')
  until!: Day;

  /** Why they may wait. */
  @Column('varchar')
  note!: string;

  /** Who put them aside, as the audit log names them. */
  @Column('varchar')
  author!: string;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;
}
