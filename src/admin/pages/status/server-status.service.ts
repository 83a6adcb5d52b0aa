import { Inject, Injectable } from '@nestjs/common';
import { ApiTokensService, type TokenInfo } from '../../../auth/index.js';
import { CollectionSchedule, CollectionService, type CollectionState } from '../../../collection/index.js';
import { CONFIG, type Config, VERSION } from '../../../platform/config/index.js';
import { Database, readDatabaseSize } from '../../../platform/database/index.js';
import { JobQueue, type QueueHealth } from '../../../platform/queue/index.js';
import { IncidentMonitor, type IncidentSummary } from '../../../operations/alerts/index.js';
import { BackupLogService, type BackupRun, BackupSchedule } from '../../../operations/backup/index.js';
import { RetentionSchedule } from '../../../operations/retention/index.js';
import { type SyncStatus, SyncStatusService } from '../../../sync/index.js';
import { type SourceDescription, UpstreamCallMetrics, UpstreamSource } from '../../../upstream/index.js';

/** Recorded incidents that the page shows. */
const MAX_INCIDENTS = 20;

/** Both ISO 8601 UTC: null before the first time, and when the schedule is off. */
interface ScheduleState {
  readonly lastAt: string | null;
  readonly nextAt: string | null;
}

/** A state that only operators read. Instants are ISO 8601 UTC; `next` is null for a schedule that is off. */
export interface ServerStatus {
  readonly sync: SyncStatus;
  readonly collection: CollectionState;
  readonly nextCollectionAt: string | null;
  readonly backup: {
    readonly isScheduled: boolean;
    readonly last: BackupRun | null;
    readonly lastGoodAt: string | null;
    readonly nextAt: string | null;
  };
  /** The retries of restaurants that are late in the morning. */
  readonly lateRetry: ScheduleState;
  /** The deletion of old records. */
  readonly retention: ScheduleState;
  readonly queue: QueueHealth;
  readonly database: { readonly kind: Config['database']['kind']; readonly bytes: number };
  readonly source: {
    readonly identity: string;
    readonly description: SourceDescription;
    readonly hasKey: boolean;
    /** The status or the error code of the last call of this process; null before the first. */
    readonly lastCall: string | null;
  };
  readonly incidents: IncidentSummary;
  readonly hasWebhook: boolean;
  readonly tokens: readonly TokenInfo[];
  readonly version: string;
  readonly node: string;
}

/** Reads the state of the server from the services that know it. */
@Injectable()
export class ServerStatusService {
  constructor(
    private readonly database: Database,
    private readonly sync: SyncStatusService,
    private readonly collections: CollectionService,
    private readonly collectionSchedule: CollectionSchedule,
    private readonly backups: BackupLogService,
    private readonly backupSchedule: BackupSchedule,
    private readonly retention: RetentionSchedule,
    private readonly queue: JobQueue,
    private readonly source: UpstreamSource,
    private readonly calls: UpstreamCallMetrics,
    private readonly incidents: IncidentMonitor,
    private readonly tokens: ApiTokensService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(): Promise<ServerStatus> {
    const { bytes, last, lastGoodAt, lastRetentionAt } = await this.database.read(async (tx) => ({
      bytes: await readDatabaseSize(tx),
      last: await this.backups.findLast(tx),
      lastGoodAt: await this.backups.findLastGoodAt(tx),
      lastRetentionAt: await this.retention.findLastRetentionAt(tx),
    }));
    return {
      sync: await this.sync.read(),
      collection: await this.collections.findState(),
      nextCollectionAt: this.collectionSchedule.nextCollectionAt(),
      backup: {
        isScheduled: this.backups.isScheduled,
        last,
        lastGoodAt,
        nextAt: this.backupSchedule.nextBackupAt(),
      },
      lateRetry: await this.sync.readLateRetry(),
      retention: { lastAt: lastRetentionAt, nextAt: this.retention.nextRetentionAt() },
      queue: await this.queue.health(),
      database: { kind: this.config.database.kind, bytes },
      source: {
        identity: this.source.identity,
        description: this.source.describe(),
        hasKey: this.config.upstream.apiKey !== undefined,
        lastCall: this.calls.last?.code ?? null,
      },
      incidents: await this.incidents.read(MAX_INCIDENTS),
      hasWebhook: this.incidents.hasWebhook,
      tokens: await this.tokens.list(),
      version: VERSION,
      node: process.version,
    };
  }
}
