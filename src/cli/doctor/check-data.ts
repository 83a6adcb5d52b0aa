import type { INestApplicationContext } from '@nestjs/common';
import type { HealthChecks } from './health-checks.js';
import type { Cli } from '../cli.js';
import { isOrphan } from '../sync/follow-run.js';
import { runLine } from '../output/run-text.js';
import { count, counted, instant } from '../output/text.js';
import { ClientsService } from '../../clients/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database, ReplicaOrigin } from '../../platform/database/index.js';
import { yesterdayAt, periodEndingAt } from '../../domain/index.js';
import { FreshnessService, ReportsService, summarizeReplica } from '../../stats/index.js';
import { JobQueue, keepsJobsInStore } from '../../platform/queue/index.js';
import { SyncStatusService } from '../../sync/index.js';

/** Checks what the replica holds. Returns the upstream name of a client that reports; null when there is none. */
export async function checkData(checkup: HealthChecks, cli: Cli): Promise<string | null> {
  return checkup.add('data', () =>
    cli.withAppContext(async (app) => {
      const database = app.get(Database);
      await checkup.add('queue', async () => {
        const { activeRun } = await app.get(SyncStatusService).read();
        const jobs = app.get(JobQueue);
        const { ok, driver, waiting } = await jobs.health();
        if (!ok) return { status: 'fail', message: 'Redis does not respond; check REDIS_URL', found: null };
        const queue = driver === 'embedded' ? 'embedded (no Redis)' : `${driver}, ${counted(waiting, 'job')} waiting`;
        const problem = keepsJobsInStore(jobs) ? await jobs.findStoreProblem() : null;
        if (problem !== null) return { status: 'warn', message: problem, found: null };
        if (!activeRun) return { status: 'ok', message: `${queue}; no run is active`, found: null };
        const orphan = await isOrphan(cli, app);
        const message = orphan
          ? `nobody works on ${runLine(activeRun)}; start the server or run: cli sync`
          : `${queue}; ${runLine(activeRun)}`;
        return { status: orphan ? 'warn' : 'ok', message, found: null };
      });
      const facts = await database.read(summarizeReplica);
      const { isDemo } = app.get(ReplicaOrigin);
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
      const message = `${state}: Grab through ${dataThrough.grab ?? 'never'}, GoJek through ${dataThrough.gojek ?? 'never'}, copied ${instant(syncedAt)}; ${count(facts.totalRecords)} days of ${counted(facts.clientsWithData, 'client')}${isDemo ? ' (DEMO DATA)' : ''}`;
      return { status: state === 'stale' ? 'warn' : 'ok', message, found };
    }),
  );
}

/** The active client that sold most lately. */
async function reportingClient(app: INestApplicationContext, cli: Cli): Promise<string | null> {
  const week = periodEndingAt(yesterdayAt(app.get(Clock).now(), cli.config.businessTimeZone), 7);
  const query = {
    ...week,
    status: 'active',
    sort: 'totalSales',
    compare: 'none',
    platform: 'all',
    excludeFake: false,
  } as const;
  const [best] = (await app.get(ReportsService).listLeaderboard(query)).clients;
  return best && best.coverage.days > 0 ? (await app.get(ClientsService).findOne(best.id)).upstreamName : null;
}
