import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A row from upstream that failed validation, kept for a person to inspect. */
@Entity('quarantined_row')
export class QuarantinedRow {
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
