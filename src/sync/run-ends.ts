import { Injectable } from '@nestjs/common';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { RunLedger } from './run-ledger.js';
import { viewRun, type RunView } from './run-view.js';
import { SyncRun } from './sync-run.entity.js';
import { SyncSignals } from './sync-signals.js';

/** Tells this process that a run is over: once, however many items finished it at the same moment. */
@Injectable()
export class RunEnds {
  private latest = 0;

  constructor(
    private readonly database: Database,
    private readonly ledger: RunLedger,
    private readonly signals: SyncSignals,
    private readonly clock: Clock,
  ) {}

  /** Announces the run when it has ended and was not announced yet. */
  async announce(runId: number): Promise<void> {
    let ended = await this.look(runId);
    if (ended === 'complete') {
      // Items that were committed beside each other saw each other unfinished, so none of them closed the run.
      await this.database.write((tx) => this.ledger.closeIfComplete(tx, runId));
      ended = await this.look(runId);
    }
    // One run is active at a time, so ids end in their order.
    if (typeof ended === 'object' && runId > this.latest) {
      this.latest = runId;
      this.signals.runEnded.next(ended);
    }
    this.signals.changed.next();
  }

  /** The view of a run that has ended; else whether all of it is done. */
  private look(runId: number): Promise<RunView | 'complete' | 'unfinished'> {
    return this.database.read(async (tx) => {
      const run = await tx.findOneByOrFail(SyncRun, { id: runId });
      if (!run.active) return viewRun(tx, run, this.clock.now().getTime());
      return (await this.ledger.left(tx, runId)) ? 'unfinished' : 'complete';
    });
  }
}
