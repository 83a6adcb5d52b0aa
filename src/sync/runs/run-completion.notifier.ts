import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { IsNull } from 'typeorm';
import { RunRepository } from './run.repository.js';
import { toRunDto, type RunDto } from './run.dto.js';
import { SyncRun } from './sync-run.entity.js';
import { RunAnnounced, RunEnded } from '../sync.events.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { LOGGER } from '../../platform/logging/index.js';

/** Publishes {@link RunEnded} in each process that notices the end of a run and {@link RunAnnounced} in one of them only. */
@Injectable()
export class RunCompletionNotifier {
  private lastPublishedId = 0;

  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Publishes the end of a run when it has ended; closes it first when all its items are finished. */
  async notify(runId: number): Promise<void> {
    let ended = await this.load(runId);
    if (ended === 'complete') {
      // The last items were committed at the same time and saw each other unfinished, so none of them closed the run.
      await this.database.write((tx) => this.runs.closeIfComplete(tx, runId));
      ended = await this.load(runId);
    }
    if (typeof ended === 'object') await this.publish(ended);
  }

  /** Publishes the ends that no process published because the one that ended the run died. */
  async notifyPending(): Promise<void> {
    const unannounced = await this.database.read((tx) =>
      tx.find(SyncRun, {
        select: { id: true },
        where: { active: IsNull(), announcedAt: IsNull() },
        order: { id: 'ASC' },
      }),
    );
    for (const { id } of unannounced) await this.notify(id);
  }

  private async publish(run: RunDto): Promise<void> {
    const announcedAt = this.clock.now().toISOString();
    const { affected } = await this.database.write((tx) =>
      tx.update(SyncRun, { id: run.id, announcedAt: IsNull() }, { announcedAt }),
    );
    if (affected === 1) {
      const { id, trigger, kind, status, items, counts, error } = run;
      const line = { runId: id, trigger, kind, status, items, counts, error };
      this.logger[status === 'completed' || status === 'cancelled' ? 'info' : 'warn'](line, 'run ended');
      this.events.publish(RunAnnounced, run);
    }
    // A push is announced once and starts nothing. Of the other runs one is active at a time, so they end in the order of their ids.
    const isNew = run.trigger === 'ingest' ? affected === 1 : run.id > this.lastPublishedId;
    if (!isNew) return;
    if (run.trigger !== 'ingest') this.lastPublishedId = run.id;
    this.events.publish(RunEnded, run);
  }

  /** Returns a run that has ended; of an active one whether all its items are finished (`complete`). */
  private load(runId: number): Promise<RunDto | 'complete' | 'unfinished'> {
    return this.database.read(async (tx) => {
      const run = await tx.findOneByOrFail(SyncRun, { id: runId });
      if (!run.active) return toRunDto(tx, run, this.clock.now().getTime());
      return (await this.runs.remainingWork(tx, runId)) ? 'unfinished' : 'complete';
    });
  }
}
