import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../database/database.js';
import { serverRuns } from '../database/server-lock.js';
import { ItemClaims } from '../sync/item-claims.js';
import type { RunView } from '../sync/run-view.js';
import { RunsService } from '../sync/runs.service.js';
import type { Cli } from './cli.js';
import { progressText } from './run-text.js';

/** SQL is the only thing that several processes share, so it is asked: cheap, and fast enough for a person. */
const LOOK_EVERY_MS = 300;

interface Watching {
  /** Ends the watching, not the run. */
  readonly signal: AbortSignal;
  readonly show: (text: string) => void;
}

/** Watches a run until it ends or the watching does; the view tells which. */
export async function follow(app: INestApplicationContext, runId: number, watching: Watching): Promise<RunView>;
/** As before; null when `givenUp` says that nobody does the run any more. */
export async function follow(
  app: INestApplicationContext,
  runId: number,
  watching: Watching & { readonly givenUp: () => Promise<boolean> },
): Promise<RunView | null>;
export async function follow(
  app: INestApplicationContext,
  runId: number,
  { signal, show, givenUp }: Watching & { readonly givenUp?: () => Promise<boolean> },
): Promise<RunView | null> {
  const runs = app.get(RunsService);
  for (;;) {
    const view = await runs.run(runId);
    if (hasEnded(view) || signal.aborted) return view;
    show(progressText(view));
    if (await givenUp?.()) return null;
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

export function hasEnded({ status }: RunView): boolean {
  return status !== 'queued' && status !== 'running';
}

/** True when no server lives on the replica and no other process holds a claim on the active run. */
export async function isOrphan({ config }: Cli, app: INestApplicationContext): Promise<boolean> {
  if (await serverRuns(config)) return false;
  return !(await app.get(Database).read((tx) => app.get(ItemClaims).isBeingDone(tx)));
}
