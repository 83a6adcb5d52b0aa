import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One message to one user, from the first attempt to send it. Instants are ISO 8601 UTC. */
@Entity('telegram_message')
@Index('telegram_message_user_key', ['userId', 'key'], { unique: true })
export class TelegramMessage {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('integer', { name: 'user_id' })
  @ForeignKey('User', { name: 'FK_telegram_message', onDelete: 'CASCADE' })
  userId!: number;

  /** What the message is, so that it is sent once: `digest:2026-11-27`. */
  @Column('varchar', { name: 'message_key' })
  key!: string;

  /** Attempts whose outcome may be that the message arrived. */
  @Column('integer')
  attempts!: number;

  /** Parts of a long message that were accepted. */
  @Column('integer', { name: 'parts_sent' })
  partsSent!: number;

  /** No process sends it before this instant: one is sending it, or the last attempt failed. Null once it is sent. */
  @Column('varchar', { name: 'not_before', nullable: true })
  notBefore!: string | null;

  /** When Telegram accepted the last part; null until then. */
  @Column('varchar', { name: 'sent_at', nullable: true })
  sentAt!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;
}
