// Gives each test an empty replica without running the migrations again: a copy of a migrated SQLite file, or a PostgreSQL schema that an
// earlier test of this worker used. It runs outside of the sandboxes, so all test files of a worker share its schemas.
import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const SQLITE_FILE = 'replica.sqlite';

/** Creates the file that {@link createSqliteReplica} copies, with the build's migrations. Returns a function that removes it. */
export async function createSqliteTemplate() {
  const build = new URL('../../../dist/platform/database/sqlite/sqlite-file.js', import.meta.url);
  if (!existsSync(build)) return () => undefined;
  const { openReplica, sqliteOptions } = await import(build.href);
  const folder = mkdtempSync(join(tmpdir(), 'delivery-stats-template-'));
  const file = join(folder, SQLITE_FILE);
  const dataSource = await openReplica(sqliteOptions(file));
  await dataSource.destroy();
  process.env.TEST_SQLITE_TEMPLATE = file;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Returns the `DATABASE_URL` of the SQLite replica in a folder, which is created when it does not exist. */
export function sqliteReplicaIn(folder) {
  const file = join(folder, SQLITE_FILE);
  const template = process.env.TEST_SQLITE_TEMPLATE;
  if (template && !existsSync(file)) copyFileSync(template, file, constants.COPYFILE_EXCL);
  return `sqlite:${file}`;
}

/** Schemas by the folder of the test that uses them. */
const schemasInUse = new Map();
/** Schemas that nobody uses, each with the SQL that empties it. */
const freeSchemas = [];

/** Returns the `DATABASE_URL` of the PostgreSQL schema that belongs to a folder. */
export async function postgresReplicaOf(folder) {
  let schema = schemasInUse.get(folder);
  if (!schema) {
    schema = freeSchemas.pop() ?? (await createPostgresSchema());
    schemasInUse.set(folder, schema);
  }
  return postgresUrl(schema, '-c synchronous_commit=off');
}

/** Returns the `DATABASE_URL` of a PostgreSQL schema, with more settings of its sessions. */
export function postgresUrl(schema, settings = '') {
  const url = new URL(process.env.TEST_DATABASE_ON_POSTGRES);
  url.searchParams.set('options', `-c search_path=${schema} ${settings}`.trim());
  return url.href;
}

/** Empties the schema of a folder, whose product has stopped, for the next test. */
export async function releasePostgresReplica(folder) {
  const schema = schemasInUse.get(folder);
  if (!schema) return;
  schemasInUse.delete(folder);
  await onPostgres(async (client) => {
    await client.query(`SET lock_timeout = '5s'; SET search_path = ${schema}`);
    await client.query(EMPTY_SCHEMA);
    freeSchemas.push(schema);
  });
}

/** Deletes all rows but those of the migrations, and lets ids begin at 1 again. The migrations insert no other row. */
const EMPTY_SCHEMA = `DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migrations' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences
      WHERE schemaname = current_schema() AND sequencename <> 'migrations_id_seq' AND last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', name);
  END LOOP;
END $$`;

/** Creates a PostgreSQL schema without tables and returns its name. */
export async function createPostgresSchema() {
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  await onPostgres((client) => client.query(`CREATE SCHEMA ${name}`));
  return name;
}

async function onPostgres(work) {
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_ON_POSTGRES });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
