import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The link by which a person chooses a password. It is deleted when it is used; a new one replaces it. */
@Entity('invitation')
export class Invitation {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('integer', { name: 'user_id' })
  @Index('invitation_user', { unique: true })
  @ForeignKey('User', { name: 'FK_invitation_user', onDelete: 'CASCADE' })
  userId!: number;

  /** SHA-256 of the token, hex: a 256-bit random token needs no slow hash. */
  @Column('varchar', { name: 'token_hash' })
  @Index('invitation_token', { unique: true })
  tokenHash!: string;

  /** ISO 8601 UTC. */
  @Column('varchar', { name: 'expires_at' })
  expiresAt!: string;
}
