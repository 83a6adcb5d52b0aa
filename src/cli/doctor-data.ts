import type { INestApplicationContext } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import { yesterdayAt } from '../stats/day.js';
import { FreshnessService } from '../stats/freshness.service.js';
import { JobQueue } from '../queue/job-queue.js';
import { LeaderboardService } from '../stats/leaderboard.service.js';
import { daysEnding } from '../stats/period.js';
import { replicaFacts } from '../stats/replica-facts.js';
import { SyncStatusService } from '../sync/sync-status.service.js';
import type { Checkup } from './checkup.js';
import type { Cli } from './cli.js';
import { isOrphan } from './run-watch.js';
import { runLine } from './run-text.js';
import { count, counted, instant } from './text.js';

/** Checks what the replica holds. Answers with the upstream name of a client that reports, null when there is none. */
export async function checkData(checkup: Checkup, cli: Cli): Promise<string | null> {
  return checkup.add('data', () =>
    cli.withProduct(async (app) => {
      const database = app.get(Database);
      await checkup.add('queue', async () => {
        const { activeRun } = await app.get(SyncStatusService).status();
        const { ok, driver, waiting } = await app.get(JobQueue).health();
        if (!ok) return { status: 'fail', message: 'Redis does not answer; check REDIS_URL', found: null };
        const queue = driver === 'embedded' ? 'embedded (no Redis)' : `${driver}, ${counted(waiting, 'job')} waiting`;
        if (!activeRun) return { status: 'ok', message: `${queue}; no run is active`, found: null };
        const orphan = await isOrphan(cli, app);
        const message = orphan
          ? `nobody works on ${runLine(activeRun)}; start the server or run: cli sync`
          : `${queue}; ${runLine(activeRun)}`;
        return { status: orphan ? 'warn' : 'ok', message, found: null };
      });
      const facts = await database.read(replicaFacts);
      const { demo } = app.get(UpstreamMemory);
      const { state, dataThrough, syncedAt } = await database.read((tx) => app.get(FreshnessService).read(tx));
      const found = await reportingClient(app, cli);
      if (facts.clientsCount === 0) {
        return { status: 'warn', message: 'no clients yet; import some: cli clients:import FILE', found };
      }
      if (state === 'never') {
        return {
          status: 'warn',
          message: `${counted(facts.clientsCount, 'client')}, no statistics yet; run: cli sync`,
          found,
        };
      }
      const message = `${state}: Grab through ${dataThrough.grab ?? 'never'}, GoJek through ${dataThrough.gojek ?? 'never'}, copied ${instant(syncedAt)}; ${count(facts.totalRecords)} days of ${counted(facts.clientsWithData, 'client')}${demo ? ' (DEMO DATA)' : ''}`;
      return { status: state === 'stale' ? 'warn' : 'ok', message, found };
    }),
  );
}

/** The active client that sold most lately. */
async function reportingClient(app: INestApplicationContext, cli: Cli): Promise<string | null> {
  const week = daysEnding(yesterdayAt(app.get(Clock).now(), cli.config.businessTimeZone), 7);
  const query = { ...week, status: 'active', sort: 'totalSales', compare: 'none', excludeFake: false } as const;
  const [best] = (await app.get(LeaderboardService).leaderboard(query)).clients;
  return best && best.coverage.days > 0 ? (await app.get(ClientsService).get(best.id)).upstreamName : null;
}
