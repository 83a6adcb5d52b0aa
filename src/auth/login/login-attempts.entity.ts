import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Failed logins of an account (`address` empty), from an address (`account` empty), or of an account from an address it has
 * logged in from. Both are SHA-256: what was typed as an e-mail may be a password. Instants are ISO 8601 UTC.
 */
@Entity('login_attempts')
export class LoginAttempts {
  @PrimaryColumn('varchar')
  account!: string;

  @PrimaryColumn('varchar')
  address!: string;

  @Column('integer')
  failures!: number;

  @Column('varchar', { name: 'failed_at', nullable: true })
  failedAt!: string | null;

  @Column('varchar', { name: 'blocked_until', nullable: true })
  blockedUntil!: string | null;

  /** The last login of this account from this address. */
  @Column('varchar', { name: 'known_at', nullable: true })
  knownAt!: string | null;
}
