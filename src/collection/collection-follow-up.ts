import { Inject, Injectable } from '@nestjs/common';
import { CollectionRun, type CollectionStatus } from './collection-run.entity.js';
import { toCollectionDto, type CollectionDto } from './collection.dto.js';
import { Clock, CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { UserError, yesterdayAt, periodEndingAt } from '../domain/index.js';
import { type RunDto, RunsService, SyncService } from '../sync/index.js';

/** Number of business days that a collection rewrites. The last one is yesterday. */
const REWRITTEN_DAYS = 3;

/** Final statuses of a sync that, when it copied nothing, do not show whether upstream has new data. */
const INCONCLUSIVE_STATUSES: readonly RunDto['status'][] = ['failed', 'cancelled', 'interrupted'];

interface Ending {
  readonly status: CollectionStatus;
  readonly dataMoved: boolean | null;
  readonly message: string;
}

/** Starts the requested sync of the rewritten days after upstream is done, and ends the collection. */
@Injectable()
export class CollectionFollowUp {
  constructor(
    private readonly database: Database,
    private readonly sync: SyncService,
    private readonly runs: RunsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Brings a collection whose `collectedAt` is set one step further.
   * @returns the collection when this step ended it, otherwise null.
   */
  async advance(run: CollectionRun): Promise<CollectionDto | null> {
    const message = run.message ?? '';
    const status = run.status === 'running' ? 'succeeded' : run.status;
    const hasNothingToSync = status === 'failed' || status === 'unsupported';
    if (!run.thenSync || hasNothingToSync) return this.end(run.id, { status, dataMoved: null, message });
    if (run.syncRunId === null) return this.startSync(run, { status, message });
    const syncRun = await this.runs.findOne(run.syncRunId);
    if (syncRun.finishedAt === null) return null;
    return this.end(run.id, toEnding({ status, message }, syncRun));
  }

  /** Starts the sync. While another run is active it does nothing, and the next poll calls it again. */
  private async startSync(
    { id, actor }: CollectionRun,
    { status, message }: Pick<Ending, 'status' | 'message'>,
  ): Promise<CollectionDto | null> {
    const days = periodEndingAt(yesterdayAt(this.clock.now(), this.config.businessTimeZone), REWRITTEN_DAYS);
    try {
      await this.sync.start(days, { trigger: 'collection', actor }, async (tx, syncRunId) => {
        await tx.update(CollectionRun, { id }, { syncRunId });
      });
      return null;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return this.end(id, { status, dataMoved: null, message: `${message} Nothing was copied: ${error.message}` });
    }
  }

  private async end(id: number, ending: Ending): Promise<CollectionDto> {
    return this.database.write(async (tx) => {
      const finishedAt = this.clock.now().toISOString();
      await tx.update(CollectionRun, { id, active: 1 }, { ...ending, active: null, finishedAt });
      return toCollectionDto(await tx.findOneByOrFail(CollectionRun, { id }));
    });
  }
}

/**
 * Returns how the collection ends after its sync. Upstream reports `succeeded`; `no_new_data` means that the sync changed no
 * number.
 */
function toEnding({ status, message }: Pick<Ending, 'status' | 'message'>, run: RunDto): Ending {
  const moved = run.counts.inserted + run.counts.updated;
  if (moved === 0 && INCONCLUSIVE_STATUSES.includes(run.status)) {
    return {
      status,
      dataMoved: null,
      message: `${message} Sync run ${run.id} ended ${run.status}, so its days are not here yet.`,
    };
  }
  const change = moved === 0 ? 'No number changed.' : `Days that are new or changed: ${moved}.`;
  return {
    status: status === 'succeeded' && moved === 0 ? 'no_new_data' : status,
    dataMoved: moved > 0,
    message: `${message} ${change}`,
  };
}
