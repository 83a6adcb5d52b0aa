import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { splitMessage } from './split-message.js';
import { TelegramChat } from './telegram-chat.entity.js';
import { TelegramClient } from './telegram.client.js';
import { TelegramError } from './telegram.error.js';
import { TelegramMessage } from './telegram-message.entity.js';
import { Clock } from '../platform/config/index.js';
import { Database, deleteBatch } from '../platform/database/index.js';
import { User } from '../auth/index.js';

/**
 * How long a message stays reserved for the process that sends it, in milliseconds. It is longer than sending can take, so that no
 * two processes send a message at once.
 */
const RESERVATION_MS = 5 * 60_000;
/** A process may die after Telegram took a message and before that is stored. So a message is sent once more, and never a third time. */
const MAX_ATTEMPTS = 2;

/** A message that is due. */
export interface DueMessage {
  readonly userId: number;
  /** What the message is. A user gets a key once. */
  readonly key: string;
  /** Returns the lines of the message in Telegram's HTML. It is called right before sending, so that it shows what the user may see then. */
  readonly compose: (chat: TelegramChat) => Promise<readonly string[]>;
}

/**
 * Sends messages to the linked chats of users: each once, whichever process tries first, and once more only when a process died between sending and
 * storing that.
 */
@Injectable()
export class TelegramMessengerService {
  constructor(
    private readonly database: Database,
    private readonly client: TelegramClient,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a message unless it was sent, another process is sending it, its next attempt is later, or the user has no chat. A chat
   * that blocked the bot is unlinked.
   * @throws TelegramError when Telegram did not accept it; a later call tries again.
   */
  async send({ userId, key, compose }: DueMessage, signal: AbortSignal): Promise<void> {
    // A message stays due long after it was sent, so most calls end here and write nothing.
    if (!(await this.database.read((tx) => this.findPending(tx, userId, key)))) return;
    const reserved = await this.database.write((tx) => this.reserve(tx, userId, key));
    if (!reserved) return;
    const { chat, chatId, partsSent } = reserved;
    try {
      const parts = splitMessage(await compose(chat));
      for (const [index, part] of parts.entries()) {
        if (index < partsSent) continue;
        await this.client.sendMessage(chatId, part, signal);
        await this.update(userId, key, { partsSent: index + 1 });
      }
      await this.update(userId, key, { sentAt: this.clock.now().toISOString(), notBefore: null });
    } catch (error) {
      if (error instanceof TelegramError) await this.recordFailure(reserved, error);
      throw error;
    }
  }

  /** Deletes a batch of the records of messages from before an instant, ISO 8601 UTC; returns how many. */
  purge(tx: EntityManager, before: string): Promise<number> {
    return deleteBatch(tx, TelegramMessage, (query) => query.where('row.created_at < :before', { before }));
  }

  /** Returns the chat of a message that may be sent now, and the record of its earlier attempts; null when it may not. */
  private async findPending(tx: EntityManager, userId: number, key: string) {
    const held = await tx.findOneBy(TelegramMessage, { userId, key });
    if (held) {
      const isReserved = held.notBefore !== null && held.notBefore > this.clock.now().toISOString();
      if (held.sentAt !== null || isReserved || held.attempts >= MAX_ATTEMPTS) return null;
    }
    const chat = await tx.findOneBy(TelegramChat, { userId });
    if (chat?.chatId == null || !(await tx.existsBy(User, { id: userId, disabledAt: IsNull() }))) return null;
    return { chat, chatId: chat.chatId, held };
  }

  private async reserve(tx: EntityManager, userId: number, key: string) {
    const pending = await this.findPending(tx, userId, key);
    if (!pending) return null;
    const { chat, chatId, held } = pending;
    const now = this.clock.now();
    const attempts = (held?.attempts ?? 0) + 1;
    const notBefore = new Date(now.getTime() + RESERVATION_MS).toISOString();
    if (!held) {
      const createdAt = now.toISOString();
      await tx.insert(TelegramMessage, { userId, key, attempts, partsSent: 0, notBefore, sentAt: null, createdAt });
    } else await tx.update(TelegramMessage, { userId, key }, { attempts, notBefore });
    return { userId, key, chat, chatId, attempts, partsSent: held?.partsSent ?? 0 };
  }

  /** An attempt that cannot have sent anything does not count. */
  private async recordFailure(
    { userId, key, chatId, attempts }: { userId: number; key: string; chatId: string; attempts: number },
    { failure, retryAfterSeconds }: TelegramError,
  ): Promise<void> {
    const now = this.clock.now();
    switch (failure) {
      case 'blocked':
        await this.database.write((tx) =>
          tx.update(TelegramChat, { userId, chatId }, { chatId: null, linkedAt: null, blockedAt: now.toISOString() }),
        );
        return;
      case 'later': {
        const notBefore = new Date(now.getTime() + retryAfterSeconds * 1000).toISOString();
        return this.update(userId, key, { attempts: attempts - 1, notBefore });
      }
      case 'not_sent':
        return this.update(userId, key, { attempts: attempts - 1 });
      case 'unknown':
        return;
    }
  }

  private async update(userId: number, key: string, change: Partial<TelegramMessage>): Promise<void> {
    await this.database.write((tx) => tx.update(TelegramMessage, { userId, key }, change));
  }
}
