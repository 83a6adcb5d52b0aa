import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { countIncomplete, findLastFullRun, listIncomplete } from '../runs/incomplete-clients.js';
import type { IncompleteItem, ItemDto } from '../runs/item.dto.js';
import { RunRepository } from '../runs/run.repository.js';
import { toRunDto } from '../runs/run.dto.js';
import { SyncItem } from '../runs/sync-item.entity.js';
import { SyncRun } from '../runs/sync-run.entity.js';
import type { SyncStatus } from './sync-status.dto.js';
import type { IncompleteQuery } from './sync.schema.js';
import { SyncWorker } from '../execution/sync-worker.js';
import { LateClientRetrySchedule } from '../schedules/late-client-retry.schedule.js';
import { SyncSchedule } from '../schedules/sync.schedule.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { FreshnessService, summarizeReplica } from '../../stats/index.js';
import { UpstreamSource } from '../../upstream/index.js';
import type { Page } from '../../platform/http/index.js';

/** Returns the state of the sync. */
@Injectable()
export class SyncStatusService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly schedule: SyncSchedule,
    private readonly lateRetries: LateClientRetrySchedule,
    private readonly worker: SyncWorker,
    private readonly freshness: FreshnessService,
    private readonly source: UpstreamSource,
    private readonly clock: Clock,
  ) {}

  /** True while this process processes items. */
  get isWorkerRunning(): boolean {
    return this.worker.isRunning;
  }

  /** Returns the state, read from one snapshot. */
  async read(): Promise<SyncStatus> {
    const nowMs = this.clock.now().getTime();
    return this.database.read(async (tx) => {
      const active = await this.runs.findActive(tx);
      const last = await tx.findOne(SyncRun, {
        where: { status: In(['completed', 'partial', 'failed', 'cancelled', 'interrupted']) },
        order: { finishedAt: 'DESC', id: 'DESC' },
      });
      const lastSuccess = await tx.findOne(SyncRun, {
        where: { status: 'completed', coversAllClients: true },
        order: { finishedAt: 'DESC' },
      });
      const { totalRecords, earliestDate, latestDate, clientsCount, clientsWithData } = await summarizeReplica(tx);
      return {
        running: active !== null,
        activeRun: active && (await toRunDto(tx, active, nowMs)),
        lastRun: last && (await toRunDto(tx, last, nowMs)),
        lastSuccessAt: lastSuccess?.finishedAt ?? null,
        nextRunAt: this.schedule.nextRunAt(),
        incomplete: await countIncomplete(tx),
        totalRecords,
        earliestDate,
        latestDate,
        clientsCount,
        clientsWithData,
        freshness: await this.freshness.read(tx),
        source: this.source.describe(),
      };
    });
  }

  /** Returns when clients that are late were retried last and may be retried next, ISO 8601 UTC; null when never. */
  async readLateRetry(): Promise<{ readonly lastAt: string | null; readonly nextAt: string | null }> {
    const lastAt = await this.database.read((tx) => this.lateRetries.findLastRetryAt(tx));
    return { lastAt, nextAt: this.lateRetries.nextRetryAt() };
  }

  /** Returns whether items of the active run wait for a worker. */
  async hasPendingItems(): Promise<boolean> {
    return this.database.read(async (tx) => {
      const run = await this.runs.findActive(tx);
      return run !== null && (await this.runs.remainingWork(tx, run.id)) === 'pending';
    });
  }

  /** Returns the final status of the last run that covered every active client; null before the first. */
  async findLastFullRun(): Promise<Pick<SyncRun, 'id' | 'status'> | null> {
    const run = await this.database.read(findLastFullRun);
    return run && { id: run.id, status: run.status };
  }

  /** Returns a page of the clients that are known to differ from upstream, with the reasons. */
  async incomplete(query: IncompleteQuery): Promise<Page<IncompleteItem>> {
    return this.database.read((tx) => listIncomplete(tx, query));
  }

  /** Returns how the latest finished item of a client ended; null when none has finished. */
  async findLastItem(
    clientId: number,
  ): Promise<Pick<ItemDto, 'status' | 'code' | 'message' | 'otherName' | 'finishedAt'> | null> {
    return this.database.read(async (tx) => {
      const item = await tx.findOne(SyncItem, {
        where: { clientId, finishedAt: Not(IsNull()) },
        order: { id: 'DESC' },
      });
      if (!item) return null;
      const { status, code, message, otherName, finishedAt } = item;
      return { status, code, message, otherName, finishedAt };
    });
  }
}
