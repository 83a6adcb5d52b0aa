// How fast the replica answers, in process: the whole answer of the services, comparison, coverage and daily line included.
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { AppModule } from '../dist/app.module.js';
import { parseEnvironment } from '../dist/platform/config/environment.js';
import { PrefixSumsCache } from '../dist/stats/cache/prefix-sums.cache.js';
import { addDays } from '../dist/domain/calendar/day.js';
import { ReportsService } from '../dist/stats/reports/reports.service.js';
import { METRICS } from '../dist/domain/metrics.js';
import { emptyReplica, fill, YESTERDAY } from './lib/replica.mjs';
import { elapsed, median } from './lib/time.mjs';

/** Figures of reading `clients` x `held` rows, each `{name, ms, baseline?, baselineMs?}`. */
export async function reads(clients, held = 365) {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-bench-'));
  const file = join(folder, 'replica.sqlite');
  const db = await emptyReplica(file, clients);
  fill(db, clients, held);
  const config = parseEnvironment({ DATABASE_URL: `sqlite:${file}` });
  const app = await NestFactory.createApplicationContext(
    AppModule.forRoot({ config, logger: pino({ level: 'silent' }) }),
    { logger: false },
  );
  const before = process.memoryUsage().rss;
  const warm = await elapsed(() => app.get(PrefixSumsCache).warm());
  const figures = [
    {
      name: `prefix sums read into memory, ${clients} clients x ${held}`,
      ms: warm,
      note: `${Math.round((process.memoryUsage().rss - before) / 2 ** 20)} MB`,
    },
  ];
  const sums = METRICS.map(({ column }) => `sum(${column})`).join(', ');
  const plain = db.prepare(
    `SELECT client_id, ${sums} FROM client_stat WHERE stat_date BETWEEN ? AND ? GROUP BY client_id ORDER BY 2 DESC`,
  );
  const plainClient = db.prepare('SELECT * FROM client_stat WHERE client_id = ? AND stat_date BETWEEN ? AND ?');
  const few = clients > 1000 ? 5 : 21;
  for (const days of [30, 365]) {
    const period = { from: addDays(YESTERDAY, 1 - days), to: YESTERDAY };
    const view = { ...period, compare: 'previous', platform: 'all', excludeFake: false };
    const list = { ...view, sort: 'totalSales' };
    if (clients > 1000) Object.assign(list, { page: 1, perPage: 50 });
    const baselineMs = await median(() => plain.all(period.from, period.to), clients > 1000 ? 3 : few);
    figures.push({
      name: `ranked list, ${clients} clients, ${days} days`,
      ms: await median(() => app.get(ReportsService).listLeaderboard(list), few),
      baseline: 'SQL sums of 14 metrics, no comparison',
      baselineMs,
    });
    figures.push({
      name: `client page, ${clients} clients, ${days} days`,
      ms: await median(() => app.get(ReportsService).findClientPage(7, view), 21),
      baseline: 'SELECT * of the rows',
      baselineMs: await median(() => plainClient.all(7, period.from, period.to), 21),
    });
    figures.push({
      name: `portfolio, ${clients} clients, ${days} days`,
      ms: await median(() => app.get(ReportsService).findPortfolio({ ...view, interval: 'week' }, period), few),
    });
    for (const part of clients > 1000 && days > 30 ? ['list'] : ['list', 'days']) {
      const query = { ...list, view: part };
      delete query.page;
      delete query.perPage;
      figures.push({
        name: `CSV ${part}, ${clients} clients, ${days} days`,
        ms: await median(async () => {
          const { pieces } = await app.get(ReportsService).createExport(query);
          for await (const piece of pieces) if (piece === '') throw new Error('an empty piece');
        }, 3),
      });
    }
  }
  db.close();
  await app.close();
  rmSync(folder, { recursive: true });
  return figures;
}

if (import.meta.url === `file://${process.argv[1]}`)
  console.table(await reads(Number(process.argv[2] ?? 127), Number(process.argv[3] ?? 365)));
