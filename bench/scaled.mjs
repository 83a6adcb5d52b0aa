// Several processes on PostgreSQL and Redis: `node bench/scaled.mjs CLIENTS WORKERS CONCURRENCY DELAY_MS DAYS`, with TEST_POSTGRES_URL and
// TEST_REDIS_URL when they are not on loopback. One web process plans, the workers copy; what upstream allows is CLIENTS x DELAY / CONCURRENCY.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';

const [clients = 10_000, workers = 4, concurrency = 64, delayMs = 150, days = 7] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));
const server = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redisUrl = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379/8';
const name = `delivery_stats_bench_${process.pid}`;
const children = [];

function start(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { url, port } = JSON.parse(line);
      if (url ?? port) resolve(url ?? `http://127.0.0.1:${port}`);
    });
  });
}

const admin = new pg.Client({ connectionString: server });
await admin.connect();
await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 LOCALE 'C.UTF-8'`);
try {
  const upstream = await start(['bench/lib/upstream.mjs', String(delayMs), String(clients)]);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const env = {
    PORT: '0',
    DATABASE_URL: url.href,
    REDIS_URL: redisUrl,
    SESSION_SECRET: 'the same for all of the processes',
    DELIVERY_STATS_API_URL: upstream,
    SYNC_CRON: 'off',
    SYNC_ON_START: 'off',
    SYNC_CONCURRENCY: String(concurrency),
    ADMIN_PASSWORD: 'a good password',
  };
  const web = await start(['dist/main.js'], { ...env, APP_ROLE: 'web' });
  // The first worker takes the restaurants over that upstream lists; the others find them.
  for (let at = 0; at < workers; at++) await start(['dist/main.js'], { ...env, APP_ROLE: 'worker' });
  const token = await new Promise((resolve) => {
    const cli = spawn(
      process.execPath,
      ['dist/cli.js', 'token:create', '--name', 'bench', '--role', 'admin', '--json'],
      { cwd: root, env: { PATH: process.env.PATH, ...env } },
    );
    let text = '';
    cli.stdout.on('data', (part) => (text += part));
    cli.once('close', () => resolve(JSON.parse(text).token));
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const call = async (method, path, body) =>
    (await fetch(`${web}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })).json();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 250));
  while ((await call('GET', '/clients?perPage=1')).total < clients) await pause();
  const { id } = await call('POST', '/sync', { daysBack: days });
  let run = await call('GET', `/sync/runs/${id}`);
  while (!run.finishedAt) {
    await pause();
    run = await call('GET', `/sync/runs/${id}`);
  }
  const ms = Date.parse(run.finishedAt) - Date.parse(run.startedAt);
  const allowed = (clients * delayMs) / concurrency;
  console.table([
    {
      status: run.status,
      'days copied': run.counts.inserted,
      seconds: ms / 1000,
      'upstream allows': allowed / 1000,
      'of what it allows': `${Math.round((100 * allowed) / ms)}%`,
    },
  ]);
} finally {
  for (const child of children) {
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
  }
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
  const redis = new Redis(redisUrl);
  for (const key of await redis.keys('{delivery-stats-*')) await redis.del(key);
  redis.disconnect();
}
