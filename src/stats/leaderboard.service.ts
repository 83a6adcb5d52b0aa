import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import { SalesByDay, type ClientColumns } from './client-columns.js';
import { ColumnsCache } from './columns-cache.js';
import { coverageOf, type Coverage } from './coverage.js';
import { totalSales } from './day-row.js';
import { dayNumber, yesterdayAt } from './day.js';
import { atBorder, changes, figuresOf, type Figures } from './figures.js';
import { freshnessOf, type Freshness } from './freshness.js';
import {
  lineOf,
  shortLineOf,
  type Entry,
  type LeaderboardClient,
  type Question,
  type ShortLine,
} from './leaderboard-lines.js';
import { listedClients, type ListedClient, type Selection } from './listed-clients.js';
import { byName } from './name-order.js';
import { checkedPeriod, comparisonPeriod, type Period } from './period.js';
import { addSums, clearSums, emptySums, type PeriodSums } from './period-sums.js';
import { countsOf, reportingOf, USUAL, type YesterdayCounts } from './reporting.js';
import type { LeaderboardQuery, SortKey } from './stats.schemas.js';

/** The ranked list. `totals` sums every client the filters let through, on this page or not. */
export interface Leaderboard<Line = LeaderboardClient> {
  readonly period: Period;
  readonly comparePeriod: Period | null;
  readonly freshness: Freshness;
  readonly totals: Figures & {
    readonly coverage: Coverage;
    readonly delta: Figures;
    readonly comparedDays: number | null;
    readonly spark: readonly (number | null)[];
  };
  readonly clients: readonly Line[];
  /** Only when a page was asked for. */
  readonly page?: number;
  readonly perPage?: number;
  readonly total: number;
}

/** Ranks clients by what they did in a period. Reads the replica only. */
@Injectable()
export class LeaderboardService {
  constructor(
    private readonly cache: ColumnsCache,
    private readonly upstream: UpstreamMemory,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws UserError 400 for a bad period, an unknown manager or client. */
  leaderboard(query: LeaderboardQuery & Selection): Promise<Leaderboard> {
    return this.ranked(query, lineOf);
  }

  /** The same list in short lines. @throws UserError as {@link leaderboard}. */
  shortList(query: LeaderboardQuery & Selection): Promise<Leaderboard<ShortLine>> {
    return this.ranked(query, shortLineOf);
  }

  private async ranked<Line>(
    query: LeaderboardQuery & Selection,
    line: (entry: Entry, question: Question, sort: SortKey) => Line,
  ): Promise<Leaderboard<Line>> {
    const period = checkedPeriod(query.from, query.to);
    const comparePeriod = comparisonPeriod(period, query.compare);
    const question = {
      ...numbered(period),
      compare: comparePeriod && numbered(comparePeriod),
      excludeFake: query.excludeFake,
    };
    return this.cache.read(async (tx, columnsOf) => {
      const clients = await listedClients(tx, query);
      const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
      const totals = new Totals(question);
      // One at a time: at 10,000 clients their sums alone would cost more to collect than to compute.
      const sums = emptySums();
      const entries = clients.map((client): Entry => {
        const columns = columnsOf(client.id);
        clearSums(sums);
        columns.addSums(sums, question.from, question.to);
        const coverage = coverageOf(sums, period, client.start, yesterday);
        totals.add(columns, sums, coverage);
        return { client, columns, coverage, key: keyOf(query.sort, client, sums, coverage, query.excludeFake) };
      });
      entries.sort(byKey(query.order ?? (query.sort === 'name' ? 'asc' : 'desc')));
      const paging = pagingOf(query);
      const shown = paging ? entries.slice((paging.page - 1) * paging.perPage, paging.page * paging.perPage) : entries;
      return {
        period,
        comparePeriod,
        freshness: this.freshness(clients, yesterdayOf(entries, dayNumber(yesterday))),
        totals: totals.answer(),
        clients: shown.map((entry) => line(entry, question, query.sort)),
        ...paging,
        total: entries.length,
      };
    });
  }

  private freshness(clients: readonly ListedClient[], yesterday: YesterdayCounts): Freshness {
    const facts = {
      yesterday,
      demo: this.upstream.demo,
      syncedAt: latest(clients, 'syncedAt'),
      grabThrough: latest(clients, 'grabThrough'),
      gojekThrough: latest(clients, 'gojekThrough'),
    };
    return freshnessOf(facts, this.clock.now(), this.config.businessTimeZone);
  }
}

function latest<K extends 'syncedAt' | 'grabThrough' | 'gojekThrough'>(clients: readonly ListedClient[], key: K) {
  let result: ListedClient[K] = null;
  for (const client of clients) {
    const value = client[key];
    if (value !== null && (result === null || value > result)) result = value;
  }
  return result;
}

/** Who of the listed clients that are synced by themselves is expected to have reported yesterday, and has not. */
function yesterdayOf(entries: readonly Entry[], yesterday: number): YesterdayCounts {
  const reporters = entries
    .filter(({ client }) => client.status === 'active' && client.archivedAt === null)
    .map(({ columns }) =>
      reportingOf(
        columns.daysReported(yesterday - USUAL.days, yesterday - 1),
        columns.daysReported(yesterday, yesterday),
      ),
    );
  return countsOf(reporters.filter(({ expected }) => expected));
}

function numbered({ from, to }: Period): { from: number; to: number } {
  return { from: dayNumber(from), to: dayNumber(to) };
}

function keyOf(
  sort: SortKey,
  client: ListedClient,
  sums: PeriodSums,
  coverage: Coverage,
  excludeFake: boolean,
): Entry['key'] {
  if (sort === 'name') return client.name;
  // What nearly every list is sorted by need not wait for all the other figures.
  if (sort === 'totalSales') return totalSales(sums.sums);
  if (sort !== 'coverage') return figuresOf(sums, excludeFake)[sort];
  return coverage.expected === 0 ? null : coverage.days / coverage.expected;
}

/** By the key, what does not exist last in either order; then by name and id, so that the order is always the same. */
function byKey(order: 'asc' | 'desc') {
  const sign = order === 'asc' ? 1 : -1;
  return (a: Entry, b: Entry): number =>
    Number(a.key === null) - Number(b.key === null) ||
    sign * compared(a.key, b.key) ||
    byName(a.client.name, b.client.name) ||
    a.client.id - b.client.id;
}

function compared(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return byName(a, b);
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}

/** Everything the listed clients make together. */
class Totals {
  private readonly now = emptySums();
  private readonly then = emptySums();
  private readonly coverage = { days: 0, expected: 0, grab: 0, gojek: 0 };
  private readonly sales: SalesByDay;

  constructor(private readonly question: Question) {
    this.sales = new SalesByDay(question.from, question.to);
  }

  add(columns: ClientColumns, sums: PeriodSums, coverage: Coverage): void {
    const { compare } = this.question;
    addSums(this.now, sums);
    if (compare) columns.addSums(this.then, compare.from, compare.to);
    columns.addSalesByDay(this.sales);
    for (const key of ['days', 'expected', 'grab', 'gojek'] as const) this.coverage[key] += coverage[key];
  }

  answer(): Leaderboard['totals'] {
    const { compare, excludeFake } = this.question;
    const figures = figuresOf(this.now, excludeFake);
    const then = compare && figuresOf(this.then, excludeFake);
    const spark = this.sales.inRupiah();
    const comparedDays = compare && this.then.days;
    return { ...atBorder(figures), coverage: this.coverage, delta: changes(figures, then), comparedDays, spark };
  }
}

function pagingOf({ page, perPage }: LeaderboardQuery): { page: number; perPage: number } | null {
  return page === undefined && perPage === undefined ? null : { page: page ?? 1, perPage: perPage ?? 50 };
}
