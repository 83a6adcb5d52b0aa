import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import type { Check } from '../../src/cli/doctor/health-checks.js';
import { withAppContext } from '../../src/cli/app-context.js';
import { parseEnvironment } from '../../src/platform/config/environment.js';
import { SqliteServerLock } from '../../src/platform/database/sqlite/sqlite-server-lock.js';
import { startDemoUpstream, type DemoUpstream } from '../../src/demo/demo-upstream.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { addDays } from '../../src/domain/calendar/day.js';
import type { Leaderboard } from '../../src/stats/reports/leaderboard/leaderboard.dto.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import type { SyncStatus } from '../../src/sync/api/sync-status.dto.js';
import { cliHere, cliProcess, documentOf } from '../support/cli.js';
import { STABLE_YESTERDAY, STABLE_TIMEZONE } from '../support/stable-timezone.js';

const RESTAURANTS = 12;
const yesterday = STABLE_YESTERDAY;

let upstream: DemoUpstream;
let folder: string;
let file: string;
let env: Record<string, string>;

beforeAll(async () => {
  upstream = await startDemoUpstream({ restaurants: RESTAURANTS });
});
afterAll(() => upstream.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'delivery-stats-cli-'));
  file = join(folder, 'replica.sqlite');
  env = {
    DATABASE_URL: `sqlite:${file}`,
    DELIVERY_STATS_API_URL: upstream.url,
    BUSINESS_TIMEZONE: STABLE_TIMEZONE,
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file with this content to the folder of the test. */
function fileWith(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

interface Asked<T> {
  readonly code: number | string;
  readonly document: T;
}

/** Runs a command with `--json` in this process. */
async function asked<T = Record<string, unknown>>(...args: string[]): Promise<Asked<T>> {
  const response = await cliHere([...args, '--json'], env);
  return { code: response.code, document: documentOf(response) as T };
}

function inReplica<T>(work: (handle: Sqlite.Database) => T): T {
  const handle = new Sqlite(file);
  try {
    return work(handle);
  } finally {
    handle.close();
  }
}

describe('the built command', () => {
  it('lists its commands, and exits 2 with one JSON document for an unknown command', async () => {
    const [help, nothing, unknown] = await Promise.all([
      cliProcess(['--help'], env),
      cliProcess([], env),
      cliProcess(['statsu', '--json'], env),
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
    const synced = await cliProcess(['sync', '--days', '40', '--json'], env);
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

    const status = await asked<SyncStatus>('status');
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

    const top = await asked<Leaderboard>('top', '--days', '10', '--limit', '3');
    expect(top.document.period).toEqual({ from: addDays(yesterday, -9), to: yesterday });
    expect(top.document.clients).toHaveLength(3);
    const [best] = top.document.clients;
    const shown = await cliHere(['top', '--days', '10', '--limit', '3'], env);
    expect(shown.stdout).toContain(best?.name);
    expect(shown.stdout).toContain(`Rp ${Math.round(best?.totalSales ?? 0).toLocaleString('en-US')}`);

    const one = await asked<RunDto>('sync', '--days', '2', '--client', `name:${best?.name}`, '--client', '1');
    expect(one).toMatchObject({ code: 0, document: { progress: { total: best?.id === 1 ? 1 : 2 } } });
    const stranger = await cliHere(['sync', '--client', 'name:Nobody', '--client', '999'], env);
    expect(stranger.code).toBe(2);
    expect(stranger.stderr).toContain('"Nobody", 999');
  });

  it('reads a password from stdin', async () => {
    await asked('user:create', '--email', 'a@example.com', '--role', 'admin');
    const args = ['user:password', '--email', 'a@example.com', '--password-stdin', '--json'];
    const response = await cliProcess(args, env, 'correct horse battery\n');
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
    const { code, document } = await asked<{ error: { message: string } }>(...args);
    expect(code).toBe(2);
    expect(document.error.message).not.toBe('');
  });

  it('names the option as the person typed it', async () => {
    const { stderr } = await cliHere(['sync', '--from', '2026-01-01'], env);
    expect(stderr).toContain('--to: is needed with from');
  });
});

describe('the client commands', () => {
  const CSV =
    '\uFEFFname;status;startDate;notes\r\n"Warung; A";paused;2026-01-02;hello\r\n B ;active;;\r\nC;bogus;;\r\nD;active;2026-13-01;\r\n';

  it('imports CSV from Excel, lists rejected lines, and changes nothing the second time', async () => {
    const csv = fileWith('clients.csv', CSV);
    expect(await asked('clients:import', csv)).toEqual({
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
    expect((await asked('clients:import', csv)).document).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect((await asked('clients:list')).document).toMatchObject({
      total: 2,
      items: [
        { name: ' B ', upstreamName: ' B ', status: 'active', startDate: null },
        { name: 'Warung; A', status: 'paused', startDate: '2026-01-02', notes: 'hello' },
      ],
    });
    const { stdout } = await cliHere(['clients:import', csv], env);
    expect(stdout).toContain('0 created, 0 updated, 2 unchanged, 2 rejected');
  });

  it('imports a JSON array from a file or stdin', async () => {
    const json = fileWith('clients.json', JSON.stringify([{ name: 'A', notes: 'x' }, { name: 'B' }]));
    expect(await asked('clients:import', json)).toMatchObject({ code: 0, document: { created: 2, rejected: [] } });
    const piped = await cliHere(['clients:import', '-', '--json'], env, JSON.stringify([{ name: 'A', notes: null }]));
    expect(documentOf(piped)).toMatchObject({ created: 0, updated: 1 });
  });

  it('lists 150,000 rejected records, and keeps the good one', async () => {
    const records = [{ name: 'A', status: 'paused' }, ...Array<number>(150_000).fill(0)];
    const { code, stdout } = await cliHere(['clients:import', '-'], env, JSON.stringify(records));
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
    if (content) writeFileSync(join(folder, name), content);
    const { code, document } = await asked('clients:import', join(folder, name));
    expect(code).toBe(1);
    expect(document).toHaveProperty('error.message');
  });

  it('prints no control characters of a name to the terminal', async () => {
    await cliHere(['clients:import', '-'], env, JSON.stringify([{ name: 'A\u001b[2Jb\tc' }]));
    const { stdout } = await cliHere(['clients:list'], env);
    expect(stdout).toContain('A\uFFFD[2Jb\uFFFDc');
  });
});

describe('the user and token commands', () => {
  it('shows a generated password once and hides a given one', async () => {
    const created = await asked<{ password: string }>('user:create', '--email', 'M@example.com', '--role', 'manager');
    expect(created).toMatchObject({ code: 0, document: { email: 'm@example.com', role: 'manager' } });
    expect(await mayLogIn('m@example.com', created.document.password)).toBe(true);
    const again = await asked(
      'user:create',
      '--email',
      'm@example.com',
      '--role',
      'admin',
      '--password',
      'another good password',
    );
    expect(again).toMatchObject({ code: 1, document: { error: { code: 'conflict' } } });
    const nobody = await asked('user:password', '--email', 'x@example.com');
    expect(nobody).toMatchObject({ code: 1, document: { error: { code: 'not_found' } } });
  });

  it('creates, lists and revokes tokens', async () => {
    const { document } = await asked<{ token: string; id: number }>(
      'token:create',
      '--name',
      'probe',
      '--role',
      'monitor',
    );
    expect(await roleOf(document.token)).toBe('monitor');
    const list = await cliHere(['token:list', '--json'], env);
    expect(documentOf(list)).toMatchObject({ total: 1, items: [{ id: document.id, name: 'probe', revokedAt: null }] });
    expect(list.stdout).not.toContain(document.token);
    expect((await asked('token:revoke', String(document.id))).code).toBe(0);
    expect(await roleOf(document.token)).toBeUndefined();
    expect((await asked('token:revoke', '99')).code).toBe(1);
  });
});

describe('the backup and restore commands', () => {
  it('restores the backup, keeps the previous file, and ends the run that was active', async () => {
    await asked('clients:import', fileWith('a.json', '[{"name":"A"}]'));
    await asked('sync', '--days', '3');
    inReplica((handle) => {
      handle.exec(`UPDATE sync_run SET status = 'running', active = 1, finished_at = NULL`);
      handle.exec(`UPDATE sync_item SET status = 'pending', finished_at = NULL`);
    });
    const backup = join(folder, 'backup.sqlite');
    expect(await asked('backup', backup)).toMatchObject({ code: 0, document: { file: backup } });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(await asked('backup', backup)).toMatchObject({ code: 1, document: { error: { code: 'file_exists' } } });

    await asked('clients:import', fileWith('b.json', '[{"name":"B"}]'));
    const restored = await asked<{ keptAs: string }>('restore', backup);
    expect(restored).toMatchObject({ code: 0, document: { file, clientsCount: 1, interruptedRun: 1 } });
    expect((await asked('status')).document).toMatchObject({
      clientsCount: 1,
      running: false,
      lastRun: { id: 1, status: 'interrupted', items: { cancelled: 1, pending: 0 }, error: { code: 'interrupted' } },
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const kept = new Sqlite(restored.document.keptAs, { readonly: true });
    expect(kept.prepare('SELECT count(*) FROM client').pluck().get()).toBe(2);
    kept.close();
    expect(readdirSync(folder).filter((name) => /partial|restoring|-wal$|-shm$/.test(name))).toEqual([]);
  });

  it('copies rows that only the WAL holds', async () => {
    await asked('status');
    const writer = new Sqlite(file);
    writer.pragma('wal_autocheckpoint = 0');
    writer.exec(
      `INSERT INTO client (name, upstream_name, status, created_at, updated_at) VALUES ('W', 'W', 'active', '', '')`,
    );
    const backup = join(folder, 'backup.sqlite');
    expect((await asked('backup', backup)).code).toBe(0);
    writer.close();
    rmSync(file);
    expect(await asked('restore', backup)).toMatchObject({ code: 0, document: { keptAs: null, clientsCount: 1 } });
  });

  it('restores over a damaged replica', async () => {
    await asked('status');
    const backup = join(folder, 'backup.sqlite');
    await asked('backup', backup);
    writeFileSync(file, 'no database at all');
    expect(await asked('backup', join(folder, 'bad.sqlite'))).toMatchObject({
      code: 1,
      document: { error: { code: 'database_corrupt' } },
    });
    expect(existsSync(join(folder, 'bad.sqlite'))).toBe(false);
    const { code, document } = await asked<{ keptAs: string }>('restore', backup);
    expect(code).toBe(0);
    expect(readFileSync(document.keptAs, 'utf8')).toBe('no database at all');
    expect((await asked('status')).code).toBe(0);
  });

  it('does not restore while another process uses the replica', async () => {
    await asked('status');
    const backup = join(folder, 'backup.sqlite');
    await asked('backup', backup);
    const user = new Sqlite(file);
    user.prepare('SELECT count(*) FROM client').get();
    expect(await asked('restore', backup)).toMatchObject({ code: 1, document: { error: { code: 'database_busy' } } });
    user.close();
    expect((await asked('restore', backup)).code).toBe(0);
  });

  it('rejects a replica of a newer version in one sentence', async () => {
    await asked('status');
    const newer = new Sqlite(file);
    newer.exec(`INSERT INTO migrations (timestamp, name) VALUES (1, 'FromTheFuture')`);
    newer.close();
    const { code, stderr } = await cliHere(['status'], env);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/newer version of this program.*FromTheFuture.*restore a backup/s),
    });
    expect(await asked('doctor')).toMatchObject({ code: 1 });
  });

  it('does not restore while a server runs, or from a file that is not a valid replica', async () => {
    await asked('status');
    const backup = join(folder, 'backup.sqlite');
    await asked('backup', backup);
    const before = readFileSync(file);

    const lock = SqliteServerLock.acquire(file);
    expect(await asked('restore', backup)).toMatchObject({ code: 1, document: { error: { code: 'server_running' } } });
    lock.release();

    const newer = new Sqlite(backup);
    newer.exec(`INSERT INTO migrations (timestamp, name) VALUES (1, 'FromTheFuture')`);
    newer.close();
    const other = new Sqlite(join(folder, 'other.sqlite'));
    other.exec('CREATE TABLE a (b)');
    other.close();
    const wrong = [backup, join(folder, 'other.sqlite'), fileWith('text.sqlite', 'hello'), join(folder, 'missing')];
    for (const each of wrong) {
      const { code, document } = await asked<{ error: { message: string } }>('restore', each);
      expect(code).toBe(1);
      expect(document.error.message).toContain(each);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('the doctor command', () => {
  async function examined(more: Record<string, string> = {}) {
    const response = await cliHere(['doctor', '--json'], { ...env, ...more });
    const { ok, checks } = documentOf(response) as { ok: boolean; checks: Check[] };
    return { code: response.code, ok, of: Object.fromEntries(checks.map(({ name, ...rest }) => [name, rest])) };
  }

  it('finds no problem in a synced replica', async () => {
    await asked('sync', '--days', '7');
    const { code, ok, of } = await examined();
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    for (const name of ['environment', 'replica', 'migrations', 'server', 'queue', 'upstream list', 'upstream']) {
      expect(of[name]).toMatchObject({ status: 'ok' });
    }
    expect(of.data?.message).toContain(`Grab through ${yesterday}`);
    expect(of['upstream days']?.message).toMatch(/: [1-7] days? came, \d rows? rejected, \d+ ms/);
  });

  it('creates no replica where none exists', async () => {
    const { code, of } = await examined();
    expect(code).toBe(0);
    expect(of.replica).toMatchObject({ status: 'warn' });
    expect(existsSync(file)).toBe(false);
  });

  it('reports problems of the environment, the file and the upstream', async () => {
    const environment = await examined({ PORT: 'x', SYNC_CRON: 'never' });
    expect(environment.code).toBe(1);
    expect(environment.of.environment?.message).toMatch(/PORT[^]*SYNC_CRON/);

    await asked('sync', '--days', '1');
    const elsewhere = await examined({ DELIVERY_STATS_API_URL: 'http://127.0.0.1:9' });
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.of['upstream list']).toMatchObject({ status: 'fail' });
    expect(elsewhere.of.upstream?.message).toContain('upstream:moved');

    writeFileSync(file, 'no database at all');
    const damaged = await examined();
    expect(damaged.code).toBe(1);
    expect(damaged.of.replica).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('not a SQLite database'),
    });
    expect(damaged.of['upstream list']).toMatchObject({ status: 'ok' });
  });
});

describe('the export command', () => {
  it('writes every day of every client to stdout, a new file or a JSON document', async () => {
    await asked('sync', '--days', '5');
    const period = ['--from', addDays(yesterday, -4), '--to', yesterday];
    const { code, stdout } = await cliHere(['export', ...period], env);
    expect(code).toBe(0);
    expect(stdout.startsWith('\uFEFFclient_id,client_name,date,grab_sales,')).toBe(true);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + RESTAURANTS * 5);

    const out = join(folder, 'days.csv');
    expect(await asked('export', ...period, '--out', out)).toMatchObject({ code: 0, document: { file: out } });
    expect(readFileSync(out, 'utf8')).toBe(stdout);
    expect(await asked('export', ...period, '--out', out)).toMatchObject({ code: 1 });
    expect((await asked('export', ...period)).document).toMatchObject({ csv: stdout.slice(1) });

    const list = await cliHere(['export', ...period, '--view', 'list'], env);
    expect(list.stdout.trimEnd().split('\n')).toHaveLength(1 + RESTAURANTS);
  });
});

describe('the upstream:moved command', () => {
  it('binds the replica to a new address, only when the stored address matches', async () => {
    await asked('sync', '--days', '1');
    const wrong = await asked('upstream:moved', '--from', 'http://other.example', '--to', 'http://new.example');
    expect(wrong).toMatchObject({
      code: 2,
      document: { error: { message: expect.stringContaining('other.example') } },
    });
    const away = await asked('upstream:moved', '--from', upstream.url, '--to', 'http://new.example/stats/');
    expect(away).toEqual({ code: 0, document: { from: upstream.url, to: 'http://new.example/stats' } });
    const sync = await asked('sync', '--days', '1');
    expect(sync).toMatchObject({ code: 1, document: { error: { code: 'other_upstream' } } });
  });
});

async function mayLogIn(email: string, password: string): Promise<boolean> {
  return withAppContext(parts(), async (app) => (await app.get(UsersService).verify(email, password)) !== null);
}

async function roleOf(token: string) {
  return withAppContext(parts(), async (app) => (await app.get(ApiTokensService).authenticate(token))?.role);
}

function parts() {
  const config = parseEnvironment({ ...env, LOG_LEVEL: 'silent' });
  return { config, logger: createLogger(config, { stream: 'stderr' }) };
}
