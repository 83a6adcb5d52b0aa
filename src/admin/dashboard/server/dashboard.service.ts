import { Inject, Injectable } from '@nestjs/common';
import type { Language } from '../../i18n/messages.js';
import { fourWeeksBefore } from '../shared/four-weeks-before.js';
import { sparkOf } from '../shared/spark.js';
import {
  boardQuery,
  clientQuery,
  listNotesQuery,
  readState,
  toSearchParams,
  type ClientQuery,
} from '../shared/state.js';
import {
  MAX_FLAGGED_NOTES,
  ListNotesQuery,
  type Board,
  type BoardRow,
  type ClientView,
  type ListNotes,
} from './dashboard.dto.js';
import type { PageData } from '../shared/dto.js';
import { MAX_NAMED } from '../shared/max-named.js';
import type { Principal } from '../../../auth/index.js';
import { ClientNotesService, ClientsService, toClientDto } from '../../../clients/index.js';
import { CollectionService } from '../../../collection/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { addDays, UserError, dayAt, type Day } from '../../../domain/index.js';
import { parseInput } from '../../../platform/http/index.js';
import { ReportsService, type ShortRow, ClientStatsQuery, PortfolioQuery } from '../../../stats/index.js';
import { SyncStatusService } from '../../../sync/index.js';

/** Rows in the page itself; the browser loads the rest of a longer list. */
const FIRST_ROWS = 300;

/** Notes of one page. */
const MAX_NOTES_SHOWN = 500;

/** Reads everything the dashboard shows from the replica. */
@Injectable()
export class DashboardService {
  constructor(
    private readonly reports: ReportsService,
    private readonly clients: ClientsService,
    private readonly notes: ClientNotesService,
    private readonly syncStatus: SyncStatusService,
    private readonly collection: CollectionService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the ranked list with its totals and days. @throws UserError 400 for a bad period. */
  async board({ interval, ...query }: PortfolioQuery): Promise<Board> {
    const { clients, totals, period, comparePeriod, freshness, total } = await this.reports.listShortLeaderboard(query);
    const { spark: _, ...sums } = totals;
    const before = fourWeeksBefore(period);
    const yesterday = await this.reports.findYesterday({ managerId: query.managerId, platform: query.platform });
    return {
      today: this.today(),
      period,
      comparePeriod,
      freshness,
      totals: sums,
      days: await this.reports.findPortfolio({ ...query, interval }, period),
      compareDays: comparePeriod && (await this.reports.findPortfolio(query, comparePeriod)),
      daysBefore: before && (await this.reports.findPortfolio(query, before)),
      yesterday: {
        ...yesterday,
        missing: yesterday.missing.slice(0, MAX_NAMED),
        noLongerReporting: yesterday.noLongerReporting.slice(0, MAX_NAMED),
        stopped: yesterday.noLongerReporting.length,
      },
      rows: clients.map(toBoardRow),
      total,
    };
  }

  /** Returns the notes that the chart of a list flags; no items where they are too many. */
  async listNotes(query: ListNotesQuery): Promise<ListNotes> {
    const [notes, total] = await this.notes.listOfList({ ...query, limit: MAX_FLAGGED_NOTES });
    const items = notes.map(({ id, clientId, day, text }) => ({ id, clientId, day, text }));
    return { items: total > MAX_FLAGGED_NOTES ? [] : items, total };
  }

  /** Returns one client's page with its card and last sync item. @throws UserError 404 for an unknown client, 400 for a bad period. */
  async client(id: number, query: ClientStatsQuery): Promise<ClientView> {
    const page = await this.reports.findClientPage(id, query);
    const client = toClientDto(await this.clients.findOne(id));
    const { upstreamName, contactName, contactPhone, contactTelegram, goals, notes, startDate } = client;
    const before = fourWeeksBefore(page.period);
    const beforePage =
      before &&
      (await this.reports.findClientPage(id, { ...query, ...before, compare: 'none', compareFrom: undefined }));
    return {
      page,
      daysBefore: beforePage?.days ?? null,
      card: {
        ...{ upstreamName, contactName, contactPhone, contactTelegram, goals, notes, startDate },
        ...{ monthlyTarget: client.monthlyTarget, createdAt: client.createdAt },
      },
      target: await this.reports.findTargetProgress(id, this.today()),
      notes: await this.findNotes(id, before?.from ?? page.period.from),
      reach: await this.reports.findReportedPeriod(id),
      lastItem: await this.syncStatus.findLastItem(id),
    };
  }

  private async findNotes(id: number, from: Day): Promise<ClientView['notes']> {
    const { notes: items, total } = await this.notes.list(id, { from, limit: MAX_NOTES_SHOWN });
    const older = await this.notes.list(id, { to: addDays(from, -1), limit: 1 });
    return { items, earlier: older.total + total - items.length };
  }

  /** Returns the data of a whole page for the query of its address. */
  async page(
    query: URLSearchParams,
    principal: Principal,
    remembered: { mine: boolean },
    language: Language,
  ): Promise<PageData> {
    const requested = readState(query, remembered);
    // A token's id is not a user's id, so a token has no restaurants of its own.
    const state = principal.kind === 'token' ? { ...requested, mine: false } : requested;
    const today = this.today();
    const list = parseInput(PortfolioQuery, Object.fromEntries(toSearchParams(boardQuery(state, today, principal.id))));
    const flagged = Object.fromEntries(toSearchParams(listNotesQuery(state, today, principal.id)));
    const { id, name, role } = principal;
    return {
      viewer: {
        id,
        name,
        role,
        queues: role === 'admin' && this.config.redisUrl !== undefined,
        pushes: this.config.ingest.isEnabled,
      },
      language,
      timeZone: this.config.businessTimeZone,
      query: query.toString(),
      remembered,
      board: await this.board({ ...list, page: 1, perPage: FIRST_ROWS }),
      attention: await this.reports.listAttention({ managerId: list.managerId, platform: list.platform }),
      notes: state.client === null ? await this.listNotes(parseInput(ListNotesQuery, flagged)) : null,
      client: state.client === null ? null : await this.findClient(state.client, clientQuery(state, today)),
      sync: await this.syncStatus.read(),
      collection: await this.collection.findState(),
    };
  }

  private async findClient(id: number, query: ClientQuery): Promise<ClientView | null> {
    try {
      return await this.client(id, parseInput(ClientStatsQuery, Object.fromEntries(toSearchParams(query))));
    } catch (error) {
      if (error instanceof UserError && error.status === 404) return null;
      throw error;
    }
  }

  private today(): Day {
    return dayAt(this.clock.now(), this.config.businessTimeZone);
  }
}

function toBoardRow({ archivedAt, coverage, spark, dataThrough, ...row }: ShortRow): BoardRow {
  const reportedThrough = [dataThrough.grab, dataThrough.gojek].filter((day) => day !== null).sort();
  return {
    ...row,
    status: archivedAt === null ? row.status : 'archived',
    coverage: { days: coverage.days, expected: coverage.expected },
    spark: sparkOf(spark),
    through: reportedThrough.at(-1) ?? null,
  };
}
