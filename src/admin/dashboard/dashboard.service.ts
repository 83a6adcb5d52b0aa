import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/caller.js';
import { ClientsService } from '../../clients/clients.service.js';
import { CollectionService } from '../../collection/collection.service.js';
import { Clock, CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { UserError } from '../../errors.js';
import { parsed } from '../../http/validation.js';
import { AttentionService } from '../../stats/attention.service.js';
import { ClientPageService } from '../../stats/client-page.service.js';
import { dayAt, type Day } from '../../stats/day.js';
import { LeaderboardService } from '../../stats/leaderboard.service.js';
import type { ShortLine } from '../../stats/leaderboard-lines.js';
import { PortfolioService } from '../../stats/portfolio.service.js';
import { ClientStatsQuery, LeaderboardQuery } from '../../stats/stats.schemas.js';
import { SyncStatusService } from '../../sync/sync-status.service.js';
import type { Language } from '../locales/words.js';
import { sparkOf } from './shared/spark.js';
import { boardQuery, clientQuery, readState } from './shared/state.js';
import type { Board, BoardRow, ClientView, PageData } from './shared/wire.js';

/** Rows that come with the page; the rest of a longer list follows. */
const FIRST_ROWS = 300;

/** What the dashboard shows, put together from the replica's reads. */
@Injectable()
export class DashboardService {
  constructor(
    private readonly leaderboards: LeaderboardService,
    private readonly portfolio: PortfolioService,
    private readonly attention: AttentionService,
    private readonly pages: ClientPageService,
    private readonly clients: ClientsService,
    private readonly statuses: SyncStatusService,
    private readonly collection: CollectionService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws UserError 400 as the ranked list. */
  async board(query: LeaderboardQuery): Promise<Board> {
    const { clients, totals, period, comparePeriod, freshness, total } = await this.leaderboards.shortList(query);
    const { spark: _, ...sums } = totals;
    return {
      today: this.today(),
      period,
      comparePeriod,
      freshness,
      totals: sums,
      days: await this.portfolio.days(query, period),
      compareDays: comparePeriod && (await this.portfolio.days(query, comparePeriod)),
      rows: clients.map(rowOf),
      total,
    };
  }

  /** @throws UserError 404 for an unknown client, 400 for a bad period. */
  async client(id: number, query: ClientStatsQuery): Promise<ClientView> {
    const page = await this.pages.page(id, query);
    const { upstreamName, contactName, contactPhone, contactTelegram, goals, notes, startDate, createdAt } =
      await this.clients.get(id);
    return {
      page,
      card: { upstreamName, contactName, contactPhone, contactTelegram, goals, notes, startDate, createdAt },
      reach: await this.pages.reach(id),
      lastItem: await this.statuses.lastItem(id),
    };
  }

  /** All of the first picture for an address's query. */
  async page(
    query: URLSearchParams,
    caller: Caller,
    remembered: { mine: boolean },
    language: Language,
  ): Promise<PageData> {
    const state = readState(query, remembered);
    const today = this.today();
    const list = parsed(LeaderboardQuery, Object.fromEntries(boardQuery(state, today, caller.id)));
    const { id, name, role } = caller;
    return {
      viewer: { id, name, role, queues: role === 'admin' && this.config.redisUrl !== undefined },
      language,
      timeZone: this.config.businessTimeZone,
      query: query.toString(),
      remembered,
      board: await this.board({ ...list, page: 1, perPage: FIRST_ROWS }),
      attention: await this.attention.list({ managerId: list.managerId }),
      client: state.client === null ? null : await this.clientOrNull(state.client, clientQuery(state, today)),
      sync: await this.statuses.status(),
      collection: await this.collection.state(),
    };
  }

  private async clientOrNull(id: number, query: URLSearchParams): Promise<ClientView | null> {
    try {
      return await this.client(id, parsed(ClientStatsQuery, Object.fromEntries(query)));
    } catch (error) {
      if (error instanceof UserError && error.status === 404) return null;
      throw error;
    }
  }

  private today(): Day {
    return dayAt(this.clock.now(), this.config.businessTimeZone);
  }
}

function rowOf({ archivedAt, coverage, spark, dataThrough, ...line }: ShortLine): BoardRow {
  const reach = [dataThrough.grab, dataThrough.gojek].filter((day) => day !== null).sort();
  return {
    ...line,
    status: archivedAt === null ? line.status : 'archived',
    coverage: { days: coverage.days, expected: coverage.expected },
    spark: sparkOf(spark),
    through: reach.at(-1) ?? null,
  };
}
