import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Cli, Outcome } from '../cli.js';
import { withAppContextAndUpstream } from '../app-context.js';
import { interruptible } from '../interrupt.js';
import { facts, instant } from '../output/text.js';
import { CollectionService, CollectionWorker, type CollectionDto } from '../../collection/index.js';
import { serverRuns, ReplicaOrigin } from '../../platform/database/index.js';
import { SyncWorker } from '../../sync/index.js';
import { upstreamIdentity } from '../../upstream/index.js';

const POLL_INTERVAL_MS = 300;
const SUCCESSFUL_STATUSES: readonly CollectionDto['status'][] = ['succeeded', 'no_new_data'];

/** Starts a collection, or joins the active one, and waits for its end. A running server does the work if there is one. */
export function collect(cli: Cli, { thenSync = false }: { thenSync?: boolean }): Promise<Outcome> {
  return interruptible(async (signal) => {
    const follow = (app: INestApplicationContext) => startAndFollow(cli, app, { thenSync, signal });
    if (await serverRuns(cli.config)) return cli.withAppContext(follow);
    return withAppContextAndUpstream(cli.parts, async (app) => {
      if (thenSync) await app.get(SyncWorker).start({ isOnlyServer: false });
      await app.get(CollectionWorker).start();
      return follow(app);
    });
  });
}

async function startAndFollow(
  cli: Cli,
  app: INestApplicationContext,
  { thenSync, signal }: { readonly thenSync: boolean; readonly signal: AbortSignal },
): Promise<Outcome> {
  await app.get(ReplicaOrigin).bind(upstreamIdentity(cli.config.upstream));
  const collection = app.get(CollectionService);
  const { id, created } = await collection.start({ thenSync }, { trigger: 'cli', actor: null });
  if (!created) cli.say(`No new collection was asked for: watching the one that is active, ${id}.`);
  for (;;) {
    const view = await collection.findOne(id);
    if (view.finishedAt !== null) return toOutcome(view);
    if (signal.aborted) {
      cli.say(`Not watching any more. Collection ${id} is upstream's business; a server follows it to its end.`);
      return toOutcome(view);
    }
    cli.progress.show(`Collection ${id} ${view.status}: ${view.message ?? 'asking upstream…'}`);
    await delay(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}

function toOutcome(view: CollectionDto): Outcome {
  const lines: [string, string][] = [
    ['Result', `collection ${view.id} ${view.status}`],
    ['Asked', instant(view.startedAt)],
  ];
  if (view.message) lines.push(['Reason', view.message]);
  if (view.syncRunId !== null) lines.push(['Sync', `run ${view.syncRunId}`]);
  return { document: view, text: facts(lines), complete: SUCCESSFUL_STATUSES.includes(view.status) };
}
