import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { IsNull } from 'typeorm';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { LOGGER } from '../http/logger.js';
import { RunLedger } from './run-ledger.js';
import { viewRun, type RunView } from './run-view.js';
import { SyncRun } from './sync-run.entity.js';
import { SyncSignals } from './sync-signals.js';

/** Tells that a run is over: to each process that saw it end, and to one of them to count it, however many items finished it at once. */
@Injectable()
export class RunEnds {
  private latest = 0;

  constructor(
    private readonly database: Database,
    private readonly ledger: RunLedger,
    private readonly signals: SyncSignals,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Tells of the run when it has ended. */
  async announce(runId: number): Promise<void> {
    let ended = await this.look(runId);
    if (ended === 'complete') {
      // Items that were committed beside each other saw each other unfinished, so none of them closed the run.
      await this.database.write((tx) => this.ledger.closeIfComplete(tx, runId));
      ended = await this.look(runId);
    }
    if (typeof ended === 'object') await this.tell(ended);
    this.signals.changed.next();
  }

  /** Tells of the runs whose end nobody told: the process that ended them died before it could. */
  async announceOwed(): Promise<void> {
    const owed = await this.database.read((tx) =>
      tx.find(SyncRun, {
        select: { id: true },
        where: { active: IsNull(), announcedAt: IsNull() },
        order: { id: 'ASC' },
      }),
    );
    for (const { id } of owed) await this.announce(id);
  }

  private async tell(run: RunView): Promise<void> {
    const announcedAt = this.clock.now().toISOString();
    const { affected } = await this.database.write((tx) =>
      tx.update(SyncRun, { id: run.id, announcedAt: IsNull() }, { announcedAt }),
    );
    if (affected === 1) {
      const { id, trigger, kind, status, items, counts, error } = run;
      const line = { runId: id, trigger, kind, status, items, counts, error };
      this.logger[status === 'completed' || status === 'cancelled' ? 'info' : 'warn'](line, 'run ended');
      this.signals.runAnnounced.next(run);
    }
    // One run is active at a time, so ids end in their order.
    if (run.id > this.latest) {
      this.latest = run.id;
      this.signals.runEnded.next(run);
    }
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
