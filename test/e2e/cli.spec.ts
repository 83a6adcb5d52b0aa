import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { withAppContext } from '../../src/cli/app-context.js';
import { parseEnvironment } from '../../src/platform/config/environment.js';
import { startDemoUpstream, type DemoUpstream } from '../../src/demo/demo-upstream.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { addDays } from '../../src/domain/calendar/day.js';
import type { Leaderboard } from '../../src/stats/reports/leaderboard/leaderboard.dto.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import type { SyncStatus } from '../../src/sync/api/sync-status.dto.js';
import { cliHere, cliProcess, documentOf } from '../support/cli.js';
import { CliReplica } from '../support/cli-replica.js';
import { STABLE_YESTERDAY } from '../support/stable-timezone.js';

const RESTAURANTS = 12;
const yesterday = STABLE_YESTERDAY;

let upstream: DemoUpstream;
let cli: CliReplica;

beforeAll(async () => {
  upstream = await startDemoUpstream({ restaurants: RESTAURANTS });
});

afterAll(() => upstream.close());

beforeEach(() => {
  cli = new CliReplica(upstream.url);
});

afterEach(() => cli.discard());

describe('the built command', () => {
  it('lists its commands, and exits 2 with one JSON document for an unknown command', async () => {
    const [help, nothing, unknown] = await Promise.all([
      cliProcess(['--help'], cli.env),
      cliProcess([], cli.env),
      cliProcess(['statsu', '--json'], cli.env),
    ]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['sync', 'status', 'top', 'clients:import', 'token:create', 'doctor', 'backup', 'restore']) {
      expect(help.stdout).toContain(`  ${name} `);
    }
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(nothing.stderr).toContain('Usage:');
    expect(unknown).toMatchObject({ code: 2, stderr: '' });
    expect(documentOf(unknown)).toMatchObject({ error: { code: 'wrong_usage', details: [] } });
  });

  it('imports the first clients, syncs, prints the run, and reports it in status', async () => {
    const synced = await cliProcess(['sync', '--days', '40', '--json'], cli.env);
    expect(synced).toMatchObject({ code: 0, stderr: '' });
    const run = documentOf(synced) as RunDto;
    expect(run).toMatchObject({
      kind: 'full',
      trigger: 'cli',
      status: 'completed',
      window: { from: addDays(yesterday, -39), to: yesterday },
      progress: { done: RESTAURANTS, total: RESTAURANTS, percent: 100 },
      items: { done: RESTAURANTS, failed: 0 },
    });
    expect(run.counts.inserted).toBeGreaterThan(100);

    const status = await cli.runJson<SyncStatus>('status');
    expect(status).toMatchObject({
      code: 0,
      document: {
        running: false,
        activeRun: null,
        lastRun: { id: run.id },
        totalRecords: run.counts.inserted,
        latestDate: yesterday,
        clientsCount: RESTAURANTS,
      },
    });

    const top = await cli.runJson<Leaderboard>('top', '--days', '10', '--limit', '3');
    expect(top.document.period).toEqual({ from: addDays(yesterday, -9), to: yesterday });
    expect(top.document.clients).toHaveLength(3);
    const [best] = top.document.clients;
    const shown = await cliHere(['top', '--days', '10', '--limit', '3'], cli.env);
    expect(shown.stdout).toContain(best?.name);
    expect(shown.stdout).toContain(`Rp ${Math.round(best?.totalSales ?? 0).toLocaleString('en-US')}`);

    const one = await cli.runJson<RunDto>('sync', '--days', '2', '--client', `name:${best?.name}`, '--client', '1');
    expect(one).toMatchObject({ code: 0, document: { progress: { total: best?.id === 1 ? 1 : 2 } } });
    const stranger = await cliHere(['sync', '--client', 'name:Nobody', '--client', '999'], cli.env);
    expect(stranger.code).toBe(2);
    expect(stranger.stderr).toContain('"Nobody", 999');
  });

  it('reads a password from stdin', async () => {
    await cli.runJson('user:create', '--email', 'a@example.com', '--role', 'admin');
    const args = ['user:password', '--email', 'a@example.com', '--password-stdin', '--json'];
    const response = await cliProcess(args, cli.env, 'correct horse battery\n');
    expect(response).toMatchObject({ code: 0, stderr: '' });
    expect(documentOf(response)).toMatchObject({ email: 'a@example.com', role: 'admin', password: null });
    expect(await mayLogIn('a@example.com', 'correct horse battery')).toBe(true);
  });
});

describe('wrong usage of the command', () => {
  it.each([
    [['status', '--unknown']],
    [['top', '--days', '0']],
    [['top', '--days', '1e9']],
    [['sync', '--days', '3', '--from', '2026-01-01', '--to', '2026-01-02']],
    [['sync', '--from', '2026-01-01']],
    [['sync', '--from', '2026-02-30', '--to', '2026-03-01']],
    [['sync', '--full', '--days', '3']],
    [['sync', '--client', 'Somebody']],
    [['clients:import']],
    [['user:create', '--role', 'admin']],
    [['user:create', '--email', 'a@example.com', '--role', 'king']],
    [['user:create', '--email', 'nobody', '--role', 'admin']],
    [['user:create', '--email', 'a@example.com', '--role', 'admin', '--password', 'short']],
    [['user:password', '--email', 'a@example.com', '--password', 'long enough', '--password-stdin']],
    [['token:create', '--name', 'x', '--role', 'admin', '--days', '0']],
    [['token:revoke', 'x']],
    [['export', '--from', '2026-01-02', '--to', '2026-01-01']],
    [['upstream:moved', '--from', 'x', '--to', 'y']],
  ])('exits 2 with one JSON document: %j', async (args) => {
    const { code, document } = await cli.runJson<{ error: { message: string } }>(...args);
    expect(code).toBe(2);
    expect(document.error.message).not.toBe('');
  });

  it('names the option as the person typed it', async () => {
    const { stderr } = await cliHere(['sync', '--from', '2026-01-01'], cli.env);
    expect(stderr).toContain('--to: is needed with from');
  });
});

describe('the client commands', () => {
  const CSV =
    '\uFEFFname;status;startDate;notes\r\n"Warung; A";paused;2026-01-02;hello\r\n B ;active;;\r\nC;bogus;;\r\nD;active;2026-13-01;\r\n';

  it('imports CSV from Excel, lists rejected lines, and changes nothing the second time', async () => {
    const csv = cli.fileWith('clients.csv', CSV);
    expect(await cli.runJson('clients:import', csv)).toEqual({
      code: 1,
      document: {
        created: 2,
        updated: 0,
        unchanged: 0,
        rejected: [
          {
            line: 4,
            reason: expect.stringContaining('status'),
            details: [{ path: 'status', message: 'must be one of active, paused, churned' }],
          },
          {
            line: 5,
            reason: expect.stringContaining('startDate'),
            details: [{ path: 'startDate', message: 'must be a calendar day YYYY-MM-DD from 2000 to 2099' }],
          },
        ],
      },
    });
    expect((await cli.runJson('clients:import', csv)).document).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect((await cli.runJson('clients:list')).document).toMatchObject({
      total: 2,
      items: [
        { name: ' B ', upstreamName: ' B ', status: 'active', startDate: null },
        { name: 'Warung; A', status: 'paused', startDate: '2026-01-02', notes: 'hello' },
      ],
    });
    const { stdout } = await cliHere(['clients:import', csv], cli.env);
    expect(stdout).toContain('0 created, 0 updated, 2 unchanged, 2 rejected');
  });

  it('imports a JSON array from a file or stdin', async () => {
    const json = cli.fileWith('clients.json', JSON.stringify([{ name: 'A', notes: 'x' }, { name: 'B' }]));
    expect(await cli.runJson('clients:import', json)).toMatchObject({
      code: 0,
      document: { created: 2, rejected: [] },
    });
    const piped = await cliHere(
      ['clients:import', '-', '--json'],
      cli.env,
      JSON.stringify([{ name: 'A', notes: null }]),
    );
    expect(documentOf(piped)).toMatchObject({ created: 0, updated: 1 });
  });

  it('lists 150,000 rejected records, and keeps the good one', async () => {
    const records = [{ name: 'A', status: 'paused' }, ...Array<number>(150_000).fill(0)];
    const { code, stdout } = await cliHere(['clients:import', '-'], cli.env, JSON.stringify(records));
    expect({ code, summary: stdout.split('\n')[0], last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 1,
      summary: '1 created, 0 updated, 0 unchanged, 150,000 rejected',
      last: expect.stringMatching(/^150001 /),
    });
  });

  it.each([
    ['no file', 'missing.csv', null],
    ['another encoding', 'latin1.csv', Buffer.from('name\nCaf\xe9\n', 'latin1')],
    ['an unknown column', 'columns.csv', Buffer.from('name,colour\nA,red\n')],
  ])('exits 1 for %s', async (_what, name, content) => {
    if (content) writeFileSync(join(cli.folder, name), content);
    const { code, document } = await cli.runJson('clients:import', join(cli.folder, name));
    expect(code).toBe(1);
    expect(document).toHaveProperty('error.message');
  });

  it('prints no control characters of a name to the terminal', async () => {
    await cliHere(['clients:import', '-'], cli.env, JSON.stringify([{ name: 'A\u001b[2Jb\tc' }]));
    const { stdout } = await cliHere(['clients:list'], cli.env);
    expect(stdout).toContain('A\uFFFD[2Jb\uFFFDc');
  });
});

describe('the user and token commands', () => {
  it('shows a generated password once and hides a given one', async () => {
    const created = await cli.runJson<{ password: string }>(
      'user:create',
      '--email',
      'M@example.com',
      '--role',
      'manager',
    );
    expect(created).toMatchObject({ code: 0, document: { email: 'm@example.com', role: 'manager' } });
    expect(await mayLogIn('m@example.com', created.document.password)).toBe(true);
    const again = await cli.runJson(
      'user:create',
      '--email',
      'm@example.com',
      '--role',
      'admin',
      '--password',
      'another good password',
    );
    expect(again).toMatchObject({ code: 1, document: { error: { code: 'conflict' } } });
    const nobody = await cli.runJson('user:password', '--email', 'x@example.com');
    expect(nobody).toMatchObject({ code: 1, document: { error: { code: 'not_found' } } });
  });

  it('creates, lists and revokes tokens', async () => {
    const { document } = await cli.runJson<{ token: string; id: number }>(
      'token:create',
      '--name',
      'probe',
      '--role',
      'monitor',
    );
    expect(await roleOf(document.token)).toBe('monitor');
    const list = await cliHere(['token:list', '--json'], cli.env);
    expect(documentOf(list)).toMatchObject({ total: 1, items: [{ id: document.id, name: 'probe', revokedAt: null }] });
    expect(list.stdout).not.toContain(document.token);
    expect((await cli.runJson('token:revoke', String(document.id))).code).toBe(0);
    expect(await roleOf(document.token)).toBeUndefined();
    expect((await cli.runJson('token:revoke', '99')).code).toBe(1);
  });
});

async function mayLogIn(email: string, password: string): Promise<boolean> {
  return withAppContext(parts(), async (app) => (await app.get(UsersService).verify(email, password)) !== null);
}

async function roleOf(token: string) {
  return withAppContext(parts(), async (app) => (await app.get(ApiTokensService).authenticate(token))?.role);
}

function parts() {
  const config = parseEnvironment({ ...cli.env, LOG_LEVEL: 'silent' });
  return { config, logger: createLogger(config, { stream: 'stderr' }) };
}
