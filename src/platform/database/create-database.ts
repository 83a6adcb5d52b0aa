import type { DataSource, DataSourceOptions } from 'typeorm';
import type { Database } from './database.js';
import { PostgresDatabase } from './postgres/postgres-database.js';
import { SqliteDatabase } from './sqlite/sqlite-database.js';
import { openReplica, sqliteOptions } from './sqlite/sqlite-file.js';
import type { Config } from '../config/index.js';

/** PostgreSQL's client is loaded only where it is used. */
const postgres = () => import('./postgres/postgres-server.js');

/** Returns the TypeORM options of the configured replica. */
export async function replicaOptions({ database }: Pick<Config, 'database'>): Promise<DataSourceOptions> {
  return database.kind === 'sqlite' ? sqliteOptions(database.file) : (await postgres()).postgresOptions(database.url);
}

/** Opens the replica that the options name and brings its schema up to date. @throws OperationalError */
export async function openConfigured(options: DataSourceOptions): Promise<DataSource> {
  return options.type === 'postgres' ? (await postgres()).openPostgres(options) : openReplica(options);
}

/** Returns the {@link Database} of an open replica. */
export function createDatabase(dataSource: DataSource): Database {
  return dataSource.options.type === 'postgres' ? new PostgresDatabase(dataSource) : new SqliteDatabase(dataSource);
}
