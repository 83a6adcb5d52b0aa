import type { INestApplicationContext } from '@nestjs/common';
import { CLI } from '../auth/actor.js';
import { serverRuns } from '../database/server-lock.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import { OperationalError } from '../errors.js';
import { FirstClients } from '../sync/first-clients.js';
import type { RunView } from '../sync/run-view.js';
import type { RunRequest } from '../sync/sync.schemas.js';
import { RunsService } from '../sync/runs.service.js';
import { SyncService, type StartedRun } from '../sync/sync.service.js';
import { SyncStatusService } from '../sync/sync-status.service.js';
import { SyncWorker } from '../sync/sync-worker.js';
import { identityOf } from '../upstream/upstream.module.js';
import { UpstreamSource } from '../upstream/upstream-source.js';
import type { Cli, Outcome } from './cli.js';
import { withWorkingProduct } from './composition.js';
import { interruptible } from './interrupt.js';
import { follow, hasEnded, isOrphan } from './run-watch.js';
import { runLine, runText } from './run-text.js';

/** What is asked for, known once the replica is open: it may name clients. */
export type RequestOf = (app: INestApplicationContext) => Promise<RunRequest>;

/**
 * Makes a run and waits for its end. A server that runs on the replica does the work; without one, or when it goes away,
 * this process does.
 */
export function syncAndWatch(cli: Cli, requestOf: RequestOf): Promise<Outcome> {
  return interruptible(async (signal) => {
    const left = (await serverRuns(cli.config))
      ? await cli.withProduct((app) => handOver(cli, app, requestOf, signal))
      : null;
    if (left?.outcome) return left.outcome;
    return withWorkingProduct(cli.parts, (app) => work(cli, app, { requestOf, left: left?.run ?? null, signal }));
  });
}

interface HandedOver {
  readonly run: StartedRun;
  /** Null when the server went away before the run's end. */
  readonly outcome: Outcome | null;
}

/** Plans the run for the server and watches it. */
async function handOver(
  cli: Cli,
  app: INestApplicationContext,
  requestOf: RequestOf,
  signal: AbortSignal,
): Promise<HandedOver> {
  await app.get(UpstreamMemory).claim(identityOf(cli.config.upstream));
  const run = await begin(cli, app, requestOf);
  const view = await follow(app, run.id, {
    signal,
    show: (text) => cli.progress.show(text),
    givenUp: async () => !(await serverRuns(cli.config)),
  });
  if (view && !hasEnded(view)) cli.say(`Not watching any more; the server goes on with run ${run.id}.`);
  if (view) return { run, outcome: await outcomeOf(view, app) };
  cli.say(`The server is gone; this process goes on with run ${run.id}.`);
  return { run, outcome: null };
}

/** Does the work here. `left` is a run that a server left undone. */
async function work(
  cli: Cli,
  app: INestApplicationContext,
  { requestOf, left, signal }: { requestOf: RequestOf; left: StartedRun | null; signal: AbortSignal },
): Promise<Outcome> {
  await app.get(UpstreamMemory).claim(app.get(UpstreamSource).identity);
  const unlisted = await app.get(FirstClients).take(signal);
  if (unlisted) throw unlisted;
  if (signal.aborted) throw new OperationalError('cancelled', 'Stopped before a run was made.');
  const run = left ?? (await begin(cli, app, requestOf));
  const show = (text: string) => cli.progress.show(text);
  const worker = app.get(SyncWorker);
  let view: RunView | null = null;
  if (!left && !run.created) view = await follow(app, run.id, { signal, show, givenUp: () => isOrphan(cli, app) });
  if (!view) {
    await worker.start({ alone: left !== null });
    view = await follow(app, run.id, { signal, show });
  }
  if (hasEnded(view)) await finishOwed(cli, app, signal);
  else if (run.created) view = await app.get(SyncService).cancel(run.id, CLI);
  else cli.say(`Stopped; run ${run.id} goes on where it is being done, or at the next start.`);
  return outcomeOf(view, app);
}

async function begin(cli: Cli, app: INestApplicationContext, requestOf: RequestOf): Promise<StartedRun> {
  const sync = app.get(SyncService);
  const run = await sync.start(await requestOf(app), { trigger: 'cli', actor: null });
  if (!run.created)
    cli.say(
      `No new run was made: watching the one that is active, ${runLine(await app.get(RunsService).run(run.id))}.`,
    );
  return run;
}

/** A worker that ends a run goes on with the first syncs that are owed; leaving then would leave that run undone. */
async function finishOwed(cli: Cli, app: INestApplicationContext, signal: AbortSignal): Promise<void> {
  const worker = app.get(SyncWorker);
  if (!worker.attached || (await serverRuns(cli.config))) return;
  await worker.sweep();
  const { activeRun } = await app.get(SyncStatusService).status();
  if (activeRun) await follow(app, activeRun.id, { signal, show: (text) => cli.progress.show(text) });
}

async function outcomeOf(view: RunView, app: INestApplicationContext): Promise<Outcome> {
  return { document: view, text: await runText(view, app.get(RunsService)), complete: view.status === 'completed' };
}
