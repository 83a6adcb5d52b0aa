import type { INestApplicationContext } from '@nestjs/common';
import type { Cli, Outcome } from '../cli.js';
import { withAppContextAndUpstream } from '../app-context.js';
import { interruptible } from '../interrupt.js';
import { follow, hasEnded, isOrphan } from './follow-run.js';
import { runLine, runText } from '../output/run-text.js';
import { CLI } from '../../auth/index.js';
import { serverRuns, ReplicaOrigin } from '../../platform/database/index.js';
import { OperationalError } from '../../domain/index.js';
import {
  ClientBootstrapService,
  type RunDto,
  type RunRequest,
  RunsService,
  SyncService,
  type StartedRun,
  SyncStatusService,
  SyncWorker,
} from '../../sync/index.js';
import { upstreamIdentity, UpstreamSource } from '../../upstream/index.js';

/** Returns the run to start. It reads the replica, because the request may name clients. */
export type RequestOf = (app: INestApplicationContext) => Promise<RunRequest>;

/**
 * Starts a run and waits for its end. The server on the replica does the work. This process does it when there is no server, or
 * when the server stops.
 */
export function syncAndWatch(cli: Cli, requestOf: RequestOf): Promise<Outcome> {
  return interruptible(async (signal) => {
    const left = (await serverRuns(cli.config))
      ? await cli.withAppContext((app) => handOver(cli, app, requestOf, signal))
      : null;
    if (left?.outcome) return left.outcome;
    return withAppContextAndUpstream(cli.parts, (app) =>
      work(cli, app, { requestOf, left: left?.run ?? null, signal }),
    );
  });
}

interface HandedOver {
  readonly run: StartedRun;
  /** Null when the server stopped before the end of the run. */
  readonly outcome: Outcome | null;
}

/** Plans the run for the server and follows it. */
async function handOver(
  cli: Cli,
  app: INestApplicationContext,
  requestOf: RequestOf,
  signal: AbortSignal,
): Promise<HandedOver> {
  await app.get(ReplicaOrigin).bind(upstreamIdentity(cli.config.upstream));
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

/** Copies in this process. `left` is a run that a server did not finish. */
async function work(
  cli: Cli,
  app: INestApplicationContext,
  { requestOf, left, signal }: { requestOf: RequestOf; left: StartedRun | null; signal: AbortSignal },
): Promise<Outcome> {
  await app.get(ReplicaOrigin).bind(app.get(UpstreamSource).identity);
  const unlisted = await app.get(ClientBootstrapService).importListed(signal);
  if (unlisted) throw unlisted;
  if (signal.aborted) throw new OperationalError('cancelled', 'Stopped before a run was made.');
  const run = left ?? (await begin(cli, app, requestOf));
  const show = (text: string) => cli.progress.show(text);
  const worker = app.get(SyncWorker);
  let view: RunDto | null = null;
  if (!left && !run.created) view = await follow(app, run.id, { signal, show, givenUp: () => isOrphan(cli, app) });
  if (!view) {
    await worker.start({ isOnlyServer: left !== null });
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
      `No new run was made: watching the one that is active, ${runLine(await app.get(RunsService).findOne(run.id))}.`,
    );
  return run;
}

/** Waits for the first syncs that the worker starts after a run; otherwise the process would end in the middle of them. */
async function finishOwed(cli: Cli, app: INestApplicationContext, signal: AbortSignal): Promise<void> {
  const worker = app.get(SyncWorker);
  if (!worker.isRunning || (await serverRuns(cli.config))) return;
  await worker.poll();
  const { activeRun } = await app.get(SyncStatusService).read();
  if (activeRun) await follow(app, activeRun.id, { signal, show: (text) => cli.progress.show(text) });
}

async function outcomeOf(view: RunDto, app: INestApplicationContext): Promise<Outcome> {
  return { document: view, text: await runText(view, app.get(RunsService)), complete: view.status === 'completed' };
}
