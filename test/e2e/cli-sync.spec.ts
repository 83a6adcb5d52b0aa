import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import type { SyncStatus } from '../../src/sync/api/sync-status.dto.js';
import { startChild, type Child } from '../support/child.js';
import { cliHere, CliProcess, documentOf } from '../support/cli.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { databaseIn } from '../support/test-database.js';

const NAMES = ['A', 'B', 'C'];
const SYNC = ['sync', '--from', '2026-01-01', '--to', '2026-01-03', '--json'];

let upstream: ScriptedUpstream;
let folder: string;
let env: Record<string, string>;
let server: Child | null = null;
const commands: CliProcess[] = [];

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  for (const name of NAMES) upstream.serve(name, [upstreamRow('2026-01-01'), upstreamRow('2026-01-02')]);
  folder = mkdtempSync(join(tmpdir(), 'delivery-stats-cli-'));
  env = { DATABASE_URL: await databaseIn(folder), DELIVERY_STATS_API_URL: upstream.url };
  const clients = join(folder, 'clients.json');
  writeFileSync(clients, JSON.stringify(NAMES.map((name) => ({ name }))));
  expect(await cliHere(['clients:import', clients], env)).toMatchObject({ code: 0, stderr: '' });
});

afterEach(async () => {
  for (const { process, ended } of commands.splice(0)) {
    process.kill('SIGKILL');
    await ended;
  }
  server?.process.kill('SIGKILL');
  await server?.exited;
  server = null;
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

function command(...args: string[]): CliProcess {
  const started = new CliProcess(args, env);
  commands.push(started);
  return started;
}

/** Starts a server on the replica that starts no run automatically. */
async function serve(): Promise<void> {
  const quiet = { HOST: '127.0.0.1', PORT: '0', SYNC_ON_START: 'off', SYNC_CRON: 'off', LOG_LEVEL: 'info' };
  server = startChild('main.js', [], { ...env, ...quiet });
  await server.line((line) => (JSON.parse(line) as { port?: number }).port);
}

async function status(): Promise<SyncStatus> {
  return documentOf(await cliHere(['status', '--json'], env)) as SyncStatus;
}

describe('the sync command with a server', () => {
  it('lets the server process the run, and a second command follows the same run', async () => {
    await serve();
    const { release } = upstream.hold();
    const first = command(...SYNC);
    await upstream.waitForCalls(3);
    const second = command(...SYNC);
    await second.says('No new run was made');
    release();
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(one.stderr).toBe('');
    const run = documentOf(one) as RunDto;
    expect(run).toMatchObject({ trigger: 'cli', status: 'completed', items: { done: 3 }, counts: { inserted: 6 } });
    expect((documentOf(two) as RunDto).id).toBe(run.id);
    expect(upstream.statsCalls()).toHaveLength(3);
  });

  it('continues the run itself when the server is killed', async () => {
    await serve();
    const { release } = upstream.hold('C');
    const { ended } = command(...SYNC);
    await upstream.waitForCalls(3);
    server?.process.kill('SIGKILL');
    await upstream.waitForCalls(4);
    release();
    const { code, stderr, stdout } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('The server is gone') });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', items: { done: 3 }, counts: { inserted: 6 } });
    expect((await status()).running).toBe(false);
  });

  it('leaves the run to the server when the command is interrupted', async () => {
    await serve();
    const { release } = upstream.hold();
    const { process, ended } = command(...SYNC);
    await upstream.waitForCalls(3);
    process.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('the server goes on with run 1') });
    expect((await status()).running).toBe(true);
    const watching = command(...SYNC);
    await watching.says('No new run was made');
    release();
    expect((await watching.ended).code).toBe(0);
  });
});

describe('the sync command without a server', () => {
  it('cancels its run when the command is interrupted', async () => {
    upstream.hold('C');
    const { process, ended } = command(...SYNC);
    await upstream.waitForCalls(3);
    process.kill('SIGINT');
    process.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ id: 1, status: 'cancelled', items: { pending: 0, running: 0 } });
    expect((await status()).running).toBe(false);
  });

  it('prints what failed and exits 1', async () => {
    upstream.serve('C', []);
    await cliHere(['clients:import', '-'], env, '[{"name":"Unknown \\u001b[2J"}]');
    const { code, stdout } = await cliHere(SYNC.slice(0, -1), env);
    expect(code).toBe(1);
    expect(stdout).toContain('run 1 partial');
    expect(stdout).toMatch(/Unknown .*not_found +The statistics server does not know this restaurant/);
    expect((await cliHere(['status'], env)).stdout).toContain('run 1 (cli) partial, 3 of 4 restaurants copied');
  });
});
