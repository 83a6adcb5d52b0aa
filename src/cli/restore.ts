import { rmSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { copyReplica } from '../backup/copy-replica.js';
import { inspectReplica } from '../backup/replica-inspection.js';
import { Database } from '../database/database.js';
import { createPrivately } from '../database/private-file.js';
import { SqliteServerLock } from '../database/sqlite-server-lock.js';
import { OperationalError } from '../errors.js';
import { replicaFacts } from '../stats/replica-facts.js';
import { RunLedger } from '../sync/run-ledger.js';
import { identityOf } from '../upstream/upstream.module.js';
import type { Cli, Outcome } from './cli.js';
import { withProduct } from './composition.js';
import { interruptible } from './interrupt.js';
import { swapIn } from './replica-swap.js';
import { count, counted } from './text.js';

const INTERRUPTED = { code: 'interrupted', message: 'The run was under way when this backup was made.' };

/** `restore`: puts a backup in the place of the replica and keeps what was there. */
export function addRestore(cli: Cli): void {
  cli
    .command('restore', 'put a backup in the place of the replica; what was there is kept beside it')
    .argument('<file>', 'the backup')
    .addHelpText('after', '\nThe server must be stopped.')
    .action(
      cli.runs((backup: string) =>
        interruptible(async (signal) => {
          const databaseFile = cli.replicaFile('pg_restore --clean --if-exists --dbname DATABASE_URL FILE');
          const lock = serverLock(databaseFile);
          try {
            return await restore(cli, { backup, databaseFile }, signal);
          } finally {
            lock.release();
          }
        }),
      ),
    );
}

/** A copy is checked, migrated and tidied first: nothing can fail any more once it stands in the replica's place. */
async function restore(
  cli: Cli,
  { backup, databaseFile }: { backup: string; databaseFile: string },
  signal: AbortSignal,
): Promise<Outcome> {
  const copy = `${databaseFile}.restoring`;
  try {
    removeReplica(copy);
    createPrivately(copy);
    const progress = (part: number) => cli.progress.show(`Copying ${Math.floor(part * 100)}%`);
    await readable(backup, () => copyReplica(backup, copy, { signal, progress }));
    cli.progress.show('Checking the copy…');
    await readable(backup, () => assertSound(copy, backup));
    assertSameUpstream(copy, backup, identityOf(cli.config.upstream));
    const config = { ...cli.config, database: { kind: 'sqlite' as const, file: copy } };
    const found = await withProduct({ ...cli.parts, config }, tidied);
    const keptAs = swapIn(copy, databaseFile);
    const { totalRecords, clientsCount, latestDate, interruptedRun } = found;
    const lines = [
      `${databaseFile} holds ${backup} now: ${counted(clientsCount, 'client')}, ${count(totalRecords)} days${latestDate ? ` through ${latestDate}` : ''}.`,
      ...(keptAs ? [`What was there is kept as ${keptAs}`] : []),
      ...(interruptedRun === null ? [] : [`Run ${interruptedRun}, under way in the backup, is marked interrupted.`]),
    ];
    return { document: { file: databaseFile, keptAs, ...found }, text: lines.join('\n') };
  } finally {
    removeReplica(copy);
  }
}

/** @throws OperationalError when a server runs. */
function serverLock(file: string): SqliteServerLock {
  try {
    return SqliteServerLock.acquire(file);
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== 'second_server') throw error;
    throw new OperationalError('server_running', `A server runs on ${file}. Stop it, restore, and start it again.`);
  }
}

function assertSound(copy: string, backup: string): void {
  const { damage, migrations } = inspectReplica(copy, backup);
  if (damage.length > 0) throw new OperationalError('bad_backup', `${backup} is damaged: ${damage[0]}`);
  if (migrations.unknown.length > 0) {
    throw new OperationalError(
      'bad_backup',
      `${backup} was made by a newer version of this program: it knows ${migrations.unknown[0]}.`,
    );
  }
}

/** @throws OperationalError when the next start would refuse the restored file. */
function assertSameUpstream(copy: string, backup: string, configured: string): void {
  const { upstream } = inspectReplica(copy, backup);
  if (upstream === null || upstream === configured) return;
  throw new OperationalError(
    'other_upstream',
    `${backup} copies ${upstream}, and this environment is set up for ${configured}. Set DELIVERY_STATS_API_URL and DATABASE_URL to match it.`,
  );
}

/** What SQLite says of a bad file is worded for the replica; here the backup is the bad one. */
async function readable(backup: string, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    const unreadable =
      error instanceof OperationalError && ['database_corrupt', 'database_unreachable'].includes(error.code);
    if (!unreadable) throw error;
    throw new OperationalError('bad_backup', `${backup} is no SQLite file, or a damaged one.`, { cause: error });
  }
}

/** Opening it applied the migrations; a run that was active is over: whoever did it does not know this file. */
async function tidied(app: INestApplicationContext) {
  const database = app.get(Database);
  const ledger = app.get(RunLedger);
  const interruptedRun = await database.write(async (tx) => {
    const run = await ledger.active(tx);
    if (!run) return null;
    await ledger.stop(tx, run.id, INTERRUPTED, { status: 'cancelled', attempts: 0, ...INTERRUPTED }, 'interrupted');
    return run.id;
  });
  const { totalRecords, clientsCount, latestDate } = await database.read(replicaFacts);
  return { totalRecords, clientsCount, latestDate, interruptedRun };
}

function removeReplica(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}
