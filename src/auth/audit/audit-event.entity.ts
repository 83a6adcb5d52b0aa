import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const AUDIT_ACTIONS = [
  'login',
  'logout',
  'login.failed',
  'login.locked',
  'password.failed',
  'user.create',
  'user.update',
  'user.disable',
  'user.enable',
  'user.totp_enable',
  'user.totp_disable',
  'user.password',
  'telegram.link',
  'telegram.unlink',
  'user.invite',
  'session.end',
  'token.create',
  'token.revoke',
  'client.create',
  'client.update',
  'client.archive',
  'client.restore',
  'client.import',
  'note.create',
  'note.update',
  'note.delete',
  'attention.put_aside',
  'attention.take_back',
  'owner.create',
  'owner.update',
  'report.comment',
  'report.link_create',
  'report.link_revoke',
  'sync.start',
  'sync.cancel',
  'sync.retry',
  'collection.start',
  'alert.test',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDIT_TARGETS = ['user', 'token', 'client', 'owner', 'sync_run', 'collection_run'] as const;
export type AuditTarget = (typeof AUDIT_TARGETS)[number];

/** Who did what to which target. Never updated; only retention deletes old events. */
@Entity('audit_log')
export class AuditEvent {
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
