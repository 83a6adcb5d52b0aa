import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ReportSubject } from '../owner-report.dto.js';
import type { ReportLanguage } from '../../clients/index.js';
import type { Day } from '../../domain/index.js';

/** A link to one report. A person who has its token reads the report without a login until it expires. Instants are ISO 8601 UTC. */
@Entity('report_link')
@Index('report_link_subject', ['subjectKind', 'subjectId'])
export class ReportLink {
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
  language!: ReportLanguage;

  /** The SHA-256 of the token, in hex. The token itself is shown once and stored nowhere. */
  @Column('varchar', { name: 'token_hash', select: false })
  @Index('report_link_token', { unique: true })
  tokenHash!: string;

  @Column('varchar', { name: 'expires_at' })
  expiresAt!: string;

  @Column('varchar', { name: 'revoked_at', nullable: true })
  revokedAt!: string | null;

  @Column('varchar')
  author!: string;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;
}
