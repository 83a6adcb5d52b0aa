import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { OperationalError } from '../errors.js';
import { explained } from '../database/database-errors.js';

/** Pages a step: some 4 MB, so that a big file shows progress and can be broken off. */
const PAGES_A_STEP = 1_000;

interface Copying {
  readonly signal: AbortSignal;
  /** Told the part that is done, 0 to 1. */
  readonly progress: (part: number) => void;
}

/**
 * Copies a live SQLite file, what its WAL holds included, into `to`: one state of it, a single file without WAL.
 * @throws OperationalError
 */
export async function copyReplica(from: string, to: string, { signal, progress }: Copying): Promise<void> {
  if (!existsSync(from)) throw new OperationalError('no_replica', `There is no file ${from}`);
  try {
    const source = new Sqlite(from, { readonly: true, fileMustExist: true });
    try {
      // One read transaction around all steps: writers meanwhile neither change the copy nor make it begin anew.
      source.exec('BEGIN');
      source.prepare('SELECT count(*) FROM sqlite_master').get();
      await source.backup(to, {
        progress: ({ totalPages, remainingPages }) => {
          if (signal.aborted) throw new OperationalError('cancelled', 'Stopped before the copy was whole.');
          progress(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
          return PAGES_A_STEP;
        },
      });
    } finally {
      source.close();
    }
    const copy = new Sqlite(to);
    copy.pragma('journal_mode = DELETE');
    copy.close();
  } catch (error) {
    throw explained(error);
  }
}
