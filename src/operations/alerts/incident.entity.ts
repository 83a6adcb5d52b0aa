import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Every kind of incident, in the order in which they are checked. */
export const INCIDENT_KINDS = [
  'run_not_complete',
  'data_stale',
  'upstream_refused',
  'suspicious_empty',
  'batch_differs',
  'backup_failed',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** A problem that exists or existed. One message is sent when it begins and one when it ends. Instants are ISO 8601 UTC. */
@Entity('incident')
@Index('incident_open', ['kind', 'open'], { unique: true })
export class Incident {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  kind!: IncidentKind;

  /** 1 until the incident ends, then null. UNIQUE with the kind, so that only one process opens an incident. */
  @Column('integer', { nullable: true })
  open!: 1 | null;

  /** A sentence for a person. It names no restaurant. */
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

  /** No process sends a message before this instant: one is sending it, or the receiver did not accept it. Null otherwise. */
  @Column('varchar', { name: 'not_before', nullable: true })
  notBefore!: string | null;
}
