import { Inject, Injectable } from '@nestjs/common';
import type { DayChange, ExactPreview } from './exact-preview.dto.js';
import { isSilentResponse, toMergeInput } from '../execution/item-commit.service.js';
import type { PreviewRequest } from './sync.schema.js';
import { planWindows } from '../planning/window-planner.js';
import { ClientsService } from '../../clients/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { toDayDto, StatWriter } from '../../stats/index.js';
import { yesterdayAt } from '../../domain/index.js';
import { UpstreamSource } from '../../upstream/index.js';

/** The longest time that a person waits for the response of upstream. */
const UPSTREAM_TIMEOUT_MS = 60_000;

/** Returns what an exact copy of a client would change. */
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
   * Fetches the window from upstream and compares it with the held rows. Writes nothing.
   * @throws UserError 400 for a bad window, 404 for an unknown client; UpstreamError when the call fails or takes over 60 s.
   */
  async preview({ clientId, ...days }: PreviewRequest): Promise<ExactPreview> {
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const window = planWindows(days, this.config.sync, yesterday).windowOf({ hasRows: true, verifiedThrough: null });
    const { id, name, upstreamName } = await this.clients.findOne(clientId);
    const response = await this.source.fetchDays(upstreamName, window, {
      signal: AbortSignal.timeout(UPSTREAM_TIMEOUT_MS),
    });
    const { plan, held } = await this.database.read((tx) =>
      this.writer.plan(tx, { clientId: id, window, exact: true, ...toMergeInput(response) }),
    );
    const client = { id, name };
    const quarantined = response.quarantined.length;
    if (isSilentResponse(response, true) && held.length > 0) {
      return {
        client,
        window,
        refused: true,
        counts: { ...NO_CHANGES, unchanged: held.length, quarantined },
        days: [],
      };
    }
    const { inserted, updated, unchanged, deleted } = plan.counts;
    const heldDays = new Map(held.map(({ date, values }) => [date, toDayDto(date, values, false)]));
    const toChanges = (change: 'inserted' | 'updated') =>
      plan[change === 'inserted' ? 'inserts' : 'updates'].map(({ date, values }): DayChange => ({
        date,
        change,
        held: heldDays.get(date) ?? null,
        upstream: toDayDto(date, values, false),
      }));
    const removals = plan.deletes.map((date): DayChange => ({
      date,
      change: 'deleted',
      held: heldDays.get(date) ?? null,
      upstream: null,
    }));
    return {
      client,
      window,
      refused: false,
      counts: { inserted, updated, unchanged, deleted, quarantined },
      days: [...toChanges('inserted'), ...toChanges('updated'), ...removals].sort((a, b) => (a.date < b.date ? -1 : 1)),
    };
  }
}

const NO_CHANGES = { inserted: 0, updated: 0, deleted: 0 };
