import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import type { Check } from '../../src/cli/doctor/health-checks.js';
import { SqliteServerLock } from '../../src/platform/database/sqlite/sqlite-server-lock.js';
import { startDemoUpstream, type DemoUpstream } from '../../src/demo/demo-upstream.js';
import { addDays } from '../../src/domain/calendar/day.js';
import { cliHere, documentOf } from '../support/cli.js';
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

describe('the backup and restore commands', () => {
  it('restores the backup, keeps the previous file, and ends the run that was active', async () => {
    await cli.runJson('clients:import', cli.fileWith('a.json', '[{"name":"A"}]'));
    await cli.runJson('sync', '--days', '3');
    cli.open((handle) => {
      handle.exec(`UPDATE sync_run SET status = 'running', active = 1, finished_at = NULL`);
      handle.exec(`UPDATE sync_item SET status = 'pending', finished_at = NULL`);
    });
    const backup = join(cli.folder, 'backup.sqlite');
    expect(await cli.runJson('backup', backup)).toMatchObject({ code: 0, document: { file: backup } });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(await cli.runJson('backup', backup)).toMatchObject({
      code: 1,
      document: { error: { code: 'file_exists' } },
    });

    await cli.runJson('clients:import', cli.fileWith('b.json', '[{"name":"B"}]'));
    const restored = await cli.runJson<{ keptAs: string }>('restore', backup);
    expect(restored).toMatchObject({ code: 0, document: { file: cli.file, clientsCount: 1, interruptedRun: 1 } });
    expect((await cli.runJson('status')).document).toMatchObject({
      clientsCount: 1,
      running: false,
      lastRun: { id: 1, status: 'interrupted', items: { cancelled: 1, pending: 0 }, error: { code: 'interrupted' } },
    });
    expect(statSync(cli.file).mode & 0o777).toBe(0o600);
    const kept = new Sqlite(restored.document.keptAs, { readonly: true });
    expect(kept.prepare('SELECT count(*) FROM client').pluck().get()).toBe(2);
    kept.close();
    expect(readdirSync(cli.folder).filter((name) => /partial|restoring|-wal$|-shm$/.test(name))).toEqual([]);
  });

  it('copies rows that only the WAL holds', async () => {
    await cli.runJson('status');
    const writer = new Sqlite(cli.file);
    writer.pragma('wal_autocheckpoint = 0');
    writer.exec(
      `INSERT INTO client (name, upstream_name, status, created_at, updated_at) VALUES ('W', 'W', 'active', '', '')`,
    );
    const backup = join(cli.folder, 'backup.sqlite');
    expect((await cli.runJson('backup', backup)).code).toBe(0);
    writer.close();
    rmSync(cli.file);
    expect(await cli.runJson('restore', backup)).toMatchObject({
      code: 0,
      document: { keptAs: null, clientsCount: 1 },
    });
  });

  it('restores over a damaged replica', async () => {
    await cli.runJson('status');
    const backup = join(cli.folder, 'backup.sqlite');
    await cli.runJson('backup', backup);
    writeFileSync(cli.file, 'no database at all');
    expect(await cli.runJson('backup', join(cli.folder, 'bad.sqlite'))).toMatchObject({
      code: 1,
      document: { error: { code: 'database_corrupt' } },
    });
    expect(existsSync(join(cli.folder, 'bad.sqlite'))).toBe(false);
    const { code, document } = await cli.runJson<{ keptAs: string }>('restore', backup);
    expect(code).toBe(0);
    expect(readFileSync(document.keptAs, 'utf8')).toBe('no database at all');
    expect((await cli.runJson('status')).code).toBe(0);
  });

  it('does not restore while another process uses the replica', async () => {
    await cli.runJson('status');
    const backup = join(cli.folder, 'backup.sqlite');
    await cli.runJson('backup', backup);
    const user = new Sqlite(cli.file);
    user.prepare('SELECT count(*) FROM client').get();
    expect(await cli.runJson('restore', backup)).toMatchObject({
      code: 1,
      document: { error: { code: 'database_busy' } },
    });
    user.close();
    expect((await cli.runJson('restore', backup)).code).toBe(0);
  });

  it('rejects a replica of a newer version in one sentence', async () => {
    await cli.runJson('status');
    const newer = new Sqlite(cli.file);
    newer.exec(`INSERT INTO migrations (timestamp, name) VALUES (1, 'FromTheFuture')`);
    newer.close();
    const { code, stderr } = await cliHere(['status'], cli.env);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/newer version of this program.*FromTheFuture.*restore a backup/s),
    });
    expect(await cli.runJson('doctor')).toMatchObject({ code: 1 });
  });

  it('does not restore while a server runs, or from a file that is not a valid replica', async () => {
    await cli.runJson('status');
    const backup = join(cli.folder, 'backup.sqlite');
    await cli.runJson('backup', backup);
    const before = readFileSync(cli.file);

    const lock = SqliteServerLock.acquire(cli.file);
    expect(await cli.runJson('restore', backup)).toMatchObject({
      code: 1,
      document: { error: { code: 'server_running' } },
    });
    lock.release();

    const newer = new Sqlite(backup);
    newer.exec(`INSERT INTO migrations (timestamp, name) VALUES (1, 'FromTheFuture')`);
    newer.close();
    const other = new Sqlite(join(cli.folder, 'other.sqlite'));
    other.exec('CREATE TABLE a (b)');
    other.close();
    const wrong = [
      backup,
      join(cli.folder, 'other.sqlite'),
      cli.fileWith('text.sqlite', 'hello'),
      join(cli.folder, 'missing'),
    ];
    for (const each of wrong) {
      const { code, document } = await cli.runJson<{ error: { message: string } }>('restore', each);
      expect(code).toBe(1);
      expect(document.error.message).toContain(each);
    }
    expect(readFileSync(cli.file).equals(before)).toBe(true);
  });
});

describe('the doctor command', () => {
  async function examined(more: Record<string, string> = {}) {
    const response = await cliHere(['doctor', '--json'], { ...cli.env, ...more });
    const { ok, checks } = documentOf(response) as { ok: boolean; checks: Check[] };
    return { code: response.code, ok, of: Object.fromEntries(checks.map(({ name, ...rest }) => [name, rest])) };
  }

  it('finds no problem in a synced replica', async () => {
    await cli.runJson('sync', '--days', '7');
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
    expect(existsSync(cli.file)).toBe(false);
  });

  it('reports problems of the environment, the file and the upstream', async () => {
    const environment = await examined({ PORT: 'x', SYNC_CRON: 'never' });
    expect(environment.code).toBe(1);
    expect(environment.of.environment?.message).toMatch(/PORT[^]*SYNC_CRON/);

    await cli.runJson('sync', '--days', '1');
    const elsewhere = await examined({ DELIVERY_STATS_API_URL: 'http://127.0.0.1:9' });
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.of['upstream list']).toMatchObject({ status: 'fail' });
    expect(elsewhere.of.upstream?.message).toContain('upstream:moved');

    writeFileSync(cli.file, 'no database at all');
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
    await cli.runJson('sync', '--days', '5');
    const period = ['--from', addDays(yesterday, -4), '--to', yesterday];
    const { code, stdout } = await cliHere(['export', ...period], cli.env);
    expect(code).toBe(0);
    expect(stdout.startsWith('\uFEFFclient_id,client_name,date,grab_sales,')).toBe(true);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + RESTAURANTS * 5);

    const out = join(cli.folder, 'days.csv');
    expect(await cli.runJson('export', ...period, '--out', out)).toMatchObject({ code: 0, document: { file: out } });
    expect(readFileSync(out, 'utf8')).toBe(stdout);
    expect(await cli.runJson('export', ...period, '--out', out)).toMatchObject({ code: 1 });
    expect((await cli.runJson('export', ...period)).document).toMatchObject({ csv: stdout.slice(1) });

    const list = await cliHere(['export', ...period, '--view', 'list'], cli.env);
    expect(list.stdout.trimEnd().split('\n')).toHaveLength(1 + RESTAURANTS);
  });
});

describe('the upstream:moved command', () => {
  it('binds the replica to a new address, only when the stored address matches', async () => {
    await cli.runJson('sync', '--days', '1');
    const wrong = await cli.runJson('upstream:moved', '--from', 'http://other.example', '--to', 'http://new.example');
    expect(wrong).toMatchObject({
      code: 2,
      document: { error: { message: expect.stringContaining('other.example') } },
    });
    const away = await cli.runJson('upstream:moved', '--from', upstream.url, '--to', 'http://new.example/stats/');
    expect(away).toEqual({ code: 0, document: { from: upstream.url, to: 'http://new.example/stats' } });
    const sync = await cli.runJson('sync', '--days', '1');
    expect(sync).toMatchObject({ code: 1, document: { error: { code: 'other_upstream' } } });
  });
});
