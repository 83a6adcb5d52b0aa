import { describe } from '@jest/globals';

/** The functions of test/support/jest/replicas.mjs that create schemas. */
declare const testReplicas: {
  createPostgresSchema(): Promise<string>;
  postgresUrl(schema: string): string;
};

/** Declares a suite as `describe` does. The run reports it as skipped when PostgreSQL is unreachable. */
export const describeOnPostgres = process.env.TEST_DATABASE_ON_POSTGRES === undefined ? describe.skip : describe;

/** Returns the `DATABASE_URL` of a new schema without tables. The teardown of the run drops it with the database. */
export async function temporarySchema(): Promise<string> {
  return testReplicas.postgresUrl(await testReplicas.createPostgresSchema());
}
