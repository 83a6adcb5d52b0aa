import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { TokenRole } from '../access/roles.js';

/** A token for the API. Only its hash is stored. */
@Entity('api_token')
export class ApiToken {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  name!: string;

  @Column('varchar')
  role!: TokenRole;

  /** SHA-256 of the token, hex: a 256-bit random token needs no slow hash. */
  @Column('varchar', { name: 'token_hash', select: false })
  @Index('api_token_hash', { unique: true })
  tokenHash!: string;

  @Column('varchar', { name: 'expires_at', nullable: true })
  expiresAt!: string | null;

  @Column('varchar', { name: 'revoked_at', nullable: true })
  revokedAt!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;
}
