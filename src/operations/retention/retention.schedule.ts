import { setImmediate as pause } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { RETENTION_DAYS, MIN_KEPT_RUNS } from './retention-periods.js';
import { IncidentMonitor } from '../alerts/index.js';
import { AuditLogService, LoginService } from '../../auth/index.js';
import { BackupLogService } from '../backup/index.js';
import { CollectionService } from '../../collection/index.js';
import { ReceiptsService, UnknownRestaurantsService } from '../../ingest/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database, ReplicaMeta } from '../../platform/database/index.js';
import { IdempotencyService } from '../../platform/idempotency/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import { CronCatchUp, type BackgroundService } from '../../platform/scheduling/index.js';
import { TelegramMessengerService } from '../../telegram/index.js';
import { RunRetentionService } from '../../sync/index.js';

/** 18:30 UTC is 02:30 in Bali, when nobody reads and no sync runs. */
const NIGHTLY_CRON = '30 18 * * *';
const DAY_MS = 24 * 3_600_000;
/** Key in `replica_meta` of the last cron time that was handled. */
const LAST_CRON_TIME_KEY = 'housekeeping';

/** Deletes old records once a day, in one of the processes, in units of work so small that no request waits for them. */
@Injectable()
export class RetentionSchedule implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private readonly catchUp: CronCatchUp;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly runs: RunRetentionService,
    private readonly collections: CollectionService,
    private readonly receipts: ReceiptsService,
    private readonly unknownRestaurants: UnknownRestaurantsService,
    private readonly backups: BackupLogService,
    private readonly alerts: IncidentMonitor,
    private readonly audit: AuditLogService,
    private readonly logins: LoginService,
    private readonly idempotency: IdempotencyService,
    private readonly telegram: TelegramMessengerService,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const handle = (cronTime: Date) => this.handleCronTime(cronTime);
    this.catchUp = new CronCatchUp({ name: 'housekeeping', cron: NIGHTLY_CRON, registry, clock, logger, handle });
  }

  /** Returns when old records are deleted next, ISO 8601 UTC. */
  nextRetentionAt(): string | null {
    return this.catchUp.next();
  }

  /** Returns the last time at which old records were deleted, ISO 8601 UTC; null before the first. */
  async findLastRetentionAt(tx: EntityManager): Promise<string | null> {
    return (await tx.findOneBy(ReplicaMeta, { key: LAST_CRON_TIME_KEY }))?.value ?? null;
  }

  /** Starts the schedule. Does not wait for a deletion that is due. */
  start(): Promise<void> {
    void this.catchUp.start();
    return Promise.resolve();
  }

  /** Handles the last cron time unless it was handled; resolves when that is done. Never throws. */
  poll(): Promise<void> {
    return this.catchUp.check();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.catchUp.stop();
  }

  /** Deletes all that is due. After a crash, the rest is deleted at the next cron time. */
  private async handleCronTime(cronTime: Date): Promise<boolean> {
    if (!(await this.database.write((tx) => reserveCronTime(tx, cronTime.toISOString())))) return true;
    const removed: Record<string, number> = {};
    for (const [name, removal] of Object.entries(this.removals())) {
      removed[name] = 0;
      for await (const count of removal) {
        removed[name] += count;
        // A unit of work on SQLite never yields to the event loop by itself.
        await pause();
        if (this.stopped) return true;
      }
    }
    this.logger.info({ removed }, 'housekeeping done');
    return true;
  }

  private removals(): Record<string, AsyncIterable<number>> {
    const now = this.clock.now().getTime();
    const before = (days: number) => new Date(now - days * DAY_MS).toISOString();
    return {
      runs: this.runs.purgeRuns(before(RETENTION_DAYS.runs), MIN_KEPT_RUNS),
      collections: this.inBatches((tx) =>
        this.collections.purge(tx, before(RETENTION_DAYS.collections), MIN_KEPT_RUNS),
      ),
      receipts: this.inBatches((tx) => this.receipts.purge(tx, before(RETENTION_DAYS.pushes))),
      unknownRestaurants: this.inBatches((tx) => this.unknownRestaurants.purge(tx, before(RETENTION_DAYS.pushes))),
      backups: this.inBatches((tx) => this.backups.purge(tx, before(RETENTION_DAYS.backups))),
      idempotencyKeys: this.inBatches((tx) => this.idempotency.purge(tx, before(RETENTION_DAYS.idempotencyKeys))),
      incidents: this.inBatches((tx) => this.alerts.purge(tx, before(RETENTION_DAYS.incidents))),
      telegramMessages: this.inBatches((tx) => this.telegram.purge(tx, before(RETENTION_DAYS.telegramMessages))),
      audit: this.inBatches((tx) => this.audit.purge(tx, before(RETENTION_DAYS.audit))),
      sessions: this.inBatches((tx) => this.logins.purgeSessions(tx)),
      logins: this.inBatches((tx) => this.logins.purgeAttempts(tx)),
    };
  }

  /** Repeats a unit of work that deletes a batch until none is left; yields the number of rows of each batch. */
  private async *inBatches(deleteOneBatch: (tx: EntityManager) => Promise<number>): AsyncGenerator<number> {
    let count: number;
    do {
      count = await this.database.write(deleteOneBatch);
      yield count;
    } while (count > 0);
  }
}

/** Reserves a cron time for this process; returns false when another process handled it. */
async function reserveCronTime(tx: EntityManager, cronTime: string): Promise<boolean> {
  const row = await tx.findOneBy(ReplicaMeta, { key: LAST_CRON_TIME_KEY });
  if (row?.value === cronTime) return false;
  if (row) await tx.update(ReplicaMeta, { key: LAST_CRON_TIME_KEY }, { value: cronTime });
  else await tx.insert(ReplicaMeta, { key: LAST_CRON_TIME_KEY, value: cronTime });
  return true;
}
