import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { countByDay, findDaysOfPage } from './days-of-page.js';
import type { RecordFormatter } from '../record-formatter.js';
import {
  whereBetween,
  whereIdEquals,
  type DisplayRow,
  type FilterValue,
  type FilterValues,
  type PagePosition,
  type Table,
} from '../table.js';
import { ClientReplica, ClientStat, type ReportsService } from '../../../stats/index.js';
import { addDays, type Day, METRICS, type MetricName, parseDay, parseId } from '../../../domain/index.js';

/** A daily stat with its metrics, which are columns that the catalogue adds to the entity. */
type Row = ClientStat & Record<MetricName, number | null>;

/** The figures that a list of days shows. */
export const LISTED_FIGURES = [
  'totalSales',
  'totalOrders',
  'grabSales',
  'grabOrders',
  'gojekSales',
  'gojekOrders',
] as const;
const FIGURES = ['totalSales', 'totalOrders', ...METRICS.map(({ name }) => name)];
/** The table of daily stats. A row's id is the client's id and the day, `12_2026-11-20`. */
export function statisticsTable(reports: Pick<ReportsService, 'sumDays'>): Table<ClientStat> {
  return {
    id: 'statistics',
    icon: 'BarChart2',
    access: 'manager',
    columns: [
      { name: 'id' },
      { name: 'clientId', reference: 'clients' },
      { name: 'statDate', type: 'day' },
      ...FIGURES.map((name) => ({ name, isNumber: true }) as const),
      { name: 'syncedAt' },
    ],
    titleColumn: 'statDate',
    list: ['clientId', 'statDate', ...LISTED_FIGURES],
    card: { beside: 'statDate', line: [], named: ['totalSales', 'totalOrders'] },
    show: ['clientId', 'statDate', ...FIGURES, 'syncedAt'],
    edit: [],
    filter: ['clientId', 'statDate'],
    query: (tx) => tx.createQueryBuilder(ClientStat, 'row'),
    filterBy(query, { clientId, statDate }, tx) {
      whereIdEquals(query, 'row.clientId', clientId);
      const { from, to } = daysOf(statDate);
      if (from === undefined && to === undefined) return;
      whereBetween(query, 'row.statDate', { from, end: to && addDays(to, 1) });
      if (!isOneClient(clientId)) whereClientIsKnown(query, tx);
    },
    selectIds(query, ids) {
      const keys = ids.flatMap((id) => {
        const [client = '', day = '', ...rest] = id.split('_', 3);
        const clientId = parseId(client);
        const statDate = parseDay(day);
        return clientId !== null && statDate && rest.length === 0 ? [{ clientId, statDate }] : [];
      });
      if (keys.length === 0) query.andWhere('1 = 0');
      else
        query.andWhere(keys.map((_, at) => `(row.clientId = :client${at} AND row.statDate = :day${at})`).join(' OR '));
      keys.forEach(({ clientId, statDate }, at) => {
        query.setParameters({ [`client${at}`]: clientId, [`day${at}`]: statDate });
      });
    },
    order: [
      ['row.statDate', 'DESC'],
      ['row.clientId', 'ASC'],
    ],
    narrowPage: restrictToDaysOfPage,
    count(filters, tx) {
      if (filters.clientId ?? filters.statDate) return undefined;
      return tx.sum(ClientReplica, 'days').then((days) => days ?? 0);
    },
    async totals({ clientId, statDate }, formatter) {
      const id = isOneClient(clientId) ? (parseId(clientId) ?? 0) : undefined;
      const figures = await reports.sumDays({ clientId: id, ...daysOf(statDate) });
      return LISTED_FIGURES.map((name) => ({
        label: formatter.messages.fields[name],
        value: name.endsWith('Sales') ? formatter.rupiah(figures[name]) : formatter.count(figures[name]),
        ...(!name.startsWith('total') && { isWide: true as const }),
      }));
    },
    toDisplayRows: (rows, formatter) => rows.map((row) => toStatisticsRow(row, formatter)),
    actions: [],
  };
}

/** Formats a daily stat for the screen. */
export function toStatisticsRow(stat: ClientStat, formatter: RecordFormatter): DisplayRow {
  const row = stat as Row;
  return {
    id: `${row.clientId}_${row.statDate}`,
    clientId: row.clientId,
    statDate: formatter.day(row.statDate),
    totalSales: formatter.rupiah(row.totalSales),
    totalOrders: formatter.count(row.totalOrders),
    ...Object.fromEntries(
      METRICS.map(({ name, kind }) => [
        name,
        kind === 'money' ? formatter.rupiah(row[name]) : formatter.count(row[name]),
      ]),
    ),
    syncedAt: formatter.instant(row.syncedAt),
  };
}

/** The newest days in which a page is looked for first. */
const FIRST_DAYS = 7;

/** A page that begins further back than about ten years is read in the order of the database. */
const MAX_DAYS = 3_650;

/**
 * Restricts a page of all clients to the days that hold its rows, and returns its offset in these days. The primary key begins
 * with the client, so the order by day would read and sort every row; the days of each client are read by the key.
 */
async function restrictToDaysOfPage(
  query: SelectQueryBuilder<ClientStat>,
  { clientId, statDate }: FilterValues,
  { offset, limit }: PagePosition,
  tx: EntityManager,
): Promise<number> {
  if (isOneClient(clientId)) return offset;
  const { from: first, to = await findLastDay(tx) } = daysOf(statDate);
  if (to === undefined) return offset;
  const clients = await tx.count(ClientReplica);
  for (let days = FIRST_DAYS; days <= MAX_DAYS; days *= 4) {
    const from = addDays(to, -days);
    const isWhole = first !== undefined && from <= first;
    // A client has at most one row a day, so this period is too short for the page. Two days more: today may be reported already.
    if (!isWhole && (days + 2) * clients < offset + limit) continue;
    const counted = query.clone();
    if (!isWhole) counted.andWhere('row.statDate >= :newestFrom', { newestFrom: from });
    if (first === undefined) whereClientIsKnown(counted, tx);
    const page = findDaysOfPage(await countByDay(counted), { offset, limit });
    if (!page?.isFull && !isWhole) continue;
    if (!page) return offset;
    query.andWhere('row.statDate BETWEEN :firstOfPage AND :lastOfPage', {
      firstOfPage: page.from,
      lastOfPage: page.to,
    });
    if (first === undefined) whereClientIsKnown(query, tx);
    return page.offset;
  }
  return offset;
}

async function findLastDay(tx: EntityManager): Promise<Day | undefined> {
  const last = await tx
    .createQueryBuilder(ClientReplica, 'replica')
    .select('max(replica.grabThrough)', 'grab')
    .addSelect('max(replica.gojekThrough)', 'gojek')
    .getRawOne<{ grab: Day | null; gojek: Day | null }>();
  return [last?.grab, last?.gojek]
    .filter((day) => day != null)
    .sort()
    .at(-1);
}

/** Names the clients, so that the database finds the days of each one by the primary key. */
function whereClientIsKnown(query: SelectQueryBuilder<ClientStat>, tx: EntityManager): void {
  const clients = tx.createQueryBuilder(ClientReplica, 'replica').select('replica.clientId');
  query.andWhere(`row.clientId IN (${clients.getQuery()})`);
}

function isOneClient(clientId: FilterValue | undefined): clientId is string {
  return typeof clientId === 'string' && clientId !== '';
}

function daysOf(days: FilterValue | undefined): { readonly from?: Day | undefined; readonly to?: Day | undefined } {
  return typeof days === 'object' ? days : {};
}
