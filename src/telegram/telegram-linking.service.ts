import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, MoreThan, Not, IsNull, type EntityManager } from 'typeorm';
import { TelegramChat } from './telegram-chat.entity.js';
import type { DigestTime, LANGUAGES } from './telegram-settings.schema.js';
import { AuditLogService, randomText, User, type Actor } from '../auth/index.js';
import { Clock } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';

type Language = (typeof LANGUAGES)[number];

/** A code is open for this time, in milliseconds. */
const CODE_TTL_MS = 10 * 60_000;
/** Without 0, O, 1, I and L. Twelve of 31 characters cannot be guessed in ten minutes. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 12;

/** Links the private chats of people to their accounts with one-time codes, and stores what is sent there. */
@Injectable()
export class TelegramLinkingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
  ) {}

  /** Returns the Telegram of a user; null when they never used it. */
  findOne(userId: number): Promise<TelegramChat | null> {
    return this.database.read((tx) => tx.findOneBy(TelegramChat, { userId }));
  }

  /** Returns the linked chats of enabled users with one of these roles. */
  listLinked(roles: readonly User['role'][]): Promise<TelegramChat[]> {
    return this.database.read(async (tx) => {
      const users = await tx.findBy(User, { role: In([...roles]), disabledAt: IsNull() });
      return tx.find(TelegramChat, {
        where: { userId: In(users.map(({ id }) => id)), chatId: Not(IsNull()) },
        order: { userId: 'ASC' },
      });
    });
  }

  /** Creates the code that links a chat, in place of an earlier one. Only its hash is stored. It is open for ten minutes. */
  async createCode(userId: number, language: Language): Promise<string> {
    const code = randomText(CODE_ALPHABET, CODE_LENGTH);
    const codeExpiresAt = new Date(this.clock.now().getTime() + CODE_TTL_MS).toISOString();
    await this.database.write((tx) => saveChat(tx, userId, { language, codeHash: hashCode(code), codeExpiresAt }));
    return code;
  }

  /** Returns whether any code is open. */
  hasOpenCode(): Promise<boolean> {
    const codeExpiresAt = MoreThan(this.clock.now().toISOString());
    return this.database.read((tx) => tx.existsBy(TelegramChat, { codeExpiresAt }));
  }

  /** Links a chat to the user whose open code it is. Returns the language of the user; null for a code that is not open. */
  async redeem(code: string, chatId: string): Promise<Pick<TelegramChat, 'language'> | null> {
    const now = this.clock.now().toISOString();
    return this.database.write(async (tx) => {
      const chat = await tx.findOneBy(TelegramChat, { codeHash: hashCode(code), codeExpiresAt: MoreThan(now) });
      const user = chat && (await tx.findOneBy(User, { id: chat.userId, disabledAt: IsNull() }));
      if (!chat || !user) return null;
      await tx.update(TelegramChat, { chatId }, { chatId: null, linkedAt: null });
      const { userId } = chat;
      const linked = { chatId, linkedAt: now, blockedAt: null, codeHash: null, codeExpiresAt: null };
      await tx.update(TelegramChat, { userId }, linked);
      const by = { name: user.email, address: null };
      await this.audit.record(tx, { by, action: 'telegram.link', target: { type: 'user', id: userId } });
      return chat;
    });
  }

  /** Unlinks the chat of a user and closes their code. Idempotent. */
  async unlink(userId: number, by: Actor): Promise<void> {
    await this.database.write(async (tx) => {
      const chat = await tx.findOneBy(TelegramChat, { userId });
      if (!chat) return;
      const closed = { chatId: null, linkedAt: null, blockedAt: null, codeHash: null, codeExpiresAt: null };
      await tx.update(TelegramChat, { userId }, closed);
      if (chat.chatId === null) return;
      await this.audit.record(tx, { by, action: 'telegram.unlink', target: { type: 'user', id: userId } });
    });
  }

  /** Stores when and in which language a user gets the digest. */
  async setDigest(userId: number, digestAt: DigestTime, language: Language): Promise<void> {
    await this.database.write((tx) => saveChat(tx, userId, { digestAt, language }));
  }
}

async function saveChat(tx: EntityManager, userId: number, change: Partial<TelegramChat>): Promise<void> {
  if (await tx.existsBy(TelegramChat, { userId })) await tx.update(TelegramChat, { userId }, change);
  else await tx.insert(TelegramChat, { digestAt: 'after_run', ...change, userId });
}

function hashCode(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
