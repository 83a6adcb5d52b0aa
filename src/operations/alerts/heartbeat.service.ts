import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ATTEMPT_INTERVAL_MS, AlertWebhookClient } from './alert-webhook.client.js';
import { Heartbeat } from './heartbeat.entity.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { SyncRun } from '../../sync/index.js';

/** The longest time from the end of a run to its heartbeat. A later one would be mistaken for that of the next night. */
const SEND_WITHIN_MS = 12 * 3_600_000;

/** Sends one heartbeat after each nightly run that completed. The process that reserves it first sends it. */
@Injectable()
export class HeartbeatService {
  constructor(
    private readonly database: Database,
    private readonly client: AlertWebhookClient,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the heartbeat of the last nightly run unless it was sent, another process is sending it, or the run ended more than
   * 12 hours ago.
   * @throws OperationalError when the receiver did not accept it; a later call retries it.
   */
  async sendIfDue(shutdown: AbortSignal): Promise<void> {
    const runId = await this.database.write((tx) => this.reserve(tx));
    if (runId === null) return;
    await this.client.sendHeartbeat(shutdown);
    const sentAt = this.clock.now().toISOString();
    await this.database.write((tx) => tx.update(Heartbeat, { runId }, { sentAt, notBefore: null }));
  }

  /** Reserves the heartbeat of the last nightly run for this process; returns the run's id, or null when none is due. */
  private async reserve(tx: EntityManager): Promise<number | null> {
    const now = this.clock.now().getTime();
    const run = await tx.findOne(SyncRun, { where: { trigger: 'cron' }, order: { id: 'DESC' } });
    if (run?.status !== 'completed' || run.finishedAt === null) return null;
    if (Date.parse(run.finishedAt) < now - SEND_WITHIN_MS) return null;
    const heartbeat = await tx.findOneBy(Heartbeat, { runId: run.id });
    const notBefore = new Date(now + ATTEMPT_INTERVAL_MS).toISOString();
    if (!heartbeat) {
      await tx.insert(Heartbeat, { runId: run.id, notBefore, sentAt: null });
      return run.id;
    }
    const isReserved = heartbeat.notBefore !== null && Date.parse(heartbeat.notBefore) > now;
    if (heartbeat.sentAt !== null || isReserved) return null;
    await tx.update(Heartbeat, { runId: run.id }, { notBefore });
    return run.id;
  }
}
