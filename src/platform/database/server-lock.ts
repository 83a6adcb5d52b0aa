import { SqliteServerLock } from './sqlite/sqlite-server-lock.js';
import type { Config } from '../config/index.js';

/** Marks that a server runs on the replica, until it is released or its process ends. */
export interface ServerLock {
  /** True when no other server can run on the replica: work that another process left is free to take. */
  readonly isOnlyServer: boolean;
  release(): Promise<void> | void;
}

/** Takes the lock of a server. @throws OperationalError `second_server` when another server holds the replica and they can't share it. */
export async function acquireServerLock({
  database,
  redisUrl,
}: Pick<Config, 'database' | 'redisUrl'>): Promise<ServerLock> {
  if (database.kind === 'sqlite') return SqliteServerLock.acquire(database.file);
  const { PostgresServerLock } = await import('./postgres/postgres-server-lock.js');
  return PostgresServerLock.acquire(database.url, { isOnlyServer: redisUrl === undefined });
}

/** Returns whether a server runs on the replica. @throws OperationalError when the database can't be reached. */
export async function serverRuns({ database }: Pick<Config, 'database'>): Promise<boolean> {
  if (database.kind === 'sqlite') return SqliteServerLock.isHeld(database.file);
  const { PostgresServerLock } = await import('./postgres/postgres-server-lock.js');
  return PostgresServerLock.isHeld(database.url);
}
