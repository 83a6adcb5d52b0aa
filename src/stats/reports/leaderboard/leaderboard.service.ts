import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { PrefixSumsCache } from '../../cache/prefix-sums.cache.js';
import { RunningSums } from '../../cache/running-sums.js';
import type { FirstCopyProgress, Freshness } from '../freshness/freshness.dto.js';
import { FreshnessService } from '../freshness/freshness.service.js';
import {
  toExportRow,
  toRow,
  toShortRow,
  type ExportRow,
  type RankedClient,
  type Leaderboard,
  type RowContext,
  type ShortRow,
} from './leaderboard.dto.js';
import { TotalsAccumulator } from './leaderboard-totals.js';
import { findListedClients, type ListedClient, type ClientSelection } from './client-list.repository.js';
import { compareBySortValue, toSortValue } from './sort-clients.js';
import { toReportView } from '../report-view.js';
import { isAwaited, type YesterdayCounts } from '../freshness/reporting-expectation.js';
import type { LeaderboardQuery } from '../../stats.schema.js';
import { LoopPacer } from '../../../platform/event-loop/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { calculateCoverage, toDayNumber, yesterdayAt } from '../../../domain/index.js';

/** A ranked list with rows of another form. */
export type LeaderboardOf<Line> = Omit<Leaderboard, 'clients'> & { readonly clients: readonly Line[] };

/** Ranks clients by their figures in a period. Reads the replica only. */
@Injectable()
export class LeaderboardService {
  constructor(
    private readonly cache: PrefixSumsCache,
    private readonly freshness: FreshnessService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the ranked list with every figure. @throws UserError 400 for a bad period, an unknown manager or client. */
  list(query: LeaderboardQuery & ClientSelection): Promise<Leaderboard> {
    return this.rank(query, toRow);
  }

  /** Returns the same list in short rows. @throws UserError as {@link list}. */
  listShort(query: LeaderboardQuery & ClientSelection): Promise<LeaderboardOf<ShortRow>> {
    return this.rank(query, toShortRow);
  }

  /** Returns the same list in the rows of a file. @throws UserError as {@link list}. */
  listForExport(query: LeaderboardQuery & ClientSelection): Promise<LeaderboardOf<ExportRow>> {
    return this.rank(query, toExportRow);
  }

  private async rank<Line>(
    query: LeaderboardQuery & ClientSelection,
    toLine: (client: RankedClient, context: RowContext) => Line,
  ): Promise<LeaderboardOf<Line>> {
    const view = toReportView(query);
    const { listed, firstCopy, activity } = await this.cache.read(async (tx, prefixSumsOf, activity) => {
      const clients = await findListedClients(tx, query);
      return {
        listed: clients.map((client) => ({ client, prefixSums: prefixSumsOf(client.id) })),
        firstCopy: await this.findFirstCopy(tx, clients),
        activity,
      };
    }, view.since);
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const totals = new TotalsAccumulator(view);
    // All clients share one object: at 10,000 clients, collecting the garbage would cost more than the sums.
    const sums = new RunningSums();
    const yesterdayNumber = toDayNumber(yesterday);
    const yesterdayCounts = { expected: 0, missing: 0 };
    const ranked: RankedClient[] = [];
    const pacer = new LoopPacer();
    for (const { client, prefixSums } of listed) {
      if (pacer.isDue) await pacer.pause();
      sums.clear();
      prefixSums.addSumsTo(sums, view.from, view.to, view.platforms);
      const coverage = calculateCoverage(sums.reportedDays, view.period, client.expectedFrom, yesterday);
      totals.add(prefixSums, sums, coverage);
      if (isAwaited(client)) countYesterday(yesterdayCounts, prefixSums, yesterdayNumber);
      const sortValue = toSortValue(query.sort, { client, prefixSums, sums, coverage }, view);
      ranked.push({ client, prefixSums, coverage, sortValue });
    }
    ranked.sort(compareBySortValue(query.order ?? (query.sort === 'name' ? 'asc' : 'desc')));
    const paging = toPaging(query);
    const shown = paging ? ranked.slice((paging.page - 1) * paging.perPage, paging.page * paging.perPage) : ranked;
    const lines: Line[] = [];
    for (const client of shown) {
      if (pacer.isDue) await pacer.pause();
      lines.push(toLine(client, { view, activity, sort: query.sort }));
    }
    return {
      period: view.period,
      comparePeriod: view.comparePeriod,
      freshness: this.judgeFreshness(
        listed.map(({ client }) => client),
        firstCopy,
        yesterdayCounts,
      ),
      totals: totals.toDto(),
      clients: lines,
      ...paging,
      total: ranked.length,
    };
  }

  private findFirstCopy(tx: EntityManager, clients: readonly ListedClient[]): Promise<FirstCopyProgress | null> {
    const active = clients.filter(isAwaited);
    const copied = active.filter(({ syncedAt }) => syncedAt !== null).length;
    return this.freshness.findFirstCopy(tx, { copied, total: active.length });
  }

  private judgeFreshness(
    clients: readonly ListedClient[],
    firstCopy: FirstCopyProgress | null,
    yesterday: YesterdayCounts,
  ): Freshness {
    return this.freshness.judge({
      yesterday,
      firstCopy,
      syncedAt: findLatest(clients, 'syncedAt'),
      grabThrough: findLatest(clients, 'grabThrough'),
      gojekThrough: findLatest(clients, 'gojekThrough'),
    });
  }
}

function findLatest<K extends 'syncedAt' | 'grabThrough' | 'gojekThrough'>(clients: readonly ListedClient[], key: K) {
  let result: ListedClient[K] = null;
  for (const client of clients) {
    const value = client[key];
    if (value !== null && (result === null || value > result)) result = value;
  }
  return result;
}

/** Counts an active client that usually reports, and its missing report for yesterday. */
function countYesterday(counts: { expected: number; missing: number }, { marks }: ClientPrefixSums, day: number): void {
  const { expected, missing } = marks.assess(day);
  counts.expected += Number(expected);
  counts.missing += Number(missing);
}

function toPaging({ page, perPage }: LeaderboardQuery): { page: number; perPage: number } | null {
  return page === undefined && perPage === undefined ? null : { page: page ?? 1, perPage: perPage ?? 50 };
}
