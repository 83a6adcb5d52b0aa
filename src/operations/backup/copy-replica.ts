import { existsSync, statSync } from 'node:fs';
import Sqlite, { type Database as SqliteHandle } from 'better-sqlite3';
import { inspectReplica } from './replica-inspection.js';
import { toOperationalError, sqliteCode } from '../../platform/database/index.js';
import { OperationalError } from '../../domain/index.js';

/** The pages that one step copies: some 4 MB, so that the copy of a big file reports progress and can be aborted. */
const PAGES_PER_STEP = 1_000;

interface Copying {
  /** Aborts the copy. */
  readonly signal?: AbortSignal;
  /** Called after each step with the part that is done, 0 to 1. */
  readonly progress?: (part: number) => void;
}

/** A copy that was checked from end to end. */
export interface CheckedCopy {
  readonly bytes: number;
  /** The rows of all tables together. */
  readonly rows: number;
}

/** The number of rows by table. */
type RowCounts = ReadonlyMap<string, number>;

/**
 * Copies a live SQLite file into `to` and checks that the copy is undamaged and that every table has as many rows as in the
 * replica.
 * @throws OperationalError `database_corrupt` when the replica is damaged, `copy_differs`, and as {@link copyReplica}.
 */
export async function copyAndVerify(from: string, to: string, copying: Copying = {}): Promise<CheckedCopy> {
  const expected = await copyReplica(from, to, copying);
  const { damage } = inspectReplica(to);
  if (damage.length > 0) {
    throw new OperationalError('database_corrupt', `The replica is damaged, so no backup was made: ${damage[0]}`);
  }
  const actual = countRowsInFile(to);
  for (const [table, rows] of expected) {
    const copied = actual.get(table) ?? 0;
    if (copied === rows) continue;
    throw new OperationalError('copy_differs', `The copy holds ${copied} rows of ${table}, the replica ${rows}.`);
  }
  return { bytes: statSync(to).size, rows: [...actual.values()].reduce((sum, rows) => sum + rows, 0) };
}

/**
 * Copies one state of a live SQLite file, including its WAL, into the single file `to`, which has no WAL. Returns the number
 * of rows of every table in that state.
 * @throws OperationalError `no_replica`, `disk_full`, `cancelled` after an abort, or an error of the database.
 */
export async function copyReplica(from: string, to: string, { signal, progress }: Copying = {}): Promise<RowCounts> {
  if (!existsSync(from)) throw new OperationalError('no_replica', `There is no file ${from}`);
  try {
    const source = new Sqlite(from, { readonly: true, fileMustExist: true });
    try {
      // With one read transaction around all steps, concurrent writes neither change the copy nor restart it.
      source.exec('BEGIN');
      const rows = countRows(source);
      await source.backup(to, {
        progress: ({ totalPages, remainingPages }) => {
          if (signal?.aborted) throw new OperationalError('cancelled', 'Stopped before the copy was whole.');
          progress?.(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
          return PAGES_PER_STEP;
        },
      });
      progress?.(1);
      const copy = new Sqlite(to);
      copy.pragma('journal_mode = DELETE');
      copy.close();
      return rows;
    } finally {
      source.close();
    }
  } catch (error) {
    if (sqliteCode(error) === 'SQLITE_FULL') {
      throw new OperationalError('disk_full', 'The disk that the copy is written to is full.', { cause: error });
    }
    throw toOperationalError(error);
  }
}

function countRowsInFile(file: string): RowCounts {
  const handle = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    return countRows(handle);
  } finally {
    handle.close();
  }
}

function countRows(handle: SqliteHandle): RowCounts {
  const tables = handle.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[];
  return new Map(
    tables.map((table) => [table, handle.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]),
  );
}
