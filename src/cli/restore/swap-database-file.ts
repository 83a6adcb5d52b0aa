import { existsSync, linkSync, renameSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { flushToDisk } from '../../operations/backup/index.js';
import { sqliteCode } from '../../platform/database/index.js';
import { OperationalError } from '../../domain/index.js';

/** What SQLite keeps beside a file: with another file of that name in its place they would destroy it. */
const BESIDE = ['-wal', '-shm', '-journal'];

/**
 * Puts `copy`, which no process has open, in the place of `file` in one step. Keeps the earlier file and returns its path.
 * @throws OperationalError when another process uses the file.
 */
export function swapDatabaseFile(copy: string, file: string): string | null {
  foldWalIn(copy);
  flushToDisk(copy);
  const kept = existsSync(file) ? `${file}.before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}` : null;
  if (kept) {
    foldWalIn(file);
    keep(file, kept);
  }
  for (const end of BESIDE) if (existsSync(file + end)) renameSync(file + end, (kept ?? `${file}.stray`) + end);
  renameSync(copy, file);
  return kept;
}

/** By a second name, so that the replica is never absent; some file systems have no such thing. */
function keep(file: string, kept: string): void {
  try {
    linkSync(file, kept);
  } catch {
    renameSync(file, kept);
  }
}

/** Makes one file of a replica and its WAL; a damaged one stays as it is, WAL and all. */
function foldWalIn(file: string): void {
  let handle: Sqlite.Database | null = null;
  try {
    handle = new Sqlite(file, { timeout: 2_000 });
    handle.pragma('journal_mode = DELETE');
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new OperationalError('database_busy', `Another process uses ${file}. Let it end, then restore.`);
    }
    if (!/^SQLITE_(NOTADB|CORRUPT|IOERR)/.test(sqliteCode(error) ?? '')) throw error;
  } finally {
    handle?.close();
  }
}
