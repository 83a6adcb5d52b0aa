import { setImmediate as pause } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { AlertWatch } from '../alerts/alert-watch.js';
import { AuditLog } from '../auth/audit-log.js';
import { LoginThrottle } from '../auth/login-throttle.js';
import { SessionsService } from '../auth/sessions.service.js';
import { BackupLog } from '../backup/backup-log.js';
import { CollectionService } from '../collection/collection.service.js';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { ReplicaMeta } from '../database/replica-meta.entity.js';
import { LOGGER } from '../http/logger.js';
import { TickWatch } from '../schedule/tick-watch.js';
import { OldRuns } from '../sync/old-runs.js';
import { KEPT_DAYS, NEWEST_KEPT } from './retention.js';

/** UTC: half past two in Bali, when nobody reads and nothing is synced. */
const EVERY_NIGHT = '30 18 * * *';
const DAY_MS = 24 * 3_600_000;
/** The last tick that was answered. */
const KEY = 'housekeeping';

/** Removes what is over and old, once a day in one of the processes, in units of work so small that nobody waits for them. */
@Injectable()
export class Housekeeping implements OnModuleDestroy {
  private readonly ticks: TickWatch;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly runs: OldRuns,
    private readonly collections: CollectionService,
    private readonly backups: BackupLog,
    private readonly alerts: AlertWatch,
    private readonly audit: AuditLog,
    private readonly sessions: SessionsService,
    private readonly logins: LoginThrottle,
    private readonly clock: Clock,
    registry: SchedulerRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const answer = (tick: Date) => this.answer(tick);
    this.ticks = new TickWatch({ name: 'housekeeping', cron: EVERY_NIGHT, registry, clock, logger, answer });
  }

  /** Keeps the schedule from now on. What is owed is done meanwhile. */
  start(): void {
    void this.ticks.start();
  }

  /** Does what the last tick still owes; resolves when it is done. Never throws. */
  look(): Promise<void> {
    return this.ticks.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.ticks.stop();
  }

  /** What a crash leaves undone is done at the next tick: nothing hangs on it. */
  private async answer(tick: Date): Promise<boolean> {
    if (!(await this.database.write((tx) => claimed(tx, tick.toISOString())))) return true;
    const removed: Record<string, number> = {};
    for (const [name, removal] of Object.entries(this.removals())) {
      removed[name] = 0;
      for await (const count of removal) {
        removed[name] += count;
        // Work on SQLite is one long turn of the event loop unless it is told to pause.
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
      runs: this.runs.forget(before(KEPT_DAYS.runs), NEWEST_KEPT),
      collections: this.bitwise((tx) => this.collections.forget(tx, before(KEPT_DAYS.collections), NEWEST_KEPT)),
      backups: this.bitwise((tx) => this.backups.forget(tx, before(KEPT_DAYS.backups))),
      incidents: this.bitwise((tx) => this.alerts.forget(tx, before(KEPT_DAYS.incidents))),
      audit: this.bitwise((tx) => this.audit.forget(tx, before(KEPT_DAYS.audit))),
      sessions: this.bitwise((tx) => this.sessions.forgetExpired(tx)),
      logins: this.bitwise((tx) => this.logins.forgetOld(tx)),
    };
  }

  /** Repeats a unit of work that removes some of what is old until it finds nothing. */
  private async *bitwise(forgetSome: (tx: EntityManager) => Promise<number>): AsyncGenerator<number> {
    let count: number;
    do {
      count = await this.database.write(forgetSome);
      yield count;
    } while (count > 0);
  }
}

/** Whether the tick was nobody's yet; it is the caller's now. */
async function claimed(tx: EntityManager, tick: string): Promise<boolean> {
  const row = await tx.findOneBy(ReplicaMeta, { key: KEY });
  if (row?.value === tick) return false;
  if (row) await tx.update(ReplicaMeta, { key: KEY }, { value: tick });
  else await tx.insert(ReplicaMeta, { key: KEY, value: tick });
  return true;
}
