import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Cli } from '../cli.js';
import { progressText } from '../output/run-text.js';
import { isRunActive } from '../../domain/index.js';
import { Database, serverRuns } from '../../platform/database/index.js';
import { ItemLeaseRepository, type RunDto, RunsService } from '../../sync/index.js';

/** Several processes share nothing but SQL, so the command polls it. */
const POLL_INTERVAL_MS = 300;

interface Watching {
  /** Stops following the run; the run goes on. */
  readonly signal: AbortSignal;
  readonly show: (text: string) => void;
}

/** Follows a run until it ends or the signal aborts. Returns its last state. */
export async function follow(app: INestApplicationContext, runId: number, watching: Watching): Promise<RunDto>;
/** Follows a run in the same way. Returns null when `givenUp` reports that no process works on the run any more. */
export async function follow(
  app: INestApplicationContext,
  runId: number,
  watching: Watching & { readonly givenUp: () => Promise<boolean> },
): Promise<RunDto | null>;
export async function follow(
  app: INestApplicationContext,
  runId: number,
  { signal, show, givenUp }: Watching & { readonly givenUp?: () => Promise<boolean> },
): Promise<RunDto | null> {
  const runs = app.get(RunsService);
  for (;;) {
    const view = await runs.findOne(runId);
    if (hasEnded(view) || signal.aborted) return view;
    show(progressText(view));
    if (await givenUp?.()) return null;
    await delay(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}

export function hasEnded({ status }: RunDto): boolean {
  return !isRunActive(status);
}

/** Returns whether no server runs on the replica and no process has a lease on an item of the active run. */
export async function isOrphan({ config }: Cli, app: INestApplicationContext): Promise<boolean> {
  if (await serverRuns(config)) return false;
  return !(await app.get(Database).read((tx) => app.get(ItemLeaseRepository).hasActiveLease(tx)));
}
