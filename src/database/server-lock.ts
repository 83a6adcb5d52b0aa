import type { Config } from '../config/environment.js';
import { PostgresServerLock } from './postgres-server-lock.js';
import { SqliteServerLock } from './sqlite-server-lock.js';

/** Says that a server runs on the replica for as long as its process lives. */
export interface ServerLock {
  /** No other server can run on the replica, so what others have left undone is nobody's. */
  readonly alone: boolean;
  release(): Promise<void> | void;
}

type Replica = Pick<Config, 'database'>;

/** @throws OperationalError `second_server` when another server holds the replica and it can't be shared. */
export async function acquireServerLock({ database }: Replica): Promise<ServerLock> {
  return database.kind === 'sqlite'
    ? SqliteServerLock.acquire(database.file)
    : PostgresServerLock.acquire(database.url);
}

/** Whether a server runs on the replica. @throws OperationalError when that can't be asked. */
export async function serverRuns({ database }: Replica): Promise<boolean> {
  return database.kind === 'sqlite' ? SqliteServerLock.isHeld(database.file) : PostgresServerLock.isHeld(database.url);
}
