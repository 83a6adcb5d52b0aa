import { SyncStatusService, type SyncStatus } from '../sync/sync-status.service.js';
import { serverRuns } from '../database/server-lock.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import type { Cli } from './cli.js';
import { runLine } from './run-text.js';
import { count, counted, facts, instant, NOTHING } from './text.js';

/** `status`: what the replica holds and where the copying stands. */
export function addStatus(cli: Cli): void {
  cli.command('status', 'show what the replica holds and how the last sync went').action(
    cli.runs(() =>
      cli.withProduct(async (app) => {
        const status = await app.get(SyncStatusService).status();
        const served = await serverRuns(cli.config);
        return { document: status, text: textOf(status, { demo: app.get(UpstreamMemory).demo, served }) };
      }),
    ),
  );
}

function textOf(status: SyncStatus, { demo, served }: { demo: boolean; served: boolean }): string {
  const { totalRecords, earliestDate, latestDate, clientsCount, clientsWithData } = status;
  const days = totalRecords === 0 ? 'nothing yet' : `${count(totalRecords)} days, ${earliestDate} to ${latestDate}`;
  return facts([
    ['Replica', demo ? `${days} (DEMO DATA)` : days],
    ['Clients', `${counted(clientsCount, 'client')}, ${count(clientsWithData)} with data`],
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
  return `${counted(notCopied, 'restaurant')} not copied when last tried, ${count(refused)} with refused rows`;
}
