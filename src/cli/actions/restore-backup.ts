import { rmSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import type { Cli, Outcome } from '../cli.js';
import { withAppContext } from '../app-context.js';
import { interruptible } from '../interrupt.js';
import { requireSqliteFile } from '../sqlite-file.js';
import { swapDatabaseFile } from '../restore/swap-database-file.js';
import { count, counted } from '../output/text.js';
import { copyReplica, inspectReplica } from '../../operations/backup/index.js';
import { Database, createOwnerOnlyFile, SqliteServerLock } from '../../platform/database/index.js';
import { OperationalError } from '../../domain/index.js';
import { summarizeReplica } from '../../stats/index.js';
import { RunRepository } from '../../sync/index.js';
import { upstreamIdentity } from '../../upstream/index.js';

const INTERRUPTED = { code: 'interrupted', message: 'The run was under way when this backup was made.' } as const;

/** Replaces the SQLite replica with a backup and keeps the file that was there. No server may run. */
export function restoreBackup(cli: Cli, backup: string): Promise<Outcome> {
  return interruptible(async (signal) => {
    const databaseFile = requireSqliteFile(cli.config, 'pg_restore --clean --if-exists --dbname DATABASE_URL FILE');
    const lock = acquireServerLock(databaseFile);
    try {
      return await restore(cli, { backup, databaseFile }, signal);
    } finally {
      lock.release();
    }
  });
}

/** Checks, migrates and tidies a copy first, so that nothing can fail once the copy has replaced the replica. */
async function restore(
  cli: Cli,
  { backup, databaseFile }: { backup: string; databaseFile: string },
  signal: AbortSignal,
): Promise<Outcome> {
  const copy = `${databaseFile}.restoring`;
  try {
    removeReplica(copy);
    createOwnerOnlyFile(copy);
    const progress = (part: number) => cli.progress.show(`Copying ${Math.floor(part * 100)}%`);
    await reportingBadBackup(backup, () => copyReplica(backup, copy, { signal, progress }));
    cli.progress.show('Checking the copy…');
    await reportingBadBackup(backup, () => assertSound(copy, backup));
    assertSameUpstream(copy, backup, upstreamIdentity(cli.config.upstream));
    const config = { ...cli.config, database: { kind: 'sqlite' as const, file: copy } };
    const found = await withAppContext({ ...cli.parts, config }, tidyReplica);
    const keptAs = swapDatabaseFile(copy, databaseFile);
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
function acquireServerLock(file: string): SqliteServerLock {
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

/** @throws OperationalError when the next start would not open the restored file. */
function assertSameUpstream(copy: string, backup: string, configured: string): void {
  const { upstream } = inspectReplica(copy, backup);
  if (upstream === null || upstream === configured) return;
  throw new OperationalError(
    'other_upstream',
    `${backup} copies ${upstream}, and this environment is set up for ${configured}. Set DELIVERY_STATS_API_URL and DATABASE_URL to match it.`,
  );
}

/** Runs `work`; reports a damaged file as a damaged backup. @throws OperationalError `bad_backup` */
async function reportingBadBackup(backup: string, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    const unreadable =
      error instanceof OperationalError && ['database_corrupt', 'database_unreachable'].includes(error.code);
    if (!unreadable) throw error;
    throw new OperationalError('bad_backup', `${backup} is no SQLite file, or a damaged one.`, { cause: error });
  }
}

/** Ends the run that was active when the backup was made: its process does not know this file. Opening has migrated it. */
async function tidyReplica(app: INestApplicationContext) {
  const database = app.get(Database);
  const runs = app.get(RunRepository);
  const interruptedRun = await database.write(async (tx) => {
    const run = await runs.findActive(tx);
    if (!run) return null;
    await runs.stop(tx, run.id, INTERRUPTED, { status: 'cancelled', attempts: 0, ...INTERRUPTED }, 'interrupted');
    return run.id;
  });
  const { totalRecords, clientsCount, latestDate } = await database.read(summarizeReplica);
  return { totalRecords, clientsCount, latestDate, interruptedRun };
}

function removeReplica(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}
