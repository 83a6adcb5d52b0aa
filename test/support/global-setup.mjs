// Finds the servers that tests may use. Databases of tests are schemas of one database, made here and dropped by the teardown.
import { Redis } from 'ioredis';
import pg from 'pg';

/** Words are ordered by language here, so that a query which counts on the order of bytes shows. */
const LOCALE = `TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'`;

export default async function setUp() {
  await findRedis();
  await findPostgres();
}

async function findRedis() {
  const url = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379/9';
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    process.env.TEST_REDIS = url;
  } catch (error) {
    process.stderr.write(`Redis does not answer (${error.message}): its tests are skipped\n`);
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
    process.stderr.write(`PostgreSQL does not answer (${error.message}): its tests are skipped\n`);
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
