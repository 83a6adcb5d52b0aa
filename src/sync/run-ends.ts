import { Injectable } from '@nestjs/common';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { viewRun } from './run-view.js';
import { SyncRun } from './sync-run.entity.js';
import { SyncSignals } from './sync-signals.js';

/** Tells this process that a run is over: once, however many items finished it at the same moment. */
@Injectable()
export class RunEnds {
  private latest = 0;

  constructor(
    private readonly database: Database,
    private readonly signals: SyncSignals,
    private readonly clock: Clock,
  ) {}

  /** Announces the run when it has ended and was not announced yet. */
  async announce(runId: number): Promise<void> {
    const ended = await this.database.read(async (tx) => {
      const run = await tx.findOneByOrFail(SyncRun, { id: runId });
      return run.active ? null : viewRun(tx, run, this.clock.now().getTime());
    });
    // One run is active at a time, so ids end in their order.
    if (ended && runId > this.latest) {
      this.latest = runId;
      this.signals.runEnded.next(ended);
    }
    this.signals.changed.next();
  }
}
