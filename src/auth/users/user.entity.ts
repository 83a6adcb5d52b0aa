import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from '../access/roles.js';

/** A person who may log in. Disabled, never deleted. */
@Entity('user')
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  /** Lower case. */
  @Column('varchar')
  @Index('user_email', { unique: true })
  email!: string;

  /** What the person is called; null when nobody has said. */
  @Column('varchar', { nullable: true })
  name!: string | null;

  @Column('varchar')
  role!: Role;

  @Column('varchar', { name: 'password_hash', select: false })
  passwordHash!: string;

  /** 1 while the password is the generated one of the first admin, which stands in a log. It opens the account page only. */
  @Column('integer', { name: 'must_renew_credentials', default: 0 })
  mustRenewCredentials!: number;

  /** When the person turned the second factor on; null while a login asks for the password only. */
  @Column('varchar', { name: 'totp_enabled_at', nullable: true })
  totpEnabledAt!: string | null;

  /** Base32. Without `totpEnabledAt` it waits for its first code. */
  @Column('varchar', { name: 'totp_secret', nullable: true, select: false })
  totpSecret!: string | null;

  /** The time step of the last accepted code, so that no code is accepted twice. */
  @Column('integer', { name: 'totp_last_step', default: 0, select: false })
  totpLastStep!: number;

  /** A JSON list of the SHA-256 of each unused recovery code. */
  @Column('text', { name: 'recovery_codes', nullable: true, select: false })
  recoveryCodes!: string | null;

  /** When the person last logged in, ISO 8601 UTC. */
  @Column('varchar', { name: 'last_login_at', nullable: true })
  lastLoginAt!: string | null;

  @Column('varchar', { name: 'disabled_at', nullable: true })
  disabledAt!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}
