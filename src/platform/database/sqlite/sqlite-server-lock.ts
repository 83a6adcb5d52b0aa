import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { createOwnerOnlyFile } from '../create-owner-only-file.js';
import { sqliteCode } from './sqlite-errors.js';
import { OperationalError } from '../../../domain/index.js';

/** Long enough to outlast a process that only checks the lock. */
const BUSY_TIMEOUT_MS = 2_000;

/** Allows one server for a replica file, by an exclusive transaction on a small lock database that ends with the process. */
export class SqliteServerLock {
  readonly isOnlyServer = true;

  private constructor(private readonly side: Sqlite.Database) {}

  /** @throws OperationalError `second_server` when another server holds the file. */
  static acquire(replicaFile: string): SqliteServerLock {
    createOwnerOnlyFile(lockFileOf(replicaFile));
    const side = new Sqlite(lockFileOf(replicaFile), { timeout: BUSY_TIMEOUT_MS });
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

  /** Returns whether a server holds the file. */
  static isHeld(replicaFile: string): boolean {
    if (!existsSync(lockFileOf(replicaFile))) return false;
    const side = new Sqlite(lockFileOf(replicaFile), { timeout: 0 });
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

function lockFileOf(replicaFile: string): string {
  return `${replicaFile}.lock`;
}
