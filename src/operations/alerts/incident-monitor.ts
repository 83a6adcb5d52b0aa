import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import { ATTEMPT_INTERVAL_MS, AlertWebhookClient } from './alert-webhook.client.js';
import { detectIncidents, type DetectedIncidents } from './detect-incidents.js';
import { HeartbeatService } from './heartbeat.service.js';
import { Incident, INCIDENT_KINDS, type IncidentKind } from './incident.entity.js';
import { type Actor, AuditLogService } from '../../auth/index.js';
import { BackupLogService } from '../backup/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database, deleteBatch } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { PollingLoop, type BackgroundService } from '../../platform/scheduling/index.js';
import { FreshnessService } from '../../stats/index.js';
import { RunEnded } from '../../sync/index.js';

/** The incidents that exist now, in the order of the checks, and the recorded ones, those that exist now included, the newest first. */
export interface IncidentSummary {
  readonly current: readonly IncidentKind[];
  readonly recorded: readonly Incident[];
}

const POLL_INTERVAL_MS = 60_000;

/**
 * Opens and ends incidents from the state in SQL. Sends one message when an incident begins and one when it ends, and the
 * heartbeat. Polls every minute and at the end of each run.
 */
@Injectable()
export class IncidentMonitor implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly loop: PollingLoop;
  private subscription: Subscription | null = null;

  constructor(
    private readonly database: Database,
    private readonly client: AlertWebhookClient,
    private readonly heartbeats: HeartbeatService,
    private readonly events: DomainEvents,
    private readonly freshness: FreshnessService,
    private readonly backups: BackupLogService,
    private readonly audit: AuditLogService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const tick = (signal: AbortSignal) => this.tick(signal);
    this.loop = new PollingLoop({ name: 'incident monitor', intervalMs: POLL_INTERVAL_MS, logger, tick });
  }

  /** Polls from now on. Does not wait for the first poll, which may call a slow receiver. */
  start(): Promise<void> {
    this.subscription = this.events.on(RunEnded).subscribe(() => void this.poll());
    void this.loop.start();
    return Promise.resolve();
  }

  /** Updates the incidents, then sends every message and heartbeat that is due; resolves when that is done. Never throws. */
  poll(): Promise<void> {
    return this.loop.poll();
  }

  /** Returns the incidents that exist now, and the latest ones that were recorded; without a webhook and a Telegram bot none is recorded. */
  async read(limit: number): Promise<IncidentSummary> {
    return this.database.read(async (tx) => {
      const current = [...(await this.detect(tx)).keys()];
      const recorded = await tx.find(Incident, { order: { id: 'DESC' }, take: limit });
      return { current, recorded };
    });
  }

  /** True when `ALERT_WEBHOOK_URL` is set. */
  get hasWebhook(): boolean {
    return this.client.webhookEnabled;
  }

  /** Sends the webhook a test message and records who did it. @throws OperationalError when the receiver did not accept it. */
  async sendTest(by: Actor): Promise<void> {
    await this.client.sendTest();
    await this.database.write((tx) => this.audit.record(tx, { by, action: 'alert.test' }));
  }

  /** Deletes a batch of the incidents that ended before an instant, ISO 8601 UTC; returns how many. */
  purge(tx: EntityManager, before: string): Promise<number> {
    return deleteBatch(tx, Incident, (query) => query.where('row.ended_at < :before', { before }));
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    await this.loop.stop();
  }

  /** Sends heartbeat and messages independently: a failure of one does not stop the other. */
  private async tick(shutdown: AbortSignal): Promise<void> {
    if (this.client.heartbeatEnabled) {
      await this.heartbeats.sendIfDue(shutdown).catch((error: unknown) => this.report(error, shutdown));
    }
    if (this.client.webhookEnabled || this.config.telegram) {
      await this.updateAndSend(shutdown).catch((error: unknown) => this.report(error, shutdown));
    }
  }

  private report(error: unknown, shutdown: AbortSignal): void {
    if (!shutdown.aborted) this.logger.error({ err: error }, 'an alert or heartbeat was not sent');
  }

  private async updateAndSend(shutdown: AbortSignal): Promise<void> {
    await this.updateIncidents();
    if (this.client.webhookEnabled) await this.sendPending(shutdown);
  }

  private async updateIncidents(): Promise<void> {
    await this.database.write(async (tx) => {
      const now = this.clock.now();
      const detected = await this.detect(tx);
      const open = new Set((await tx.findBy(Incident, { open: 1 })).map(({ kind }) => kind));
      for (const kind of INCIDENT_KINDS) {
        const message = detected.get(kind);
        if (message !== undefined && !open.has(kind)) {
          await tx.insert(Incident, { kind, open: 1, message, startedAt: now.toISOString() });
        } else if (message === undefined && open.has(kind)) {
          await tx.update(Incident, { kind, open: 1 }, { open: null, endedAt: now.toISOString() });
        }
      }
    });
  }

  private async detect(tx: EntityManager): Promise<DetectedIncidents> {
    const backup = await this.backups.findProblem(tx);
    return detectIncidents(tx, { now: this.clock.now(), freshness: await this.freshness.read(tx), backup });
  }

  private async sendPending(shutdown: AbortSignal): Promise<void> {
    for (let next = await this.reserveMessage(); next; next = await this.reserveMessage()) {
      const { incident, event } = next;
      await this.client.send(incident, event, shutdown);
      const at = this.clock.now().toISOString();
      const sent = event === 'started' ? { startToldAt: at } : { endToldAt: at };
      await this.database.write((tx) => tx.update(Incident, { id: incident.id }, { ...sent, notBefore: null }));
    }
  }

  /** Reserves the oldest unsent message for this process, so that no other sends it too; returns null when none is left. */
  private async reserveMessage(): Promise<{ incident: Incident; event: 'started' | 'ended' } | null> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const unreserved = [{ notBefore: IsNull() }, { notBefore: LessThanOrEqual(now.toISOString()) }];
      const unsent = [{ startToldAt: IsNull() }, { endedAt: Not(IsNull()), endToldAt: IsNull() }];
      const where = unsent.flatMap((message) => unreserved.map((reservation) => ({ ...message, ...reservation })));
      const incident = await tx.findOne(Incident, { where, order: { id: 'ASC' } });
      if (!incident) return null;
      const notBefore = new Date(now.getTime() + ATTEMPT_INTERVAL_MS).toISOString();
      await tx.update(Incident, { id: incident.id }, { notBefore });
      return { incident, event: incident.startToldAt === null ? 'started' : 'ended' };
    });
  }
}
