import type { DataSource, DataSourceOptions } from 'typeorm';
import type { Config } from '../config/environment.js';
import type { Database } from './database.js';
import { PostgresDatabase } from './postgres-database.js';
import { openPostgres, postgresOptions } from './postgres-server.js';
import { SqliteDatabase } from './sqlite-database.js';
import { openReplica, sqliteOptions } from './sqlite-file.js';

/** DataSource options of the configured replica. */
export function replicaOptions({ database }: Pick<Config, 'database'>): DataSourceOptions {
  return database.kind === 'sqlite' ? sqliteOptions(database.file) : postgresOptions(database.url);
}

/** Opens the replica that the options name and brings its schema up to date. @throws OperationalError */
export function openConfigured(options: DataSourceOptions): Promise<DataSource> {
  return options.type === 'postgres' ? openPostgres(options) : openReplica(options);
}

/** The door to an open replica. */
export function doorTo(dataSource: DataSource): Database {
  return dataSource.options.type === 'postgres' ? new PostgresDatabase(dataSource) : new SqliteDatabase(dataSource);
}
