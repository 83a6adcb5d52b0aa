import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ReportSubject } from '../owner-report.dto.js';
import type { Day } from '../../domain/index.js';

/** What a manager wrote about a period of a client or an owner. Instants are ISO 8601 UTC. */
@Entity('report_comment')
@Index('report_comment_period', ['subjectKind', 'subjectId', 'from', 'to'], { unique: true })
export class ReportComment {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { name: 'subject_kind' })
  subjectKind!: ReportSubject['kind'];

  @Column('integer', { name: 'subject_id' })
  subjectId!: number;

  @Column('varchar', { name: 'period_from' })
  from!: Day;

  @Column('varchar', { name: 'period_to' })
  to!: Day;

  @Column('varchar')
  text!: string;

  @Column('varchar')
  author!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}
