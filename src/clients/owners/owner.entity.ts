import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The languages in which an owner can read a report: Russian, English and Indonesian. */
export const REPORT_LANGUAGES = ['ru', 'en', 'id'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** The owner of one or several clients, who reads reports and never logs in. Instants are ISO 8601 UTC. */
@Entity('owner')
export class Owner {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  @Index('owner_name', { unique: true })
  name!: string;

  @Column('varchar', { name: 'contact_phone', nullable: true })
  contactPhone!: string | null;

  @Column('varchar', { name: 'contact_telegram', nullable: true })
  contactTelegram!: string | null;

  /** The language of the reports that this owner receives. */
  @Column('varchar')
  language!: ReportLanguage;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}
