import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Day } from '../../domain/index.js';

/** Something that happened at a client on a day, such as "ads started". Instants are ISO 8601 UTC. */
@Entity('client_note')
@Index('client_note_client_day', ['clientId', 'day'])
export class ClientNote {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'CASCADE', name: 'FK_client_note' })
  clientId!: number;

  @Column('varchar', { name: 'note_date' })
  day!: Day;

  @Column('varchar')
  text!: string;

  /** Who wrote it first, as the audit log names them. */
  @Column('varchar')
  author!: string;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}
