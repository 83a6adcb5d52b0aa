// Finds the servers for tests before the first test file. Each test uses a schema of one database, which the teardown drops.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { adminOptions } from './mysql-admin.mjs';
import { createSqliteTemplate } from './replicas.mjs';

/** One sentence for each unreachable server, which the reporter prints. */
export const MISSING_SERVERS = [];

/** The collation is a language, so that a query that relies on byte order fails. */
const LOCALE = `TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'`;

/** The shell without a window starts and loads pages faster. */
const CHROMIUM_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export default async function setUp() {
  await findRedis();
  await findPostgres();
  await findMysql();
  findPrograms();
  globalThis.removeSqliteTemplate = await createSqliteTemplate();
}

function findPrograms() {
  const chromium = CHROMIUM_PATHS.find((file) => existsSync(file));
  if (chromium) process.env.TEST_CHROMIUM = chromium;
  else MISSING_SERVERS.push('Chromium is not installed.');
  for (const program of ['redis-server', 'promtool', 'nginx', 'caddy', 'pgbouncer']) {
    if (spawnSync(program, ['--version']).error) MISSING_SERVERS.push(`${program} is not installed.`);
  }
}

async function findRedis() {
  const url = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379/9';
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    process.env.TEST_REDIS = url;
  } catch (error) {
    MISSING_SERVERS.push(`Redis does not answer (${error.message}); TEST_REDIS_URL may name another.`);
  }
  redis.disconnect();
}

async function findPostgres() {
  const server = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    MISSING_SERVERS.push(`PostgreSQL does not answer (${error.message}); TEST_POSTGRES_URL may name another.`);
    return;
  }
  const name = `delivery_stats_test_${process.pid}`;
  await client.query(`DROP DATABASE IF EXISTS ${name}`);
  await client.query(`CREATE DATABASE ${name} ${LOCALE}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  process.env.TEST_DATABASE_ON_POSTGRES = url.href;
  globalThis.dropTestDatabase = async () => {
    const last = new pg.Client({ connectionString: server });
    await last.connect();
    await last.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await last.end();
  };
}

/** Each test creates a database and a user of its own. */
async function findMysql() {
  try {
    const admin = await createConnection(adminOptions());
    const [[{ port }]] = await admin.query('SELECT @@port AS port');
    process.env.TEST_MYSQL = String(port);
    await admin.end();
  } catch (error) {
    MISSING_SERVERS.push(
      `MariaDB does not answer (${error.message}); TEST_MYSQL_URL may name another, with an administrator.`,
    );
  }
}
