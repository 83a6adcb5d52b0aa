import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Day, Sen } from '../domain/index.js';

/** Scheduled runs copy `active` clients. Other clients are copied only when a request names them. */
export const CLIENT_STATUSES = ['active', 'paused', 'churned'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

/** A restaurant that the agency looks after. A client with daily stats is archived and never deleted. Instants are ISO 8601 UTC. */
@Entity('client')
export class Client {
  @PrimaryGeneratedColumn()
  id!: number;

  /** The name on screen, verbatim and never trimmed. */
  @Column('varchar')
  @Index('client_name', { unique: true })
  name!: string;

  /** The name that the upstream matches exactly. */
  @Column('varchar', { name: 'upstream_name' })
  @Index('client_upstream_name', { unique: true })
  upstreamName!: string;

  /** The upstream's id of the restaurant, as its list or the last response said. Two clients with one id are copied for neither. */
  @Column('varchar', { name: 'upstream_id', nullable: true })
  @Index('client_upstream_id')
  upstreamId!: string | null;

  @Column('varchar')
  status!: ClientStatus;

  @Column('varchar', { name: 'archived_at', nullable: true })
  archivedAt!: string | null;

  /** The user who looks after the client. */
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

  /** The first day on which statistics are expected. */
  @Column('varchar', { name: 'start_date', nullable: true })
  startDate!: Day | null;

  /** The `Owner` of the client. Owners are never deleted, and SQLite adds no foreign key to a table that exists. */
  @Column('integer', { name: 'owner_id', nullable: true })
  ownerId!: number | null;

  /** The total sales that the client wants to reach in a month, in sen. `recordTarget` stores every change of it by month. */
  @Column('bigint', { name: 'monthly_target', nullable: true })
  monthlyTargetSen!: Sen | null;

  /** When the client's first sync was requested. The run that plans the client sets it to null. */
  @Column('varchar', { name: 'sync_requested_at', nullable: true })
  syncRequestedAt!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}
