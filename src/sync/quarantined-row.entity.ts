import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A row upstream sent that was refused, for a person to look at. */
@Entity('quarantined_row')
export class QuarantinedRowEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('integer', { name: 'item_id' })
  @Index('quarantined_row_item')
  @ForeignKey('SyncItem', { onDelete: 'CASCADE' })
  itemId!: number;

  @Column('varchar', { name: 'stat_date', nullable: true })
  date!: string | null;

  @Column('varchar', { nullable: true })
  field!: string | null;

  @Column('varchar', { nullable: true })
  value!: string | null;

  @Column('varchar')
  reason!: string;
}
