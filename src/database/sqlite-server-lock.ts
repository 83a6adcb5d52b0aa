import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { OperationalError } from '../errors.js';
import { createPrivately } from './private-file.js';
import { sqliteCode } from './sqlite-errors.js';

/** Long enough to outlast another process that only looks. */
const PATIENCE_MS = 2_000;

/** One server a replica file: an exclusive transaction on a tiny side database, which the kernel ends with the process. */
export class SqliteServerLock {
  readonly alone = true;

  private constructor(private readonly side: Sqlite.Database) {}

  /** @throws OperationalError `second_server` when another server holds the file. */
  static acquire(replicaFile: string): SqliteServerLock {
    createPrivately(sideFile(replicaFile));
    const side = new Sqlite(sideFile(replicaFile), { timeout: PATIENCE_MS });
    try {
      side.exec('BEGIN EXCLUSIVE');
      return new SqliteServerLock(side);
    } catch (error) {
      side.close();
      if (sqliteCode(error) !== 'SQLITE_BUSY') throw error;
      throw new OperationalError(
        'second_server',
        `Another server already runs on ${replicaFile}. Stop it first, or set DATABASE_URL to another file.`,
      );
    }
  }

  /** True while a server holds the file. */
  static isHeld(replicaFile: string): boolean {
    if (!existsSync(sideFile(replicaFile))) return false;
    const side = new Sqlite(sideFile(replicaFile), { timeout: 0 });
    try {
      side.prepare('SELECT count(*) FROM sqlite_master').get();
      return false;
    } catch (error) {
      if (sqliteCode(error) === 'SQLITE_BUSY') return true;
      throw error;
    } finally {
      side.close();
    }
  }

  release(): void {
    this.side.close();
  }
}

function sideFile(replicaFile: string): string {
  return `${replicaFile}.lock`;
}
