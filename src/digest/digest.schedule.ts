import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { DigestService } from './digest.service.js';
import { IncidentAlertsService } from './incident-alerts.service.js';
import { DomainEvents } from '../platform/events/index.js';
import { LOGGER } from '../platform/logging/index.js';
import { PollingLoop, type BackgroundService } from '../platform/scheduling/index.js';
import { RunEnded } from '../sync/index.js';
import {
  TelegramClient,
  TelegramError,
  TelegramLinkingService,
  TelegramMessengerService,
  type DueMessage,
} from '../telegram/index.js';

const POLL_INTERVAL_MS = 30_000;

/** Sends the digests that are due and, to admins, the incidents. SQL decides which of several processes sends a message. */
@Injectable()
export class DigestSchedule implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly loop: PollingLoop;
  private subscription: Subscription | null = null;

  constructor(
    private readonly digests: DigestService,
    private readonly incidents: IncidentAlertsService,
    private readonly linking: TelegramLinkingService,
    private readonly messenger: TelegramMessengerService,
    private readonly client: TelegramClient,
    private readonly events: DomainEvents,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const tick = (signal: AbortSignal) => this.tick(signal);
    this.loop = new PollingLoop({ name: 'digest', intervalMs: POLL_INTERVAL_MS, logger, tick });
  }

  /** Polls from now on. Does not wait for the first poll, which may call Telegram. */
  start(): Promise<void> {
    if (!this.client.isEnabled) return Promise.resolve();
    this.subscription = this.events.on(RunEnded).subscribe(() => void this.poll());
    void this.loop.start();
    return Promise.resolve();
  }

  /** Sends every message that is due; resolves when that is done. Never throws. */
  poll(): Promise<void> {
    return this.loop.poll();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    await this.loop.stop();
  }

  private async tick(signal: AbortSignal): Promise<void> {
    const digests = await this.digests.listDue(await this.linking.listLinked(['manager', 'admin']));
    for (const digest of digests) await this.send(digest, signal);
    for (const chat of await this.linking.listLinked(['admin'])) {
      for (const alert of await this.incidents.listDue(chat)) await this.send(alert, signal);
    }
  }

  /** A failure of one message does not stop the others. */
  private async send(message: DueMessage, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      await this.messenger.send(message, signal);
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
      const { userId, key } = message;
      this.logger.error({ err: error, userId, key }, 'a message was not sent by Telegram');
    }
  }
}
