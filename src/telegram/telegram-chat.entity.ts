import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { LANGUAGES } from './telegram-settings.schema.js';

/** The Telegram of a user: the chat that is linked, the code that links one, and what is sent there. Instants are ISO 8601 UTC. */
@Entity('telegram_chat')
export class TelegramChat {
  @PrimaryColumn('integer', { name: 'user_id' })
  @ForeignKey('User', { name: 'FK_telegram_chat', onDelete: 'CASCADE' })
  userId!: number;

  /** The private chat with the person; null while none is linked. A chat belongs to one user. */
  @Column('varchar', { name: 'chat_id', nullable: true })
  @Index('telegram_chat_chat', { unique: true })
  chatId!: string | null;

  @Column('varchar', { name: 'linked_at', nullable: true })
  linkedAt!: string | null;

  /** When Telegram said that the person does not let the bot write, which unlinked the chat; null otherwise. */
  @Column('varchar', { name: 'blocked_at', nullable: true })
  blockedAt!: string | null;

  /** The SHA-256 of the code that links a chat; null when none is open. */
  @Column('varchar', { name: 'code_hash', nullable: true })
  codeHash!: string | null;

  @Column('varchar', { name: 'code_expires_at', nullable: true })
  codeExpiresAt!: string | null;

  /** The language of the messages. */
  @Column('varchar')
  language!: (typeof LANGUAGES)[number];

  /** When the digest is sent: `off`, `after_run`, or a time of day `HH:MM` in the business time zone. */
  @Column('varchar', { name: 'digest_at' })
  digestAt!: string;
}
