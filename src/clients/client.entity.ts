import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Day } from '../stats/day.js';

/** `active` clients are synced by themselves; the others only when a request names them. */
export const CLIENT_STATUSES = ['active', 'paused', 'churned'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

/** A restaurant the agency watches. Instants are ISO 8601 UTC. A client with stats is archived, never deleted. */
@Entity('client')
export class Client {
  @PrimaryGeneratedColumn()
  id!: number;

  /** As people see it; verbatim, never trimmed. */
  @Column('varchar')
  @Index('client_name', { unique: true })
  name!: string;

  /** As upstream matches it, exactly. */
  @Column('varchar', { name: 'upstream_name' })
  @Index('client_upstream_name', { unique: true })
  upstreamName!: string;

  @Column('varchar', { name: 'upstream_id', nullable: true })
  upstreamId!: string | null;

  @Column('varchar')
  status!: ClientStatus;

  @Column('varchar', { name: 'archived_at', nullable: true })
  archivedAt!: string | null;

  /** The user who looks after it. */
  @Column('integer', { name: 'manager_id', nullable: true })
  @ForeignKey('User', { onDelete: 'SET NULL' })
  managerId!: number | null;

  @Column('varchar', { name: 'contact_name', nullable: true })
  contactName!: string | null;

  @Column('varchar', { name: 'contact_phone', nullable: true })
  contactPhone!: string | null;

  @Column('varchar', { name: 'contact_telegram', nullable: true })
  contactTelegram!: string | null;

  @Column('text', { nullable: true })
  notes!: string | null;

  @Column('text', { nullable: true })
  goals!: string | null;

  /** The first day statistics are expected of it. */
  @Column('varchar', { name: 'start_date', nullable: true })
  startDate!: Day | null;

  /** Set when its first sync is owed; cleared by the run that takes it on. */
  @Column('varchar', { name: 'sync_requested_at', nullable: true })
  syncRequestedAt!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}
