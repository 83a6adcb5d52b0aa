import type { Cli, Outcome } from '../cli.js';
import { change, count, counted, rupiah, table } from '../output/text.js';
import { Clock } from '../../platform/config/index.js';
import { ReportsService, type Leaderboard } from '../../stats/index.js';
import { yesterdayAt, periodEndingAt } from '../../domain/index.js';

/** Ranks the clients by total sales over the last `days` days, which end yesterday, and shows the first `limit`. */
export function showTop(cli: Cli, { days, limit }: { days: number; limit: number }): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
    const period = periodEndingAt(yesterdayAt(app.get(Clock).now(), cli.config.businessTimeZone), days);
    const list = await app
      .get(ReportsService)
      .listLeaderboard({ ...period, sort: 'totalSales', compare: 'previous', platform: 'all', excludeFake: false });
    const top = { ...list, clients: list.clients.slice(0, limit) };
    return { document: top, text: textOf(top) };
  });
}

function textOf({ period, comparePeriod, clients, totals, total, freshness }: Leaderboard): string {
  if (total === 0) return 'There are no clients yet. Import some: npm run --silent cli -- clients:import FILE';
  const line = (place: string, name: string, of: Leaderboard['totals'] | Leaderboard['clients'][number]) => [
    place,
    name,
    rupiah(of.totalSales),
    count(of.totalOrders),
    change(of.delta.totalSales),
  ];
  const rows = clients.map((client, index) => line(String(index + 1), client.name, client));
  rows.push(line('', `all ${counted(total, 'client')}`, totals));
  const compared = comparePeriod ? `, compared with ${comparePeriod.from} to ${comparePeriod.to}` : '';
  const title = `${period.from} to ${period.to}${compared}${freshness.demo ? ' (DEMO DATA)' : ''}`;
  return `${title}\n\n${table(['>#', 'client', '>total sales', '>orders', '>change'], rows)}`;
}
