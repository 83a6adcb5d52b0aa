import { whereBetween, whereIdEquals, type Table } from '../table.js';
import { ClientReplica, ClientStat } from '../../../stats/index.js';
import { addDays, METRICS, type MetricName, parseDay, parseId } from '../../../domain/index.js';

/** A daily stat with its metrics, which are columns that the catalogue adds to the entity. */
type Row = ClientStat & Record<MetricName, number | null>;

const FIGURES = ['totalSales', 'totalOrders', ...METRICS.map(({ name }) => name)];
/** The table of daily stats. A row's id is the client's id and the day, `12_2026-11-20`. */
export function statisticsTable(): Table<ClientStat> {
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
    list: ['clientId', 'statDate', 'totalSales', 'totalOrders', 'grabSales', 'grabOrders', 'gojekSales', 'gojekOrders'],
    card: { line: ['statDate', 'totalSales', 'totalOrders'] },
    show: ['clientId', 'statDate', ...FIGURES, 'syncedAt'],
    edit: [],
    filter: ['clientId', 'statDate'],
    query: (tx) => tx.createQueryBuilder(ClientStat, 'row'),
    filterBy(query, { clientId, statDate }) {
      whereIdEquals(query, 'row.clientId', clientId);
      if (typeof statDate === 'object') {
        whereBetween(query, 'row.statDate', { from: statDate.from, end: statDate.to && addDays(statDate.to, 1) });
      }
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
    // The order of the primary key. With millions of rows any other order would read them all.
    order: [
      ['row.clientId', 'ASC'],
      ['row.statDate', 'DESC'],
    ],
    count(filters, tx) {
      if (filters.clientId ?? filters.statDate) return undefined;
      return tx.sum(ClientReplica, 'days').then((days) => days ?? 0);
    },
    toDisplayRows: (rows, formatter) =>
      (rows as readonly Row[]).map((row) => ({
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
      })),
    actions: [],
  };
}
