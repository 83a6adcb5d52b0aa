import { Clock } from '../config/config.module.js';
import { LeaderboardService, type Leaderboard } from '../stats/leaderboard.service.js';
import { yesterdayAt } from '../stats/day.js';
import { daysEnding, MAX_PERIOD_DAYS } from '../stats/period.js';
import { wholeNumber } from './arguments.js';
import type { Cli } from './cli.js';
import { change, count, counted, rupiah, table } from './text.js';

/** `top`: the clients that sold most. */
export function addTop(cli: Cli): void {
  cli
    .command('top', 'rank the clients by total sales')
    .option('--days <n>', 'length of the period, which ends yesterday', wholeNumber(1, MAX_PERIOD_DAYS), 30)
    .option('--limit <n>', 'how many clients', wholeNumber(1, 1_000_000), 5)
    .action(
      cli.runs(({ days, limit }: { days: number; limit: number }) =>
        cli.withProduct(async (app) => {
          const period = daysEnding(yesterdayAt(app.get(Clock).now(), cli.config.businessTimeZone), days);
          const list = await app
            .get(LeaderboardService)
            .leaderboard({ ...period, sort: 'totalSales', compare: 'previous', excludeFake: false });
          const top = { ...list, clients: list.clients.slice(0, limit) };
          return { document: top, text: textOf(top) };
        }),
      ),
    );
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
