import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { findDueBy } from './due-by.js';
import type { FirstCopyProgress, Freshness } from './freshness.dto.js';
import { judgeFreshness, type FreshnessInput } from './freshness.js';
import { FirstCopyRepository } from '../../store/first-copy.repository.js';
import { summarizeReplica } from './replica-summary.js';
import { countUsualReporters } from './reporting-expectation.js';
import { UsualReportersService } from './usual-reporters.service.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { ReplicaOrigin } from '../../../platform/database/index.js';
import { dayAt, timeOfDayAt, yesterdayAt, type Day } from '../../../domain/index.js';

/** What freshness depends on apart from the content of the replica. */
export interface FreshnessTerms extends Pick<Freshness, 'demo' | 'dueBy'> {
  readonly yesterday: Day;
  /** True while yesterday is not expected to be complete. */
  readonly isDue: boolean;
}

/** Judges how fresh the data are. Health, metrics, alerts, the API and the CLI all use it, so they always agree. */
@Injectable()
export class FreshnessService {
  private due: { readonly today: Day; readonly time: string } | null = null;

  constructor(
    private readonly replicaOrigin: ReplicaOrigin,
    private readonly firstCopy: FirstCopyRepository,
    private readonly usualReporters: UsualReportersService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the freshness of the replica, inside the caller's unit of work. */
  async read(tx: EntityManager): Promise<Freshness> {
    const summary = await summarizeReplica(tx);
    const yesterday = countUsualReporters(
      await this.usualReporters.find(tx, yesterdayAt(this.clock.now(), this.config.businessTimeZone)),
    );
    const progress = { copied: summary.copiedCount, total: summary.activeCount };
    return this.judge({ ...summary, yesterday, firstCopy: await this.findFirstCopy(tx, progress) });
  }

  /** Returns the ids of the active clients that usually report on a platform and did not report on it yesterday. */
  async findLateClients(tx: EntityManager, yesterday: Day): Promise<number[]> {
    const reporters = await this.usualReporters.find(tx, yesterday);
    return reporters.filter(({ missing }) => missing).map(({ clientId }) => clientId);
  }

  /** Returns the progress while the first copy has not ended; null after it, and when all clients are copied. */
  async findFirstCopy(tx: EntityManager, progress: FirstCopyProgress): Promise<FirstCopyProgress | null> {
    const isOver = progress.copied >= progress.total || (await this.firstCopy.hasEnded(tx));
    return isOver ? null : progress;
  }

  /** Returns everything that freshness depends on apart from the content of the replica. */
  findTerms(): FreshnessTerms {
    const { businessTimeZone } = this.config;
    const now = this.clock.now();
    const dueBy = this.dueBy(now);
    return {
      demo: this.replicaOrigin.isDemo,
      yesterday: yesterdayAt(now, businessTimeZone),
      dueBy,
      isDue: timeOfDayAt(now, businessTimeZone) < dueBy,
    };
  }

  /** Returns the freshness of the clients that `facts` describe. */
  judge(facts: Omit<FreshnessInput, 'demo' | 'dueBy'>): Freshness {
    const now = this.clock.now();
    const input = { ...facts, demo: this.replicaOrigin.isDemo, dueBy: this.dueBy(now) };
    return judgeFreshness(input, now, this.config.businessTimeZone);
  }

  /** Returns the time by which yesterday is due. It changes with the business day only, and every list asks for it. */
  private dueBy(now: Date): string {
    const { businessTimeZone, sync } = this.config;
    const today = dayAt(now, businessTimeZone);
    if (this.due?.today !== today) this.due = { today, time: findDueBy(sync.cron, now, businessTimeZone) };
    return this.due.time;
  }
}
