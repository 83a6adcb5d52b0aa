import { Injectable } from '@nestjs/common';
import { excludeFakeOrders } from '../day.dto.js';
import { LeaderboardService, type LeaderboardOf } from '../leaderboard/leaderboard.service.js';
import type { ExportRow } from '../leaderboard/leaderboard.dto.js';
import { PutAsideService } from '../attention/put-aside.service.js';
import { toPlatforms } from '../report-view.js';
import { Client, ClientNotesService } from '../../../clients/index.js';
import { StatRepository } from '../../store/stat.repository.js';
import type { ExportQuery } from '../../stats.schema.js';
import { BYTE_ORDER_MARK, formatCsvRecords, type CsvCell } from '../../../platform/csv/index.js';
import { Database } from '../../../platform/database/index.js';
import { LoopPacer, yieldToOthers } from '../../../platform/event-loop/index.js';
import {
  calculateTotalOrders,
  calculateTotalSales,
  FIGURES,
  toFigureDto,
  type Day,
  keepPlatforms,
  METRICS,
  type MetricValues,
  type Platform,
  listDays,
} from '../../../domain/index.js';

const toSnakeCase = (camel: string) => camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

type ListColumn = readonly [name: string, valueOf: (client: ExportRow, extras: ClientExtras | undefined) => CsvCell];

/** The columns of the list: the name and the value of each in one place, so that no value can stand below another name. */
const LIST_COLUMNS: readonly ListColumn[] = [
  ['client_id', ({ id }) => id],
  ['client_name', ({ name }) => name],
  ['status', ({ status }) => status],
  ...FIGURES.map(({ name }): ListColumn => [toSnakeCase(name), (client) => client[name]]),
  ['coverage_days', ({ coverage }) => coverage.days],
  ['coverage_expected', ({ coverage }) => coverage.expected],
  ['coverage_grab', ({ coverage }) => coverage.grab],
  ['coverage_gojek', ({ coverage }) => coverage.gojek],
  ...FIGURES.map(({ name }): ListColumn => [`delta_${toSnakeCase(name)}`, ({ delta }) => delta[name]]),
  ['matched_pairs', ({ matched }) => matched?.pairs ?? null],
  ['matched_of', ({ matched }) => matched?.of ?? null],
  ['matched_share', ({ matched }) => matched?.share ?? null],
  ['total_sales_delta', ({ totalSalesDelta }) => totalSalesDelta],
  ['suspicious_zeros', ({ suspiciousZeros }) => suspiciousZeros.length],
  ['monthly_target', (_client, extras) => extras?.monthlyTarget ?? null],
  ['put_aside_until', (_client, extras) => extras?.putAsideUntil ?? null],
];

const DAYS_HEADER = [
  'client_id',
  'client_name',
  'date',
  ...METRICS.map(({ column }) => column),
  'total_sales',
  'total_orders',
  'notes',
];

/** A CSV file that is read while it is made. */
export interface CsvExport {
  readonly filename: string;
  readonly pieces: AsyncIterable<string>;
}

/** Every day of one client: for each day the metrics in the order of the catalogue, then total sales and total orders. */
export interface ClientDays {
  readonly id: number;
  readonly name: string;
  readonly days: readonly {
    readonly date: Day;
    readonly cells: readonly (number | null)[];
    /** The notes of the day; null without any. */
    readonly notes: string | null;
  }[];
}

/** What is written about a client beside its figures. */
export interface ClientExtras {
  /** The monthly target that counts now, in rupiah. */
  readonly monthlyTarget: number | null;
  /** The day on which its attention entries are listed again. */
  readonly putAsideUntil: Day | null;
}

/** The rows of an export, for other files than CSV. Units as in the CSV. The days are read as they are taken. */
export interface ExportRows {
  readonly list: LeaderboardOf<ExportRow>;
  readonly extras: ReadonlyMap<number, ClientExtras>;
  readonly days: AsyncIterable<ClientDays>;
}

/** Streams a report as CSV. Money is in rupiah, ratios and deltas are fractions, and an empty cell means not reported. */
@Injectable()
export class CsvExportService {
  constructor(
    private readonly leaderboard: LeaderboardService,
    private readonly database: Database,
    private readonly stats: StatRepository,
    private readonly notes: ClientNotesService,
    private readonly putAside: PutAsideService,
  ) {}

  /**
   * Creates the file as a stream of pieces. Checks the parameters before it returns.
   * @throws UserError 400 as the reports that it exports.
   */
  async create(query: ExportQuery): Promise<CsvExport> {
    const list = await this.leaderboard.listForExport(query);
    const filename = `delivery-stats_${query.view}_${query.from}_${query.to}.csv`;
    const pieces =
      query.view === 'list' ? writeList(list.clients, await this.readExtras()) : this.writeDays(list, query);
    return { filename, pieces };
  }

  /** Returns the rows of an export. @throws UserError 400 as {@link create}. */
  async read(query: ExportQuery): Promise<ExportRows> {
    const list = await this.leaderboard.listForExport(query);
    return { list, extras: await this.readExtras(), days: this.readDays(list, query) };
  }

  private async readExtras(): Promise<ReadonlyMap<number, ClientExtras>> {
    return this.database.read(async (tx) => {
      const clients = await tx.find(Client, { select: { id: true, monthlyTargetSen: true } });
      const until = new Map((await this.putAside.list(tx)).map((aside) => [aside.clientId, aside.until]));
      return new Map(
        clients.map(({ id, monthlyTargetSen }) => [
          id,
          { monthlyTarget: toFigureDto(monthlyTargetSen, 'money'), putAsideUntil: until.get(id) ?? null },
        ]),
      );
    });
  }

  private async *writeDays(list: LeaderboardOf<ExportRow>, query: ExportQuery): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + formatCsvRecords([DAYS_HEADER]);
    for await (const { id, name, days } of this.readDays(list, query)) {
      yield formatCsvRecords(days.map(({ date, cells, notes }) => [id, name, date, ...cells, notes]));
    }
  }

  private async *readDays(
    { clients, period }: LeaderboardOf<ExportRow>,
    { platform, excludeFake }: ExportQuery,
  ): AsyncGenerator<ClientDays> {
    const platforms = toPlatforms(platform);
    for (const { id, name } of clients) {
      // Neither SQLite nor a fast reader ever gives the other requests a turn.
      await yieldToOthers();
      const { rows, notes } = await this.database.read(async (tx) => ({
        rows: await this.stats.listDailyStats(tx, id, period),
        notes: (await this.notes.listWith(tx, [id], period))[0].toReversed(),
      }));
      const held = new Map(rows.map(({ date, values }) => [date, values]));
      const days = listDays(period).map((date) => ({
        date,
        cells: toDayCells(held.get(date), platforms, excludeFake),
        notes: joinNotes(notes.filter(({ day }) => day === date)),
      }));
      yield { id, name, days };
    }
  }
}

async function* writeList(
  clients: readonly ExportRow[],
  extras: ReadonlyMap<number, ClientExtras>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + formatCsvRecords([LIST_COLUMNS.map(([name]) => name)]);
  const pacer = new LoopPacer();
  for (const client of clients) {
    if (pacer.isDue) await pacer.pause();
    yield formatCsvRecords([LIST_COLUMNS.map(([, valueOf]) => valueOf(client, extras.get(client.id)))]);
  }
}

function joinNotes(notes: readonly { readonly text: string }[]): string | null {
  return notes.length === 0 ? null : notes.map(({ text }) => text).join('; ');
}

function toDayCells(
  held: MetricValues | undefined,
  platforms: readonly Platform[],
  excludeFake: boolean,
): (number | null)[] {
  if (!held) return new Array<null>(METRICS.length + 2).fill(null);
  const kept = keepPlatforms(held, platforms);
  const values = excludeFake ? excludeFakeOrders(kept) : kept;
  const cells = METRICS.map(({ kind }, index) => toFigureDto(values[index] ?? null, kind));
  return [...cells, toFigureDto(calculateTotalSales(values), 'money'), calculateTotalOrders(values)];
}
