import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { TelegramClient, type TelegramUpdate } from './telegram.client.js';
import { TelegramLinkingService } from './telegram-linking.service.js';
import { LINKED_TEXTS } from './linked-texts.js';
import { Clock } from '../platform/config/index.js';
import { Database, ReplicaMeta } from '../platform/database/index.js';
import { LOGGER } from '../platform/logging/index.js';
import { PollingLoop, type BackgroundService } from '../platform/scheduling/index.js';

const POLL_INTERVAL_MS = 3000;
/** A chat that sent this many wrong codes is not read any more until the process starts anew. */
const MAX_WRONG_CODES = 5;
/** Chats with wrong codes that are remembered. */
const MAX_REMEMBERED_CHATS = 10_000;
/** Keys in `replica_meta`: until when a process reads the messages, and the first message that was not read. */
const READER_KEY = 'telegram_reader_until';
const OFFSET_KEY = 'telegram_offset';
const READER_LEASE_MS = 20_000;

/**
 * Reads the messages to the bot while a code is open, and links the chats that send one. Without an open code it calls nobody, so
 * the bot needs no address that Telegram can reach. Of several processes one reads at a time.
 */
@Injectable()
export class TelegramLinkPoller implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly loop: PollingLoop;
  private readonly wrongCodes = new Map<number, number>();

  constructor(
    private readonly database: Database,
    private readonly client: TelegramClient,
    private readonly linking: TelegramLinkingService,
    private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const tick = (signal: AbortSignal) => this.tick(signal);
    this.loop = new PollingLoop({ name: 'telegram links', intervalMs: POLL_INTERVAL_MS, logger, tick });
  }

  start(): Promise<void> {
    if (this.client.isEnabled) void this.loop.start();
    return Promise.resolve();
  }

  /** Reads the messages that have arrived; resolves when that is done. Never throws. */
  poll(): Promise<void> {
    return this.loop.poll();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  private async tick(signal: AbortSignal): Promise<void> {
    if (!(await this.linking.hasOpenCode())) return;
    const offset = await this.database.write((tx) => this.reserve(tx));
    if (offset === null) return;
    try {
      const updates = await this.client.listUpdates(offset, signal);
      for (const update of updates) await this.read(update, signal);
      const next = Math.max(offset, ...updates.map(({ update_id }) => update_id + 1));
      await this.database.write((tx) => putMeta(tx, OFFSET_KEY, String(next)));
    } finally {
      await this.database.write((tx) => putMeta(tx, READER_KEY, ''));
    }
  }

  /** Reserves the reading for this process. Returns the first message to read; null while another process reads. */
  private async reserve(tx: EntityManager): Promise<number | null> {
    const now = this.clock.now();
    const reader = await tx.findOneBy(ReplicaMeta, { key: READER_KEY });
    if (reader && reader.value > now.toISOString()) return null;
    await putMeta(tx, READER_KEY, new Date(now.getTime() + READER_LEASE_MS).toISOString());
    return Number((await tx.findOneBy(ReplicaMeta, { key: OFFSET_KEY }))?.value ?? 0);
  }

  /** Links the private chat that sent an open code. Other messages get no response. */
  private async read({ message }: TelegramUpdate, signal: AbortSignal): Promise<void> {
    if (message?.chat.type !== 'private') return;
    const { id } = message.chat;
    const code = /^\s*(?:\/start\s+)?([\dA-Za-z]{12})\s*$/.exec(message.text ?? '')?.[1];
    const wrong = this.wrongCodes.get(id) ?? 0;
    if (code === undefined || wrong >= MAX_WRONG_CODES) return;
    const linked = await this.linking.redeem(code.toUpperCase(), String(id));
    if (linked) await this.client.sendMessage(String(id), LINKED_TEXTS[linked.language], signal);
    else if (this.wrongCodes.size < MAX_REMEMBERED_CHATS) this.wrongCodes.set(id, wrong + 1);
  }
}

async function putMeta(tx: EntityManager, key: string, value: string): Promise<void> {
  const { affected } = await tx.update(ReplicaMeta, { key }, { value });
  if (!affected) await tx.insert(ReplicaMeta, { key, value });
}
