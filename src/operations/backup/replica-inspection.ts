import Sqlite, { type Database as SqliteHandle } from 'better-sqlite3';
import { migrations, toOperationalError } from '../../platform/database/index.js';
import { OperationalError } from '../../domain/index.js';

/** Compares the migrations of a replica with those of this program. */
export interface MigrationState {
  readonly applied: number;
  /** Names of migrations of this program that the replica lacks. */
  readonly pending: readonly string[];
  /** Names that this program does not know; a newer version added them. */
  readonly unknown: readonly string[];
}

/** The state of a replica file. */
export interface Inspection {
  /** The damage that SQLite reports; empty when there is none. */
  readonly damage: readonly string[];
  readonly migrations: MigrationState;
  /** The identity of the upstream that the replica copies; null when it is not bound to one. */
  readonly upstream: string | null;
}

/**
 * Inspects a replica file without changing its data.
 * @param displayName names the file in an error.
 * @throws OperationalError when the file can't be opened, and `no_replica` when it is no replica.
 */
export function inspectReplica(file: string, displayName = file): Inspection {
  try {
    const handle = new Sqlite(file, { fileMustExist: true });
    try {
      handle.pragma('query_only = ON');
      return inspect(handle, displayName);
    } finally {
      handle.close();
    }
  } catch (error) {
    throw toOperationalError(error);
  }
}

function inspect(handle: SqliteHandle, displayName: string): Inspection {
  const integrity = handle.pragma('integrity_check') as { integrity_check: string }[];
  const damage = integrity.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  const dangling = handle.pragma('foreign_key_check') as unknown[];
  if (dangling.length > 0) damage.push(`${dangling.length} rows refer to rows that do not exist`);
  const tables = handle.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all();
  if (!tables.includes('migrations'))
    throw new OperationalError('no_replica', `${displayName} is no replica of delivery statistics.`);
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

/** Returns how the applied migrations of a replica compare with those of this program. */
export function migrationState(applied: readonly string[]): MigrationState {
  const known: string[] = migrations.map((migration) => new migration().name);
  return {
    applied: applied.length,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}
