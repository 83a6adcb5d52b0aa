import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { CollectionService } from '../collection/collection.service.js';
import { CollectionWorker } from '../collection/collection-worker.js';
import type { CollectionView } from '../collection/collection-view.js';
import { serverRuns } from '../database/server-lock.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import { SyncWorker } from '../sync/sync-worker.js';
import { identityOf } from '../upstream/upstream.module.js';
import type { Cli, Outcome } from './cli.js';
import { withWorkingProduct } from './composition.js';
import { interruptible } from './interrupt.js';
import { facts, instant } from './text.js';

const LOOK_EVERY_MS = 300;
const GOOD: readonly CollectionView['status'][] = ['succeeded', 'no_new_data'];

/** `collect`: has upstream collect, and waits for the end. */
export function addCollect(cli: Cli): void {
  cli
    .command('collect', 'have upstream collect and wait for the end; a running server does the work if there is one')
    .option('--then-sync', 'then copy the days a collection rewrites')
    .action(
      cli.runs(({ thenSync = false }: { thenSync?: boolean }) =>
        interruptible(async (signal) => {
          const watch = (app: INestApplicationContext) => collectAndWatch(cli, app, { thenSync, signal });
          if (await serverRuns(cli.config)) return cli.withProduct(watch);
          return withWorkingProduct(cli.parts, async (app) => {
            if (thenSync) await app.get(SyncWorker).start({ alone: false });
            await app.get(CollectionWorker).start();
            return watch(app);
          });
        }),
      ),
    );
}

async function collectAndWatch(
  cli: Cli,
  app: INestApplicationContext,
  { thenSync, signal }: { readonly thenSync: boolean; readonly signal: AbortSignal },
): Promise<Outcome> {
  await app.get(UpstreamMemory).claim(identityOf(cli.config.upstream));
  const collection = app.get(CollectionService);
  const { id, created } = await collection.start({ thenSync }, { trigger: 'cli', actor: null });
  if (!created) cli.say(`No new collection was asked for: watching the one that is active, ${id}.`);
  for (;;) {
    const view = await collection.run(id);
    if (view.finishedAt !== null) return outcomeOf(view);
    if (signal.aborted) {
      cli.say(`Not watching any more. Collection ${id} is upstream's business; a server follows it to its end.`);
      return outcomeOf(view);
    }
    cli.progress.show(`Collection ${id} ${view.status}: ${view.message ?? 'asking upstream…'}`);
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function outcomeOf(view: CollectionView): Outcome {
  const lines: [string, string][] = [
    ['Result', `collection ${view.id} ${view.status}`],
    ['Asked', instant(view.startedAt)],
  ];
  if (view.message) lines.push(['Reason', view.message]);
  if (view.syncRunId !== null) lines.push(['Sync', `run ${view.syncRunId}`]);
  return { document: view, text: facts(lines), complete: GOOD.includes(view.status) };
}
