import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import type { Freshness } from '../stats/freshness.js';
import { FreshnessService } from '../stats/freshness.service.js';
import { replicaFacts, type ReplicaFacts } from '../stats/replica-facts.js';
import type { Page } from '../http/validation.js';
import { countIncomplete, lastSweep, listIncomplete, type Incomplete, type IncompleteItem } from './incomplete.js';
import type { ItemView } from './item-view.js';
import { RunLedger } from './run-ledger.js';
import { viewRun, type RunView } from './run-view.js';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun } from './sync-run.entity.js';
import type { IncompleteQuery } from './sync.schemas.js';
import { SyncSchedule } from './sync-schedule.js';

/** Where the copying stands. Days are business days, instants ISO 8601 UTC. */
export interface SyncStatus extends Pick<
  ReplicaFacts,
  'totalRecords' | 'earliestDate' | 'latestDate' | 'clientsCount' | 'clientsWithData'
> {
  readonly running: boolean;
  readonly activeRun: RunView | null;
  /** The last run that ended, however. */
  readonly lastRun: RunView | null;
  /** When a run last ended with every active restaurant copied. */
  readonly lastSuccessAt: string | null;
  readonly nextRunAt: string | null;
  readonly incomplete: Incomplete;
  readonly freshness: Freshness;
}

@Injectable()
export class SyncStatusService {
  constructor(
    private readonly database: Database,
    private readonly ledger: RunLedger,
    private readonly schedule: SyncSchedule,
    private readonly freshness: FreshnessService,
    private readonly clock: Clock,
  ) {}

  /** Reads all of it from one snapshot. */
  async status(): Promise<SyncStatus> {
    const now = this.clock.now().getTime();
    return this.database.read(async (tx) => {
      const active = await this.ledger.active(tx);
      const last = await tx.findOne(SyncRun, {
        where: { status: In(['completed', 'partial', 'failed', 'cancelled', 'interrupted']) },
        order: { finishedAt: 'DESC', id: 'DESC' },
      });
      const success = await tx.findOne(SyncRun, {
        where: { status: 'completed', whole: true },
        order: { finishedAt: 'DESC' },
      });
      const { totalRecords, earliestDate, latestDate, clientsCount, clientsWithData } = await replicaFacts(tx);
      return {
        running: active !== null,
        activeRun: active && (await viewRun(tx, active, now)),
        lastRun: last && (await viewRun(tx, last, now)),
        lastSuccessAt: success?.finishedAt ?? null,
        nextRunAt: this.schedule.nextRunAt(),
        incomplete: await countIncomplete(tx),
        totalRecords,
        earliestDate,
        latestDate,
        clientsCount,
        clientsWithData,
        freshness: await this.freshness.read(tx),
      };
    });
  }

  /** How the last run that set out to copy every active client ended; null before the first. */
  async lastWholeRun(): Promise<Pick<SyncRun, 'id' | 'status'> | null> {
    const run = await this.database.read(lastSweep);
    return run && { id: run.id, status: run.status };
  }

  /** The restaurants that are not as upstream has them, as far as is known, and why. */
  async incomplete(query: IncompleteQuery): Promise<Page<IncompleteItem>> {
    return this.database.read((tx) => listIncomplete(tx, query));
  }

  /** How the client's latest finished item ended; null when no run ever finished with it. */
  async lastItem(clientId: number): Promise<Pick<ItemView, 'status' | 'code' | 'message' | 'finishedAt'> | null> {
    return this.database.read(async (tx) => {
      const item = await tx.findOne(SyncItem, {
        where: { clientId, finishedAt: Not(IsNull()) },
        order: { id: 'DESC' },
      });
      if (!item) return null;
      const { status, code, message, finishedAt } = item;
      return { status, code, message, finishedAt };
    });
  }
}
