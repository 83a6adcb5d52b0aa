import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const AUDIT_ACTIONS = [
  'login',
  'logout',
  'login.locked',
  'user.create',
  'user.update',
  'user.disable',
  'user.enable',
  'user.password',
  'token.create',
  'token.revoke',
  'client.create',
  'client.update',
  'client.archive',
  'client.restore',
  'client.import',
  'sync.start',
  'sync.cancel',
  'sync.retry',
  'collection.start',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDIT_TARGETS = ['user', 'token', 'client', 'sync_run', 'collection_run'] as const;
export type AuditTarget = (typeof AUDIT_TARGETS)[number];

/** Who did what to what. Nobody changes it, and only housekeeping removes what is old. */
@Entity('audit_log')
export class AuditEntry {
  @PrimaryGeneratedColumn()
  id!: number;

  /** ISO 8601 UTC. */
  @Column('varchar')
  @Index('audit_log_at')
  at!: string;

  @Column('varchar')
  actor!: string;

  @Column('varchar')
  action!: AuditAction;

  @Column('varchar', { name: 'target_type', nullable: true })
  targetType!: AuditTarget | null;

  @Column('integer', { name: 'target_id', nullable: true })
  targetId!: number | null;

  /** The fields that changed, as they were: a JSON object without secrets. */
  @Column('text', { nullable: true })
  before!: string | null;

  /** The same fields as they became. */
  @Column('text', { nullable: true })
  after!: string | null;

  @Column('varchar', { nullable: true })
  address!: string | null;
}
