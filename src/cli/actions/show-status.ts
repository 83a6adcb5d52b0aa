import type { Cli, Outcome } from '../cli.js';
import { runLine } from '../output/run-text.js';
import { count, counted, facts, instant, NOTHING } from '../output/text.js';
import { describeFreshness } from '../../stats/index.js';
import { SyncStatusService, type SyncStatus } from '../../sync/index.js';
import { serverRuns, ReplicaOrigin } from '../../platform/database/index.js';

/** Shows what the replica holds, the active and the last run, and when the next run starts. */
export function showStatus(cli: Cli): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
    const status = await app.get(SyncStatusService).read();
    const served = await serverRuns(cli.config);
    return { document: status, text: textOf(status, { demo: app.get(ReplicaOrigin).isDemo, served }) };
  });
}

function textOf(status: SyncStatus, { demo, served }: { demo: boolean; served: boolean }): string {
  const { totalRecords, earliestDate, latestDate, clientsCount, clientsWithData } = status;
  const days = totalRecords === 0 ? 'nothing yet' : `${count(totalRecords)} days, ${earliestDate} to ${latestDate}`;
  return facts([
    ['Replica', demo ? `${days} (DEMO DATA)` : days],
    ['Clients', `${counted(clientsCount, 'client')}, ${count(clientsWithData)} with data`],
    ['Data', describeFreshness(status.freshness)],
    [served ? 'Running' : 'Unfinished', status.activeRun ? runLine(status.activeRun) : NOTHING],
    ...(served || !status.activeRun
      ? []
      : [['', 'no server runs; it goes on when one does, or with cli sync'] as const]),
    ['Last run', status.lastRun ? runLine(status.lastRun) : NOTHING],
    ['Incomplete', incompleteLine(status.incomplete)],
    ['Last success', instant(status.lastSuccessAt)],
    ['Next run', status.nextRunAt ? `${instant(status.nextRunAt)}, when the server runs` : 'off'],
  ]);
}

function incompleteLine({ notCopied, refused }: SyncStatus['incomplete']): string {
  if (notCopied + refused === 0) return 'no restaurant';
  return `${counted(notCopied, 'restaurant')} not copied when last tried, ${count(refused)} with rejected rows`;
}
