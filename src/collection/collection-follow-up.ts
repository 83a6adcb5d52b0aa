import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { UserError } from '../errors.js';
import { yesterdayAt } from '../stats/day.js';
import { daysEnding } from '../stats/period.js';
import type { RunView } from '../sync/run-view.js';
import { RunsService } from '../sync/runs.service.js';
import { SyncService } from '../sync/sync.service.js';
import { CollectionRun, type CollectionStatus } from './collection-run.entity.js';
import { viewCollection, type CollectionView } from './collection-view.js';

/** A collection rewrites this many days, ending yesterday. */
const REWRITTEN_DAYS = 3;

/** How a sync that copied nothing may end without anybody knowing whether there was something to copy. */
const TELLS_NOTHING: readonly RunView['status'][] = ['failed', 'cancelled', 'interrupted'];

interface Ending {
  readonly status: CollectionStatus;
  readonly dataMoved: boolean | null;
  readonly message: string;
}

/** What comes after upstream is done: a sync of the days it rewrites, where asked for, and the end of the run. */
@Injectable()
export class CollectionFollowUp {
  constructor(
    private readonly database: Database,
    private readonly sync: SyncService,
    private readonly runs: RunsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Brings a run whose `collectedAt` is set one step further; answers it when that ended it. */
  async advance(run: CollectionRun): Promise<CollectionView | null> {
    const message = run.message ?? '';
    const status = run.status === 'running' ? 'succeeded' : run.status;
    const fruitless = status === 'failed' || status === 'unsupported';
    if (!run.thenSync || fruitless) return this.end(run.id, { status, dataMoved: null, message });
    if (run.syncRunId === null) return this.begin(run, { status, message });
    const copied = await this.runs.run(run.syncRunId);
    if (copied.finishedAt === null) return null;
    return this.end(run.id, endingOf({ status, message }, copied));
  }

  /** Waits for the active run, whoever asked for it, by trying again. */
  private async begin(
    { id, actor }: CollectionRun,
    { status, message }: Pick<Ending, 'status' | 'message'>,
  ): Promise<CollectionView | null> {
    const days = daysEnding(yesterdayAt(this.clock.now(), this.config.businessTimeZone), REWRITTEN_DAYS);
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

  private async end(id: number, ending: Ending): Promise<CollectionView> {
    return this.database.write(async (tx) => {
      const finishedAt = this.clock.now().toISOString();
      await tx.update(CollectionRun, { id, active: 1 }, { ...ending, active: null, finishedAt });
      return viewCollection(await tx.findOneByOrFail(CollectionRun, { id }));
    });
  }
}

/** `succeeded` is upstream's word; that nothing moved is ours. */
function endingOf({ status, message }: Pick<Ending, 'status' | 'message'>, run: RunView): Ending {
  const moved = run.counts.inserted + run.counts.updated;
  if (moved === 0 && TELLS_NOTHING.includes(run.status)) {
    return {
      status,
      dataMoved: null,
      message: `${message} Sync run ${run.id} ended ${run.status}, so its days are not here yet.`,
    };
  }
  const told = moved === 0 ? 'No number changed.' : `Days that are new or changed: ${moved}.`;
  return {
    status: status === 'succeeded' && moved === 0 ? 'no_new_data' : status,
    dataMoved: moved > 0,
    message: `${message} ${told}`,
  };
}
