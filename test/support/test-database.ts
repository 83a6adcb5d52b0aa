/** The database of this project's replicas, which test/support/jest/environment.mjs sets. */
declare const TEST_DATABASE: 'sqlite' | 'postgres';

/** The functions of test/support/jest/replicas.mjs. */
declare const testReplicas: {
  sqliteReplicaIn(folder: string): string;
  postgresReplicaOf(folder: string): Promise<string>;
  releasePostgresReplica(folder: string): Promise<void>;
};

/** Returns the `DATABASE_URL` of the replica that belongs to a folder: a SQLite file in it, or a PostgreSQL schema. A new one is empty. */
export async function databaseIn(folder: string): Promise<string> {
  return TEST_DATABASE === 'postgres' ? testReplicas.postgresReplicaOf(folder) : testReplicas.sqliteReplicaIn(folder);
}

/** Lets a later test use the PostgreSQL schema of a folder. Nothing may be connected to it any more. */
export async function releaseDatabaseOf(folder: string): Promise<void> {
  if (TEST_DATABASE === 'postgres') await testReplicas.releasePostgresReplica(folder);
}

/** Returns SQL with `?` for its parameters in the dialect of this project's database. */
export function portable(sql: string): string {
  let place = 0;
  return TEST_DATABASE === 'postgres' ? sql.replace(/\?/g, () => `$${++place}`) : sql;
}
