import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { AlertMessage } from './alert-message.dto.js';
import { signatureHeaders } from './signature-headers.js';
import type { Incident } from './incident.entity.js';
import { ssrfSafeRequest, type OutboundRequest } from './ssrf-safe-request.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { ReplicaOrigin } from '../../platform/database/index.js';

const ATTEMPTS = 3;
const RETRY_BASE_MS = 500;
/** The time limit of one message: all attempts and the pauses between them. */
const DEADLINE_MS = 30_000;
/**
 * The time that a message stays reserved for the process that sends it, in milliseconds. It is longer than sending can take. A
 * message that was not accepted, or whose process died, is sent again after this time and never twice at once.
 */
export const ATTEMPT_INTERVAL_MS = 4 * DEADLINE_MS;

/** Calls the addresses that an operator set: signed incident messages to the webhook, and heartbeats. */
@Injectable()
export class AlertWebhookClient {
  constructor(
    private readonly origin: ReplicaOrigin,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** True when `ALERT_WEBHOOK_URL` is set. */
  get webhookEnabled(): boolean {
    return this.config.alerts.webhook !== null;
  }

  /** True when `HEARTBEAT_URL` is set. */
  get heartbeatEnabled(): boolean {
    return this.config.alerts.heartbeatUrl !== undefined;
  }

  /**
   * Sends the webhook a message that an incident began or ended. It is signed twice with HMAC-SHA256: in the form of Standard
   * Webhooks (https://www.standardwebhooks.com) and in hex over `TIMESTAMP.BODY`. Its `id` is the same each time it is sent.
   * @throws OperationalError when the receiver did not accept it.
   */
  async send(incident: Incident, event: 'started' | 'ended', shutdown: AbortSignal): Promise<void> {
    const { id, kind, message, startedAt, endedAt } = incident;
    const text = event === 'started' ? message : `It is over: ${message}`;
    const body = { id: `${id}-${event}`, event, kind, text, startedAt, endedAt: event === 'started' ? null : endedAt };
    await this.post(body, shutdown, ATTEMPTS);
  }

  /** Sends the webhook a message of the kind `test`, once and signed as every other. @throws OperationalError as {@link send}. */
  async sendTest(): Promise<void> {
    const at = this.clock.now();
    const text = 'This is a test. Nothing has happened.';
    const startedAt = at.toISOString();
    const test = { id: `test-${at.getTime()}`, event: 'test', kind: 'test', text, startedAt, endedAt: null } as const;
    await this.post(test, AbortSignal.timeout(DEADLINE_MS), 1);
  }

  /** Calls the heartbeat address with GET. @throws OperationalError when the receiver did not accept it. */
  async sendHeartbeat(shutdown: AbortSignal): Promise<void> {
    const { heartbeatUrl } = this.config.alerts;
    if (heartbeatUrl) await this.requestWithRetries({ url: new URL(heartbeatUrl), method: 'GET' }, shutdown, ATTEMPTS);
  }

  private async post(message: Omit<AlertMessage, 'demo'>, shutdown: AbortSignal, attempts: number): Promise<void> {
    const { webhook } = this.config.alerts;
    if (!webhook) return;
    const alert: AlertMessage = { ...message, demo: this.origin.isDemo };
    const body = JSON.stringify(alert);
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1000));
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...signatureHeaders(webhook.secret, { messageId: message.id, timestamp, body }),
    };
    await this.requestWithRetries({ url: new URL(webhook.url), method: 'POST', headers, body }, shutdown, attempts);
  }

  private async requestWithRetries(
    request: Omit<OutboundRequest, 'allowPrivate' | 'signal'>,
    shutdown: AbortSignal,
    attempts: number,
  ): Promise<void> {
    const signal = AbortSignal.any([shutdown, AbortSignal.timeout(DEADLINE_MS)]);
    const { allowPrivate } = this.config.alerts;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await ssrfSafeRequest({ ...request, allowPrivate, signal });
        return;
      } catch (error) {
        if (attempt === attempts || signal.aborted) throw error;
      }
      await delay(RETRY_BASE_MS * 3 ** (attempt - 1), undefined, { signal });
    }
  }
}
