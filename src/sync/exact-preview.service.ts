import { Inject, Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { borderDay, type BorderDay } from '../stats/border-day.js';
import { yesterdayAt, type Day } from '../stats/day.js';
import type { WriteCounts } from '../stats/merge.js';
import type { Period } from '../stats/period.js';
import { StatWriter } from '../stats/stat-writer.js';
import { UpstreamSource } from '../upstream/upstream-source.js';
import { isSilent, readingOf } from './answer-reading.js';
import type { PreviewRequest } from './sync.schemas.js';
import { planWindows } from './window.js';

/** A person waits for the answer no longer than this. */
const PATIENCE_MS = 60_000;

/** A day that would change: as it is held and as it would be; null where there is no row. Money in rupiah. */
export interface DayChange {
  readonly date: Day;
  readonly change: 'inserted' | 'updated' | 'deleted';
  readonly held: BorderDay | null;
  readonly upstream: BorderDay | null;
}

/** What a literal copy of one client would do. */
export interface ExactPreview {
  readonly client: { readonly id: number; readonly name: string };
  readonly window: Period;
  /** Upstream sent rows, and none of this client's window: such an answer is never taken. */
  readonly refused: boolean;
  readonly counts: Omit<WriteCounts, 'missingUpstream'> & { readonly quarantined: number };
  /** Oldest first. */
  readonly days: readonly DayChange[];
}

/** Shows what copying a client exactly would change, before anybody does it. */
@Injectable()
export class ExactPreviewService {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
    private readonly source: UpstreamSource,
    private readonly writer: StatWriter,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Asks upstream and writes nothing.
   * @throws UserError 400 for a bad window, 404 for an unknown client; UpstreamError when upstream gives no answer.
   */
  async preview({ clientId, ...days }: PreviewRequest): Promise<ExactPreview> {
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const window = planWindows(days, this.config.sync, yesterday).windowOf({ hasRows: true, verifiedThrough: null });
    const { id, name, upstreamName } = await this.clients.get(clientId);
    const answer = await this.source.fetchDays(upstreamName, window, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { plan, held } = await this.database.read((tx) =>
      this.writer.plan(tx, { clientId: id, window, exact: true, ...readingOf(answer) }),
    );
    const client = { id, name };
    const quarantined = answer.quarantined.length;
    if (isSilent(answer, true) && held.length > 0) {
      return { client, window, refused: true, counts: { ...NOTHING, unchanged: held.length, quarantined }, days: [] };
    }
    const { inserted, updated, unchanged, deleted } = plan.counts;
    const before = new Map(held.map(({ date, values }) => [date, borderDay(date, values, false)]));
    const changed = (change: 'inserted' | 'updated') =>
      plan[change === 'inserted' ? 'inserts' : 'updates'].map(({ date, values }): DayChange => ({
        date,
        change,
        held: before.get(date) ?? null,
        upstream: borderDay(date, values, false),
      }));
    const removed = plan.deletes.map((date): DayChange => ({
      date,
      change: 'deleted',
      held: before.get(date) ?? null,
      upstream: null,
    }));
    return {
      client,
      window,
      refused: false,
      counts: { inserted, updated, unchanged, deleted, quarantined },
      days: [...changed('inserted'), ...changed('updated'), ...removed].sort((a, b) => (a.date < b.date ? -1 : 1)),
    };
  }
}

const NOTHING = { inserted: 0, updated: 0, deleted: 0 };
