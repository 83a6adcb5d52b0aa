import { mkdtempSync, chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { freePort } from '../support/free-port.js';
import { LogLines } from '../support/log-lines.js';
import { describeWithPrograms, startProgram, type Program } from '../support/program.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { YESTERDAY } from '../support/seeded-fixture.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';

const FORM = new URLSearchParams({ email: 'admin@example.com', password: 'a good password' });

let folder: string;
let program: Program;
let app: TestApp;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'delivery-stats-'));
});

afterEach(async () => {
  await app.stop();
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file of deploy/ with other words in place of its own, and returns its path. */
function configure(name: string, words: Readonly<Record<string, string>>): string {
  const file = join(folder, name);
  let text = readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
  for (const [from, to] of Object.entries(words)) {
    expect([name, text.includes(from)]).toEqual([name, true]);
    text = text.replaceAll(from, to);
  }
  writeFileSync(file, text);
  return file;
}

describeWithPrograms('nginx', 'caddy')('a reverse proxy with the configuration of deploy/', () => {
  it.each([
    {
      name: 'nginx.conf',
      command: 'nginx',
      port: 'listen 8080',
      argumentsFor: (file: string) => ['-e', 'stderr', '-c', file, '-g', `daemon off; pid ${folder}/pid;`],
    },
    {
      name: 'Caddyfile',
      command: 'caddy',
      port: ':8080',
      argumentsFor: (file: string) => ['run', '--adapter', 'caddyfile', '--config', file],
    },
  ])('passes logins, addresses and events: $name', async ({ name, command, port: place, argumentsFor }) => {
    const log = new LogLines();
    const upstream = await ScriptedUpstream.start();
    upstream.serve('Warung', [upstreamRow(YESTERDAY)]);
    app = await createTestApp({ env: { TRUST_PROXY: '1', DELIVERY_STATS_API_URL: upstream.url }, log });
    await app.addClient('Warung');
    const port = await freePort();
    const file = configure(name, {
      '127.0.0.1:3000': new URL(app.server.url).host,
      [place]: place.replace('8080', String(port)),
    });
    program = await startProgram(command, argumentsFor(file), port);
    const site = `http://127.0.0.1:${port}`;
    const login = await fetch(`${site}/admin/login`, {
      method: 'POST',
      redirect: 'manual',
      // A client cannot invent its address, and a browser without Sec-Fetch-Site sends its origin.
      headers: { origin: site, 'x-forwarded-for': '6.6.6.6' },
      body: FORM,
    });
    expect([login.status, login.headers.get('location')]).toEqual([303, '/admin']);
    const line = await log.waitForLine((entry) => JSON.stringify(entry).includes('/admin/login'));
    expect(JSON.stringify(line)).toContain('127.0.0.1');
    expect(log.text).not.toContain('6.6.6.6');

    const cookie = login.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const closed = new AbortController();
    const events = await fetch(`${site}/api/v1/events`, { headers: { cookie }, signal: closed.signal });
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    await app.sync();
    let received = '';
    while (!received.includes('"completed"')) received += (await reader?.read())?.value ?? '';
    closed.abort();
    await upstream.close();
  });
});

describeWithPrograms('pgbouncer')('PgBouncer with the configuration of deploy/', () => {
  it('serves a replica in session mode', async () => {
    const server = new URL(process.env.TEST_DATABASE_ON_POSTGRES ?? '');
    const database = `pgbouncer_${process.pid}`;
    const admin = new pg.Client({ connectionString: server.href });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    const port = await freePort();
    const users = join(folder, 'userlist.txt');
    writeFileSync(users, `"${server.username}" ""\n`);
    const file = configure('pgbouncer.ini', {
      'listen_port = 6432': `listen_port = ${port}`,
      'host=127.0.0.1 port=5432': `host=${server.hostname} port=${server.port || '5432'}`,
      '/etc/pgbouncer/userlist.txt': users,
    });
    chmodSync(folder, 0o755);
    // PgBouncer does not run as root.
    const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    program = await startProgram('pgbouncer', [...asUser, file], port);
    const upstream = await ScriptedUpstream.start();
    upstream.serve('Warung', [upstreamRow(YESTERDAY)]);
    const url = `postgres://${server.username}@127.0.0.1:${port}/${database}`;
    app = await createTestApp({ env: { DATABASE_URL: url, DELIVERY_STATS_API_URL: upstream.url } });
    await app.addClient('Warung');
    expect(await app.sync({ daysBack: 3 })).toMatchObject({ items: { done: 1 } });
    await app.server.close();
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await admin.end();
    await upstream.close();
  });
});
