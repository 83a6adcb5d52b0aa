import type { Config } from '../platform/config/index.js';
import { UserError } from '../domain/index.js';

/**
 * Returns the path of the replica's file, for what only a file can do.
 * @throws UserError that names `instead`, the way on PostgreSQL
 */
export function requireSqliteFile({ database }: Config, instead: string): string {
  if (database.kind === 'sqlite') return database.file;
  throw new UserError('not_on_postgres', `The replica is on PostgreSQL, which has its own tools. Use: ${instead}`);
}
