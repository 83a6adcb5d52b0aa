import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { BackupLogService, BackupSchedule } from '../backup/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { JobQueue } from '../../platform/queue/index.js';
import { describeFreshness, FreshnessService, summarizeReplica } from '../../stats/index.js';
import { SyncStatusService } from '../../sync/index.js';
import { UpstreamCallMetrics, UpstreamCheckService } from '../../upstream/index.js';

/** Codes of calls that do not make the upstream degraded: it responded, or this process cancelled the call. */
const RESPONDED = /^ok$|^[23]\d\d$|^40[0459]$|^501$|^cancelled$/;

type Session = ReturnType<HealthIndicatorService['check']>;

/** The checks of `/health`. Each costs at most a few reads of the replica and calls no other server. */
@Injectable()
export class HealthIndicators {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly calls: UpstreamCallMetrics,
    private readonly upstreamCheck: UpstreamCheckService,
    private readonly status: SyncStatusService,
    private readonly freshness: FreshnessService,
    private readonly backups: BackupLogService,
    private readonly schedule: BackupSchedule,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Down when the replica can't be read, degraded when it can't be written. */
  replica() {
    return this.checkSafely('replica', async (check) => {
      const { totalRecords, clientsCount } = await this.database.read(summarizeReplica);
      const { fault } = this.database;
      if (fault) return check.degraded({ code: fault.code, message: fault.message });
      return check.up({ totalRecords, clientsCount });
    });
  }

  /** Degraded when the data are `stale` or there are none. Up during the first copy and while some clients are late. */
  data() {
    return this.checkSafely('data', async (check) => {
      const freshness = await this.database.read((tx) => this.freshness.read(tx));
      const { demo: _, ...facts } = freshness;
      const values = { ...facts, message: describeFreshness(freshness) };
      return freshness.state === 'stale' || freshness.state === 'never' ? check.degraded(values) : check.up(values);
    });
  }

  /** Degraded when the last call of this process to the upstream failed (a cancelled call does not count), or its check did. */
  upstream() {
    const check = this.health.check('upstream');
    const lastCall = this.calls.last?.code ?? null;
    const { problem: message } = this.upstreamCheck;
    if (message !== null) return check.degraded({ lastCall, message });
    return lastCall === null || RESPONDED.test(lastCall) ? check.up({ lastCall }) : check.degraded({ lastCall });
  }

  /** Degraded when the queue does not respond, and when it has lost the jobs of restaurants that wait to be copied. */
  jobQueue() {
    return this.checkSafely('queue', async (check) => {
      const { ok, driver, waiting, active } = await this.queue.health();
      if (!ok) return check.degraded({ driver });
      const values = { driver, waiting, active };
      const hasLostJobs = this.queue.isShared && waiting + active === 0 && (await this.status.hasPendingItems());
      if (!hasLostJobs) return check.up(values);
      const message = 'Restaurants wait to be copied and the queue holds no job; a worker adds them within seconds.';
      return check.degraded({ ...values, message });
    });
  }

  /** Degraded while the latest copy of any restaurant failed or has quarantined rows. */
  sync() {
    return this.checkSafely('sync', async (check) => {
      const { running, lastSuccessAt, nextRunAt, incomplete } = await this.status.read();
      const lastRun = await this.status.findLastFullRun();
      const values = { running, lastRun, incomplete, lastSuccessAt, nextRunAt };
      const whole = incomplete.notCopied + incomplete.refused === 0;
      return whole ? check.up(values) : check.degraded(values);
    });
  }

  /** Degraded when the last scheduled backup failed; absent when `BACKUP_CRON` is off. */
  async backup(): Promise<HealthIndicatorResult> {
    if (!this.backups.isScheduled) return {};
    return this.checkSafely('backup', async (check) => {
      const { lastGoodAt, message } = await this.database.read(async (tx) => ({
        lastGoodAt: await this.backups.findLastGoodAt(tx),
        message: await this.backups.findProblem(tx),
      }));
      const values = { lastGoodAt, nextBackupAt: this.schedule.nextBackupAt() };
      return message === null ? check.up(values) : check.degraded({ ...values, message });
    });
  }

  /** Down until this process works on the jobs of its role. */
  async consumer() {
    const check = this.health.check('consumer');
    const { role } = this.config;
    if (role === 'web') return check.up();
    // A worker without its queue does nothing; a server without it still serves people.
    const connected = role === 'all' || (await this.queue.health()).ok;
    return this.status.isWorkerRunning && connected ? check.up() : check.down();
  }

  /** Runs a check; one that throws is down. Otherwise the whole response would be a 500 that names no component. */
  private async checkSafely(
    name: string,
    run: (check: Session) => Promise<HealthIndicatorResult>,
  ): Promise<HealthIndicatorResult> {
    const check = this.health.check(name);
    try {
      return await run(check);
    } catch (error) {
      return check.down({ message: error instanceof Error ? error.message : String(error) });
    }
  }
}
