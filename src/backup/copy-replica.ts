import { existsSync, statSync } from 'node:fs';
import Sqlite, { type Database as SqliteHandle } from 'better-sqlite3';
import { explained } from '../database/database-errors.js';
import { sqliteCode } from '../database/sqlite-errors.js';
import { OperationalError } from '../errors.js';
import { inspectReplica } from './replica-inspection.js';

/** Pages a step: some 4 MB, so that a big file shows progress and can be broken off. */
const PAGES_A_STEP = 1_000;

interface Copying {
  /** Breaks the copying off. */
  readonly signal?: AbortSignal;
  /** Told the part that is done, 0 to 1. */
  readonly progress?: (part: number) => void;
}

/** A copy that was read again from end to end. */
export interface CheckedCopy {
  readonly bytes: number;
  /** Of all tables. */
  readonly rows: number;
}

type Rows = ReadonlyMap<string, number>;

/**
 * Copies a live SQLite file into `to` and checks the copy: sound, and as many rows in every table as the replica had.
 * @throws OperationalError `database_corrupt` when the replica is damaged, `copy_differs`, and as {@link copyReplica}.
 */
export async function copyChecked(from: string, to: string, copying: Copying = {}): Promise<CheckedCopy> {
  const had = await copyReplica(from, to, copying);
  const { damage } = inspectReplica(to);
  if (damage.length > 0) {
    throw new OperationalError('database_corrupt', `The replica is damaged, so no backup was made: ${damage[0]}`);
  }
  const has = rowsIn(to);
  for (const [table, rows] of had) {
    const copied = has.get(table) ?? 0;
    if (copied === rows) continue;
    throw new OperationalError('copy_differs', `The copy holds ${copied} rows of ${table}, the replica ${rows}.`);
  }
  return { bytes: statSync(to).size, rows: [...has.values()].reduce((sum, rows) => sum + rows, 0) };
}

/**
 * Copies a live SQLite file, what its WAL holds included, into `to`: one state of it, a single file without WAL. Answers the
 * rows of every table in that state.
 * @throws OperationalError
 */
export async function copyReplica(from: string, to: string, { signal, progress }: Copying = {}): Promise<Rows> {
  if (!existsSync(from)) throw new OperationalError('no_replica', `There is no file ${from}`);
  try {
    const source = new Sqlite(from, { readonly: true, fileMustExist: true });
    try {
      // One read transaction around all steps: writers meanwhile neither change the copy nor make it begin anew.
      source.exec('BEGIN');
      const rows = countRows(source);
      await source.backup(to, {
        progress: ({ totalPages, remainingPages }) => {
          if (signal?.aborted) throw new OperationalError('cancelled', 'Stopped before the copy was whole.');
          progress?.(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
          return PAGES_A_STEP;
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
    throw explained(error);
  }
}

function rowsIn(file: string): Rows {
  const handle = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    return countRows(handle);
  } finally {
    handle.close();
  }
}

function countRows(handle: SqliteHandle): Rows {
  const tables = handle.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[];
  return new Map(
    tables.map((table) => [table, handle.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]),
  );
}
