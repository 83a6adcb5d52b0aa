import { ClientReplica } from '../../../stats/client-replica.entity.js';
import { ClientStat } from '../../../stats/client-stat.entity.js';
import { addDays } from '../../../stats/day.js';
import { METRICS, type MetricName } from '../../../stats/metric-catalogue.js';
import { between, equalsId, type Table } from '../table.js';

/** The metrics are columns that the catalogue adds to the entity. */
type Row = ClientStat & Record<MetricName, number | null>;

const FIGURES = ['totalSales', 'totalOrders', ...METRICS.map(({ name }) => name)];
const ID = /^([1-9]\d{0,14})_(\d{4}-\d{2}-\d{2})$/;

/** What the replica holds, a client's day a row. */
export function statisticsTable(): Table<ClientStat> {
  return {
    id: 'statistics',
    icon: 'BarChart2',
    access: 'manager',
    columns: [
      { name: 'id' },
      { name: 'clientId', reference: 'clients' },
      { name: 'statDate', type: 'day' },
      ...FIGURES.map((name) => ({ name })),
      { name: 'syncedAt' },
    ],
    title: 'statDate',
    list: ['clientId', 'statDate', 'totalSales', 'totalOrders', 'grabSales', 'grabOrders', 'gojekSales', 'gojekOrders'],
    show: ['clientId', 'statDate', ...FIGURES, 'syncedAt'],
    edit: [],
    filter: ['clientId', 'statDate'],
    query: (tx) => tx.createQueryBuilder(ClientStat, 'row'),
    narrow(query, { clientId, statDate }) {
      equalsId(query, 'row.clientId', clientId);
      if (typeof statDate === 'object') {
        between(query, 'row.statDate', { from: statDate.from, end: statDate.to && addDays(statDate.to, 1) });
      }
    },
    pick(query, ids) {
      const keys = ids.flatMap((id) => {
        const match = ID.exec(id);
        return match ? [{ clientId: Number(match[1]), statDate: match[2] }] : [];
      });
      if (keys.length === 0) query.andWhere('1 = 0');
      else
        query.andWhere(keys.map((_, at) => `(row.clientId = :client${at} AND row.statDate = :day${at})`).join(' OR '));
      keys.forEach(({ clientId, statDate }, at) => {
        query.setParameters({ [`client${at}`]: clientId, [`day${at}`]: statDate });
      });
    },
    // Along the primary key: with millions of rows any other order would read them all.
    order: [
      ['row.clientId', 'ASC'],
      ['row.statDate', 'DESC'],
    ],
    count(filters, tx) {
      if (filters.clientId ?? filters.statDate) return undefined;
      return tx.sum(ClientReplica, 'days').then((days) => days ?? 0);
    },
    shown: (rows, display) =>
      (rows as readonly Row[]).map((row) => ({
        id: `${row.clientId}_${row.statDate}`,
        clientId: row.clientId,
        statDate: display.day(row.statDate),
        totalSales: display.rupiah(row.totalSales),
        totalOrders: display.count(row.totalOrders),
        ...Object.fromEntries(
          METRICS.map(({ name, kind }) => [
            name,
            kind === 'money' ? display.rupiah(row[name]) : display.count(row[name]),
          ]),
        ),
        syncedAt: display.instant(row.syncedAt),
      })),
    actions: [],
  };
}
