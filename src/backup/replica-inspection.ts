import Sqlite, { type Database as SqliteHandle } from 'better-sqlite3';
import { migrations } from '../database/migrations/index.js';
import { explained } from '../database/database-errors.js';
import { OperationalError } from '../errors.js';

/** How the schema of a replica stands to this program. */
export interface MigrationState {
  readonly applied: number;
  /** Names of ours that it lacks. */
  readonly pending: readonly string[];
  /** Names we do not know: a newer version made it. */
  readonly unknown: readonly string[];
}

/** What can be said of a file that should be a replica. */
export interface Inspection {
  /** What SQLite finds wrong with it; empty when it is sound. */
  readonly damage: readonly string[];
  readonly migrations: MigrationState;
  /** The upstream it copies; null when it never met one. */
  readonly upstream: string | null;
}

/**
 * Looks into a replica file without changing what it holds.
 * @param called how an error names it.
 * @throws OperationalError when it can't be opened or is no replica at all.
 */
export function inspectReplica(file: string, called = file): Inspection {
  try {
    const handle = new Sqlite(file, { fileMustExist: true });
    try {
      handle.pragma('query_only = ON');
      return inspected(handle, called);
    } finally {
      handle.close();
    }
  } catch (error) {
    throw explained(error);
  }
}

function inspected(handle: SqliteHandle, called: string): Inspection {
  const integrity = handle.pragma('integrity_check') as { integrity_check: string }[];
  const damage = integrity.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  const dangling = handle.pragma('foreign_key_check') as unknown[];
  if (dangling.length > 0) damage.push(`${dangling.length} rows refer to rows that do not exist`);
  const tables = handle.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all();
  if (!tables.includes('migrations'))
    throw new OperationalError('no_replica', `${called} is no replica of delivery statistics.`);
  const applied = handle.prepare('SELECT name FROM migrations').pluck().all() as string[];
  const upstream = tables.includes('replica_meta')
    ? handle.prepare(`SELECT value FROM replica_meta WHERE key = 'upstream'`).pluck().get()
    : undefined;
  return {
    damage,
    migrations: migrationState(applied),
    upstream: typeof upstream === 'string' ? upstream : null,
  };
}

/** How a replica stands to which these migrations were applied. */
export function migrationState(applied: readonly string[]): MigrationState {
  const known: string[] = migrations.map((migration) => new migration().name);
  return {
    applied: applied.length,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}
