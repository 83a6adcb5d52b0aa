import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { BackupLog } from '../backup/backup-log.js';
import { BackupSchedule } from '../backup/backup-schedule.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { JobQueue } from '../queue/job-queue.js';
import { FreshnessService } from '../stats/freshness.service.js';
import { replicaFacts } from '../stats/replica-facts.js';
import { SyncStatusService } from '../sync/sync-status.service.js';
import { SyncWorker } from '../sync/sync-worker.js';
import { UpstreamCalls } from '../upstream/upstream-calls.js';

/** Codes of calls that upstream answered, be it that it can't list, knows no such restaurant or collects already; and of those we broke off. */
const ANSWERED = /^[23]\d\d$|^40[0459]$|^501$|^cancelled$/;

type Session = ReturnType<HealthIndicatorService['check']>;

/** What `/health` looks at; each answers within a read of the replica and calls nobody. */
@Injectable()
export class Indicators {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly worker: SyncWorker,
    private readonly calls: UpstreamCalls,
    private readonly status: SyncStatusService,
    private readonly freshness: FreshnessService,
    private readonly backups: BackupLog,
    private readonly schedule: BackupSchedule,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Down when it can't be read, degraded when it can't be written. */
  replica() {
    return this.looked('replica', async (check) => {
      const { totalRecords, clientsCount } = await this.database.read(replicaFacts);
      const { fault } = this.database;
      if (fault) return check.degraded({ code: fault.code, message: fault.message });
      return check.up({ totalRecords, clientsCount });
    });
  }

  /** Degraded when the numbers are old: `stale`, or none at all. */
  data() {
    return this.looked('data', async (check) => {
      const { state, dataThrough, syncedAt, yesterday } = await this.database.read((tx) => this.freshness.read(tx));
      const values = { state, dataThrough, syncedAt, yesterday };
      return state === 'fresh' || state === 'due' ? check.up(values) : check.degraded(values);
    });
  }

  /** Degraded when the last call this process made failed; one that was broken off here says nothing of upstream. */
  upstream() {
    const check = this.health.check('upstream');
    const lastCall = this.calls.last?.code ?? null;
    return lastCall === null || ANSWERED.test(lastCall) ? check.up({ lastCall }) : check.degraded({ lastCall });
  }

  async queueing() {
    const check = this.health.check('queue');
    const { ok, driver, waiting, active } = await this.queue.health();
    return ok ? check.up({ driver, waiting, active }) : check.degraded({ driver });
  }

  /** Degraded while restaurants are not as upstream has them, as far as is known. */
  sync() {
    return this.looked('sync', async (check) => {
      const { running, lastSuccessAt, nextRunAt, incomplete } = await this.status.status();
      const lastRun = await this.status.lastWholeRun();
      const values = { running, lastRun, incomplete, lastSuccessAt, nextRunAt };
      const whole = incomplete.notCopied + incomplete.refused === 0;
      return whole ? check.up(values) : check.degraded(values);
    });
  }

  /** Degraded when the last scheduled backup failed; says nothing when none are asked for. */
  async backup(): Promise<HealthIndicatorResult> {
    if (!this.backups.scheduled) return {};
    return this.looked('backup', async (check) => {
      const { lastGoodAt, message } = await this.database.read(async (tx) => ({
        lastGoodAt: await this.backups.lastGoodAt(tx),
        message: await this.backups.trouble(tx),
      }));
      const values = { lastGoodAt, nextBackupAt: this.schedule.nextBackupAt() };
      return message === null ? check.up(values) : check.degraded({ ...values, message });
    });
  }

  /** Down until this process does the jobs it is there for. */
  async consumer() {
    const check = this.health.check('consumer');
    const { role } = this.config;
    if (role === 'web') return check.up();
    // A worker without its queue does nothing; a server without it still answers people.
    const connected = role === 'all' || (await this.queue.health()).ok;
    return this.worker.attached && connected ? check.up() : check.down();
  }

  /** What can't even be looked at is down: a throw would make the whole answer a 500 that names nothing. */
  private async looked(
    name: string,
    look: (check: Session) => Promise<HealthIndicatorResult>,
  ): Promise<HealthIndicatorResult> {
    const check = this.health.check(name);
    try {
      return await look(check);
    } catch (error) {
      return check.down({ message: error instanceof Error ? error.message : String(error) });
    }
  }
}
