// The worst requests of a manager, a monitor and a stranger against a server with 512 MB of heap: `node bench/pressure.mjs [CLIENTS] [PART]`.
// Prints how long another request waited meanwhile, and fails when the server ended. PART is a regular expression that selects attacks by their names.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { managerAttacks, monitorAttacks, strangerAttacks } from './lib/attacks.mjs';
import { emptyReplica, fill } from './lib/replica.mjs';

const clients = Number(process.argv[2] ?? 10_000);
const part = process.argv[3] ?? '';
const PASSWORD = 'a good password';
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'delivery-pressure-'));
const file = join(folder, 'replica.sqlite');
const agent = new Agent({ keepAlive: true, maxSockets: 300 });

await createReplica();
const server = await startServer();
const probe = new Worker(new URL('lib/probe.mjs', import.meta.url), { workerData: { origin: server.origin } });
const rows = [];
try {
  const credentials = await logIn();
  const attacks = [
    ...managerAttacks({ ownerId: 1 }),
    ...monitorAttacks(),
    ...strangerAttacks({ reportPath: await createReportLink(credentials.manager) }),
  ];
  for (const attack of attacks.filter(({ name }) => new RegExp(part).test(name)))
    rows.push(await run(attack, credentials));
} finally {
  await probe.terminate();
  await server.stop();
  rmSync(folder, { recursive: true });
}
print();

/** Fills the replica: an owner of as many restaurants as a report may have, and a run with an item for each. PRESSURE_REPLICA names a file that is kept between runs. */
async function createReplica() {
  const kept = process.env.PRESSURE_REPLICA;
  if (kept && existsSync(kept)) {
    copyFileSync(kept, file);
    return;
  }
  const db = await emptyReplica(file, clients);
  db.pragma('synchronous = OFF');
  fill(db, clients, 365);
  const now = new Date().toISOString();
  db.prepare('INSERT INTO owner (id, name, language, created_at, updated_at) VALUES (1, ?, ?, ?, ?)').run(
    'Everybody',
    'ru',
    now,
    now,
  );
  db.prepare('UPDATE client SET owner_id = 1 WHERE id <= 200').run();
  addRun(db, now);
  db.close();
  for (const role of ['manager', 'monitor']) {
    const { status, stderr } = cli(
      'user:create',
      '--email',
      `${role}@example.com`,
      '--role',
      role,
      '--password',
      PASSWORD,
    );
    if (status !== 0) throw new Error(stderr);
  }
  if (kept) copyFileSync(file, kept);
}

/** A finished run in which every restaurant failed. */
function addRun(db, now) {
  const columns = (table) => db.prepare(`PRAGMA table_info(${table})`).all();
  const insert = (table, values) => {
    // Columns without a default that the values do not name.
    for (const { name, type, notnull, dflt_value: fallback, pk } of columns(table)) {
      if (notnull && fallback === null && !pk && !(name in values)) values[name] = /int/i.test(type) ? 0 : now;
    }
    const names = Object.keys(values);
    return db
      .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`)
      .run(values);
  };
  const run = {
    id: 1,
    kind: 'full',
    trigger: 'manual',
    status: 'failed',
    window_from: '2026-01-01',
    window_to: '2026-01-31',
  };
  insert('sync_run', pick(run, columns('sync_run')));
  const item = {
    run_id: 1,
    status: 'failed',
    code: 'upstream_error',
    window_from: '2026-01-01',
    window_to: '2026-01-31',
  };
  db.transaction(() => {
    for (let client = 1; client <= clients; client++)
      insert('sync_item', pick({ ...item, client_id: client }, columns('sync_item')));
  })();
}

function pick(values, columns) {
  const names = new Set(columns.map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}

function cli(...args) {
  return spawnSync(process.execPath, ['dist/cli.js', ...args], { cwd: root, env: environment(), encoding: 'utf8' });
}

function environment() {
  return {
    PATH: process.env.PATH,
    PORT: '0',
    DATABASE_URL: `sqlite:${file}`,
    DELIVERY_STATS_API_URL: 'http://127.0.0.1:9',
    SYNC_CRON: 'off',
    SYNC_ON_START: 'off',
    ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: 'info',
  };
}

async function startServer() {
  const monitorPort = await freePort();
  const args = [
    '--max-semi-space-size=4',
    '--v8-pool-size=1',
    '--max-old-space-size=512',
    '--import',
    './bench/lib/loop-monitor.mjs',
    'dist/main.js',
  ];
  const env = { ...environment(), MONITOR_PORT: String(monitorPort) };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  let hasExited;
  void exited.then((how) => (hasExited = how));
  const port = await new Promise((resolve, reject) => {
    void exited.then(() => reject(new Error('The server ended')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.port) resolve(said.port);
      if (said.level >= 50 && said.err) console.error(line.slice(0, 2000));
    });
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    monitor: `http://127.0.0.1:${monitorPort}`,
    ended: () => hasExited,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const socket = createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

async function logIn() {
  const cookieOf = async (role) => {
    const body = new URLSearchParams({ email: `${role}@example.com`, password: PASSWORD }).toString();
    const response = await send({
      path: '/admin/login',
      method: 'POST',
      type: 'application/x-www-form-urlencoded',
      body,
    });
    const cookie = response.cookies?.find((text) => text.startsWith('session='));
    if (!cookie) throw new Error(`The ${role} could not log in: ${response.status}`);
    return cookie.split(';')[0];
  };
  return { manager: await cookieOf('manager'), monitor: await cookieOf('monitor'), stranger: undefined };
}

/** The address of a link to the report of every restaurant, which a stranger may open. */
async function createReportLink(cookie) {
  const body = JSON.stringify({ from: '2026-01-01', to: '2026-10-31', lang: 'ru' });
  const response = await send(
    { path: '/api/v1/owners/1/report-links', method: 'POST', type: 'application/json', body },
    cookie,
    true,
  );
  const path = /\/r\/[\w-]+/.exec(response.text ?? '')?.[0];
  if (!path) throw new Error(`No report link: ${response.status} ${response.text}`);
  return path;
}

/** Sends one request, reads the whole response, and returns its status; `failed` when the connection broke. */
function send({ path, method = 'GET', type, body, token, abortAfterMs }, cookie, keepText = false) {
  return new Promise((resolve) => {
    const headers = {
      'sec-fetch-site': 'same-origin',
      ...(type && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
      ...(cookie && { cookie }),
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const call = request(`${server.origin}${path}`, { method, headers, agent }, (response) => {
      let [bytes, text] = [0, ''];
      const done = () => resolve({ status: response.statusCode, bytes, text, cookies: response.headers['set-cookie'] });
      response.on('data', (chunk) => {
        bytes += chunk.length;
        if (keepText || response.statusCode === 400) text += chunk;
      });
      response.on('end', done).on('close', done);
    });
    call.on('error', () => resolve({ status: 'failed', bytes: 0 }));
    if (abortAfterMs) setTimeout(() => call.destroy(), abortAfterMs);
    call.end(body);
  });
}

async function readMonitor() {
  return (await fetch(server.monitor)).json();
}

function readProbe() {
  return new Promise((resolve) => {
    probe.once('message', resolve);
    probe.postMessage('read');
  });
}

async function run({ name, as, calls }, credentials) {
  await readMonitor();
  await readProbe();
  const started = performance.now();
  const responses = await Promise.all(calls.map((call) => send(call, credentials[as])));
  const ms = performance.now() - started;
  const [monitor, waited] = server.ended() === undefined ? await Promise.all([readMonitor(), readProbe()]) : [{}, {}];
  const counts = new Map();
  for (const { status } of responses) counts.set(status, (counts.get(status) ?? 0) + 1);
  const statuses = [...counts].map(([status, count]) => `${count} x ${status}`);
  const refused = responses.find(({ status }) => status === 400);
  if (process.env.PRESSURE_DEBUG && refused) console.error(refused.text?.slice(0, 300));
  const row = { name, as, ms, waited, monitor, statuses, bytes: Math.max(...responses.map(({ bytes }) => bytes)) };
  console.error(line(row));
  if (server.ended() !== undefined) throw new Error(`The server ended (${server.ended()}) at: ${name}`);
  return row;
}

function line({ name, as, ms, waited, monitor, statuses, bytes }) {
  const [wait, block, cpu] = [waited.worst, monitor.wallMs, monitor.cpuMs].map((value) => Math.round(value ?? NaN));
  return `| ${as} | ${name} | ${statuses.join(', ')} | ${Math.round(bytes / 1024)} | ${Math.round(ms)} | ${wait} | ${block} | ${cpu} | ${monitor.rssMb} |`;
}

function print() {
  console.log(`${clients} restaurants x 365 days, --max-old-space-size=512, load ${loadavg()[0].toFixed(1)}\n`);
  console.log(
    '| who | what | responses | largest, kB | took, ms | another request waited, ms | blocked, ms | of it processor, ms | memory, MB |',
  );
  console.log('|---|---|---|--:|--:|--:|--:|--:|--:|');
  for (const row of rows.toSorted((a, b) => b.monitor.cpuMs - a.monitor.cpuMs)) console.log(line(row));
}
