import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import type { Incident } from './incident.entity.js';
import { callOutside, type OutsideCall } from './outside-call.js';

const ATTEMPTS = 3;
const RETRY_BASE_MS = 500;
/** Of all attempts and the pauses between them. */
export const DEADLINE_MS = 30_000;

/** Sends what is told to the outside: signed messages to the webhook, heartbeats. */
@Injectable()
export class Messenger {
  constructor(
    private readonly memory: UpstreamMemory,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whether there is anybody to tell of incidents. */
  get listening(): boolean {
    return this.config.alerts.webhook !== null;
  }

  /** Whether there is anybody to send heartbeats to. */
  get beating(): boolean {
    return this.config.alerts.heartbeatUrl !== undefined;
  }

  /**
   * Tells the webhook that an incident began or ended. `id` is the same in every repetition of a message.
   * @throws OperationalError when it was not taken.
   */
  async tell(incident: Incident, event: 'started' | 'ended', shutdown: AbortSignal): Promise<void> {
    const { webhook } = this.config.alerts;
    if (!webhook) return;
    const { id, kind, message, startedAt, endedAt } = incident;
    const text = event === 'started' ? message : `It is over: ${message}`;
    const body = JSON.stringify({
      id: `${id}-${event}`,
      event,
      kind,
      text,
      startedAt,
      endedAt: event === 'started' ? null : endedAt,
      demo: this.memory.demo,
    });
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1000));
    const signature = createHmac('sha256', webhook.secret).update(`${timestamp}.${body}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'x-delivery-timestamp': timestamp,
      'x-delivery-signature': `sha256=${signature}`,
    };
    await this.send({ url: new URL(webhook.url), method: 'POST', headers, body }, shutdown);
  }

  /** @throws OperationalError when nobody took it. */
  async heartbeat(shutdown: AbortSignal): Promise<void> {
    const { heartbeatUrl } = this.config.alerts;
    if (heartbeatUrl) await this.send({ url: new URL(heartbeatUrl), method: 'GET' }, shutdown);
  }

  private async send(call: Omit<OutsideCall, 'allowPrivate' | 'signal'>, shutdown: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([shutdown, AbortSignal.timeout(DEADLINE_MS)]);
    const { allowPrivate } = this.config.alerts;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await callOutside({ ...call, allowPrivate, signal });
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || signal.aborted) throw error;
      }
      await delay(RETRY_BASE_MS * 3 ** (attempt - 1), undefined, { signal });
    }
  }
}
