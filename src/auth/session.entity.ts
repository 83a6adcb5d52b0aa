import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Somebody who is logged in. Instants are ISO 8601 UTC. */
@Entity('session')
export class Session {
  /** HMAC-SHA256 of the id in the cookie under `SESSION_SECRET`, hex: who reads the table can't become anybody. */
  @PrimaryColumn('varchar', { name: 'id_hash' })
  idHash!: string;

  @Column('integer', { name: 'user_id' })
  @Index('session_user')
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: number;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  /** Brought up to date every few minutes while it is used. */
  @Column('varchar', { name: 'seen_at' })
  seenAt!: string;
}
