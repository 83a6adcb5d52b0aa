import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { withoutFake } from './border-day.js';
import { BYTE_ORDER_MARK, csvLines, type CsvCell } from './csv.js';
import { totalOrders, totalSales } from './day-row.js';
import { FIGURES, valueAtBorder } from './figures.js';
import { LeaderboardService, type Leaderboard } from './leaderboard.service.js';
import type { LeaderboardClient } from './leaderboard-lines.js';
import { METRICS, type MetricValues } from './metric-catalogue.js';
import { daysOf } from './period.js';
import { StatRows } from './stat-rows.js';
import type { ExportQuery } from './stats.schemas.js';

const snake = (camel: string) => camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const LIST_HEADER = [
  'client_id',
  'client_name',
  'status',
  ...FIGURES.map(({ name }) => snake(name)),
  'coverage_days',
  'coverage_expected',
  'coverage_grab',
  'coverage_gojek',
  ...FIGURES.map(({ name }) => `delta_${snake(name)}`),
];

const DAYS_HEADER = [
  'client_id',
  'client_name',
  'date',
  ...METRICS.map(({ column }) => column),
  'total_sales',
  'total_orders',
];

/** Streams what is on screen as CSV: money in rupiah, ratios and deltas as fractions, an empty cell for "not reported". */
@Injectable()
export class ExportService {
  constructor(
    private readonly leaderboard: LeaderboardService,
    private readonly database: Database,
    private readonly rows: StatRows,
  ) {}

  /**
   * The file in pieces; the first one is ready only when the parameters were good.
   * @throws UserError 400 as the reads it exports.
   */
  async open(query: ExportQuery): Promise<{ filename: string; pieces: AsyncIterable<string> | Iterable<string> }> {
    const list = await this.leaderboard.leaderboard(query);
    const filename = `delivery-stats_${query.view}_${query.from}_${query.to}.csv`;
    const pieces = query.view === 'list' ? listPieces(list.clients) : this.dayPieces(list, query.excludeFake);
    return { filename, pieces };
  }

  private async *dayPieces({ clients, period }: Leaderboard, excludeFake: boolean): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLines([DAYS_HEADER]);
    for (const { id, name } of clients) {
      const rows = await this.database.read((tx) => this.rows.days(tx, id, period));
      const held = new Map(rows.map(({ date, values }) => [date, values]));
      yield csvLines(daysOf(period).map((date) => [id, name, date, ...dayCells(held.get(date), excludeFake)]));
    }
  }
}

function* listPieces(clients: readonly LeaderboardClient[]): Generator<string> {
  yield BYTE_ORDER_MARK + csvLines([LIST_HEADER]);
  for (const client of clients) {
    const { days, expected, grab, gojek } = client.coverage;
    const figures = FIGURES.map(({ name }) => client[name]);
    const deltas = FIGURES.map(({ name }) => client.delta[name]);
    yield csvLines([[client.id, client.name, client.status, ...figures, days, expected, grab, gojek, ...deltas]]);
  }
}

function dayCells(held: MetricValues | undefined, excludeFake: boolean): CsvCell[] {
  if (!held) return new Array<CsvCell>(METRICS.length + 2).fill(null);
  const values = excludeFake ? withoutFake(held) : held;
  const cells = METRICS.map(({ kind }, index) => valueAtBorder(values[index] ?? null, kind));
  return [...cells, valueAtBorder(totalSales(values), 'money'), totalOrders(values)];
}
