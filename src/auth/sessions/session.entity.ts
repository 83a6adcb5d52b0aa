import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A session of a logged-in user. Instants are ISO 8601 UTC. */
@Entity('session')
export class Session {
  /** HMAC-SHA256 of the id in the cookie under `SESSION_SECRET`, hex: a reader of the table can't take over a session. */
  @PrimaryColumn('varchar', { name: 'id_hash' })
  idHash!: string;

  @Column('integer', { name: 'user_id' })
  @Index('session_user')
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: number;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  /** When its person last typed their password, at the login or since. */
  @Column('varchar', { name: 'confirmed_at', nullable: true })
  confirmedAt!: string | null;

  /** The network address of the login. */
  @Column('varchar', { nullable: true })
  address!: string | null;

  /** What the browser called itself at the login, at most 300 characters. */
  @Column('varchar', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  /** The last use, stored every five minutes at most. */
  @Column('varchar', { name: 'seen_at' })
  seenAt!: string;
}
