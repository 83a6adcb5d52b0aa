// A whole sync of 127 x 365 by the built product as a process of its own, from an upstream in another process.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { quantileBetween, readBuckets } from './lib/histogram.mjs';
import { runCli, startProgram } from './lib/start-program.mjs';

const peakMb = (pid) =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

/** Figures of first, identical and incremental syncs with `delayMs` a call, and of reading over HTTP meanwhile. */
export async function syncs(delayMs, load = false) {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-bench-'));
  const upstream = startProgram(['bench/lib/upstream.mjs', String(delayMs)]);
  const { url: upstreamUrl } = await upstream.line(({ url }) => url);
  const env = {
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'replica.sqlite')}`,
    DELIVERY_STATS_API_URL: upstreamUrl,
    SYNC_CRON: 'off',
    SYNC_ON_START: 'off',
    SYNC_BACKFILL_DAYS: '365',
    LOG_LEVEL: 'info',
  };
  const began = performance.now();
  const server = startProgram(['dist/main.js'], env);
  const { port } = await server.line(({ port }) => port);
  const listening = performance.now() - began;
  const { token } = runCli(['token:create', '--name', 'bench', '--role', 'admin'], env);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const api = async (method, path, body) =>
    await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const run = async (request) => {
    const { id } = await (await api('POST', '/api/v1/sync', request)).json();
    await server.line(({ msg, runId }) => msg === 'run ended' && runId === id);
    const ended = await (await api('GET', `/api/v1/sync/runs/${id}`)).json();
    if (ended.status !== 'completed') throw new Error(`run ${id}: ${JSON.stringify(ended)}`);
    return { ms: Date.parse(ended.finishedAt) - Date.parse(ended.createdAt), counts: ended.counts };
  };
  const lag = async () => readBuckets(await (await api('GET', '/metrics')).text(), 'delivery_event_loop_lag_seconds');
  const label = `127 x 365, ${delayMs} ms a call`;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const ago = (days) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
  const reading = (seconds) =>
    autocannon({
      url: `http://127.0.0.1:${port}/api/v1/clients/leaderboard?from=${ago(30)}&to=${ago(1)}`,
      headers,
      connections: 1,
      duration: seconds,
    });
  const lagBefore = await lag();
  const readingMeanwhile = load ? reading(4) : null;
  const first = await run({ full: true });
  const firstLag = quantileBetween(lagBefore, await lag(), 0.99) * 1000;
  const figures = [
    { name: 'start to listening', ms: listening },
    { name: `full sync, ${label}`, ms: first.ms, note: `${first.counts.inserted} rows` },
    { name: `p99 event-loop delay during it`, ms: firstLag },
  ];
  if (readingMeanwhile) {
    const { latency } = await readingMeanwhile;
    figures.push({ name: 'ranked list over HTTP meanwhile, p99', ms: latency.p99, note: `median ${latency.p50} ms` });
  }
  const again = await run({ full: true });
  figures.push({
    name: `identical full sync, ${label}`,
    ms: again.ms,
    baseline: 'the first one',
    baselineMs: first.ms,
    note: `${again.counts.unchanged} unchanged`,
  });
  await fetch(`${upstreamUrl}/api/v1/triggerCollection`, { method: 'POST' });
  const incremental = await run({});
  figures.push({
    name: `incremental sync, ${label}`,
    ms: incremental.ms,
    baseline: 'the full one',
    baselineMs: first.ms,
    note: `${incremental.counts.updated} rows changed`,
  });
  figures.push({ name: 'peak memory of the server', note: `${peakMb(server.child.pid)} MB` });
  await server.stop();
  await upstream.stop();
  rmSync(folder, { recursive: true });
  return figures;
}

if (import.meta.url === `file://${process.argv[1]}`)
  console.table(await syncs(Number(process.argv[2] ?? 0), process.argv.includes('--load')));
