import type { Config } from '../config/environment.js';
import { SqliteServerLock } from './sqlite-server-lock.js';

/** Says that a server runs on the replica for as long as its process lives. */
export interface ServerLock {
  /** No other server can run on the replica, so what others have left undone is nobody's. */
  readonly alone: boolean;
  release(): Promise<void> | void;
}

/** @throws OperationalError `second_server` when another server holds the replica and it can't be shared. */
export async function acquireServerLock({
  database,
  redisUrl,
}: Pick<Config, 'database' | 'redisUrl'>): Promise<ServerLock> {
  if (database.kind === 'sqlite') return SqliteServerLock.acquire(database.file);
  const { PostgresServerLock } = await import('./postgres-server-lock.js');
  return PostgresServerLock.acquire(database.url, { alone: redisUrl === undefined });
}

/** Whether a server runs on the replica. @throws OperationalError when that can't be asked. */
export async function serverRuns({ database }: Pick<Config, 'database'>): Promise<boolean> {
  if (database.kind === 'sqlite') return SqliteServerLock.isHeld(database.file);
  const { PostgresServerLock } = await import('./postgres-server-lock.js');
  return PostgresServerLock.isHeld(database.url);
}
