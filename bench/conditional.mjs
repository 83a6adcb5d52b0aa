// How long the ranked list takes over HTTP when nothing has changed since the caller read it, beside reading it again and beside a
// server that does nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '../dist/domain/calendar/day.js';
import { emptyReplica, fill, YESTERDAY } from './lib/replica.mjs';
import { runCli, startProgram } from './lib/start-program.mjs';
import { elapsed, middle } from './lib/time.mjs';

const ROUNDS = 200;
const WARM_UP_ROUNDS = 30;

/** Figures of the ranked list of `clients` x `days` over HTTP, by one caller on one connection. */
export async function conditionalReads(clients = 127, days = 365) {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-bench-'));
  const file = join(folder, 'replica.sqlite');
  const db = await emptyReplica(file, clients);
  fill(db, clients, days);
  db.close();
  const env = {
    PORT: '0',
    DATABASE_URL: `sqlite:${file}`,
    DELIVERY_STATS_API_URL: 'http://127.0.0.1:9',
    SYNC_CRON: 'off',
    SYNC_ON_START: 'off',
  };
  const server = startProgram(['dist/main.js'], env);
  const bare = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const bareAgent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    await once(bare, 'listening');
    const { port } = await server.line(({ port }) => port);
    const { token } = runCli(['token:create', '--name', 'bench', '--role', 'manager'], env);
    const path = `/api/v1/clients/leaderboard?from=${addDays(YESTERDAY, 1 - days)}&to=${YESTERDAY}`;
    const read = (headers) =>
      readResponse({ port, path, agent, headers: { authorization: `Bearer ${token}`, ...headers } });
    const { etag, bytes } = await read({});
    const readBare = () => readResponse({ port: bare.address().port, path: '/', agent: bareAgent });
    const samples = { plain: [], compressed: [], conditional: [], bare: [] };
    // They take turns, so that other work on the machine delays each of them alike.
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      const times = {
        plain: await elapsed(() => read({}).then(expectStatus(200))),
        compressed: await elapsed(() => read({ 'accept-encoding': 'gzip, br' }).then(expectStatus(200))),
        conditional: await elapsed(() => read({ 'if-none-match': etag }).then(expectStatus(304))),
        bare: await elapsed(() => readBare().then(expectStatus(200))),
      };
      if (round >= WARM_UP_ROUNDS) for (const [kind, ms] of Object.entries(times)) samples[kind].push(ms);
    }
    const name = `ranked list over HTTP, ${clients} clients, ${days} days`;
    const [baseline, baselineMs] = ['the whole response, uncompressed', middle(samples.plain)];
    return [
      { name: `${name}, compressed`, ms: middle(samples.compressed), baseline, baselineMs },
      {
        name: `${name}, 304`,
        ms: middle(samples.conditional),
        baseline,
        baselineMs,
        note: `${Math.round(bytes / 1024)} kB less; at most 0.33`,
      },
      {
        name: `${name}, 304`,
        ms: middle(samples.conditional),
        baseline: 'a response of a server that does nothing',
        baselineMs: middle(samples.bare),
        note: 'about 1 ms more',
      },
    ];
  } finally {
    agent.destroy();
    bareAgent.destroy();
    bare.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

function readResponse(options) {
  return new Promise((resolve, reject) => {
    get(options, (response) => {
      let bytes = 0;
      response.on('data', (part) => (bytes += part.length));
      response.on('end', () => resolve({ status: response.statusCode, etag: response.headers.etag, bytes }));
    }).on('error', reject);
  });
}

const expectStatus = (expected) => (response) => {
  if (response.status !== expected) throw new Error(`status ${response.status} in place of ${expected}`);
};

if (import.meta.url === `file://${process.argv[1]}`) console.table(await conditionalReads());
