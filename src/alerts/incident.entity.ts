import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const INCIDENT_KINDS = [
  'run_not_complete',
  'data_stale',
  'upstream_refused',
  'suspicious_empty',
  'backup_failed',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** Something that is or was wrong. It is told once when it begins and once when it ends. Instants are ISO 8601 UTC. */
@Entity('incident')
@Index('incident_open', ['kind', 'open'], { unique: true })
export class Incident {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  kind!: IncidentKind;

  /** 1 until it is over, else null: UNIQUE with the kind, so that it is opened once, however many processes look. */
  @Column('integer', { nullable: true })
  open!: 1 | null;

  /** For a person, in our words; names no restaurant. */
  @Column('varchar')
  message!: string;

  @Column('varchar', { name: 'started_at' })
  startedAt!: string;

  @Column('varchar', { name: 'ended_at', nullable: true })
  endedAt!: string | null;

  @Column('varchar', { name: 'start_told_at', nullable: true })
  startToldAt!: string | null;

  @Column('varchar', { name: 'end_told_at', nullable: true })
  endToldAt!: string | null;

  /** Nobody tells it before: a process is at it, or the receiver did not take it. */
  @Column('varchar', { name: 'not_before', nullable: true })
  notBefore!: string | null;
}
