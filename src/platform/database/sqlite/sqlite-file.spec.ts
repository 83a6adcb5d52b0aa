import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { startScript, type Child } from '../../../../test/support/child.js';
import { temporaryFolder, TestReplica } from '../../../../test/support/test-replica.js';
import { sqliteHandle } from './sqlite-database.js';
import { migrations } from '../migrations/index.js';
import { openReplica, sqliteOptions } from './sqlite-file.js';

/** Opens the replica and says so, once it is told to go. */
const OPEN_ON_GO = `
  import { openReplica, sqliteOptions } from './dist/platform/database/sqlite/sqlite-file.js';
  console.log('waiting');
  process.stdin.once('data', async () => {
    const dataSource = await openReplica(sqliteOptions(process.argv[1]));
    await dataSource.destroy();
    process.exit(0);
  });`;

/** Dies by SIGKILL in the middle of a second migration. */
const DIE_MIGRATING = `
  import { migrations } from './dist/platform/database/migrations/index.js';
  import { openReplica, sqliteOptions } from './dist/platform/database/sqlite/sqlite-file.js';
  class Deadly1895392000000 {
    name = 'Deadly1895392000000';
    async up(runner) {
      await runner.query('CREATE TABLE half_done (id integer)');
      await runner.query('DROP TABLE quarantined_row');
      process.kill(process.pid, 'SIGKILL');
    }
  }
  await openReplica({ ...sqliteOptions(process.argv[1]), migrations: [...migrations, Deadly1895392000000] });`;

class Broken1895392000000 implements MigrationInterface {
  readonly name = 'Broken1895392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half_done (id integer)');
    await runner.query('DROP TABLE quarantined_row');
    throw new Error('broken on purpose');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

class Newer1995392000000 extends Broken1895392000000 {
  override readonly name = 'Newer1995392000000' as 'Broken1895392000000';

  override async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE from_the_future (id integer)');
  }
}

/** Leaves a client whose manager does not exist. */
class Dangling1895392000000 extends Broken1895392000000 {
  override readonly name = 'Dangling1895392000000' as 'Broken1895392000000';

  override async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `INSERT INTO client (name, upstream_name, status, manager_id, created_at, updated_at) VALUES ('A', 'A', 'active', 4711, '', '')`,
    );
  }
}

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let opened: DataSource[];
let children: Child[];

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'deeper', 'replica.sqlite');
  opened = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.process.kill('SIGKILL');
  for (const dataSource of opened) await dataSource.destroy();
  folder.discard();
});

async function open(extra: (new () => MigrationInterface)[] = []): Promise<DataSource> {
  const dataSource = await openReplica({ ...sqliteOptions(file), migrations: [...migrations, ...extra] });
  opened.push(dataSource);
  return dataSource;
}

const pragma = (dataSource: DataSource, name: string) =>
  sqliteHandle(dataSource.manager).pragma(name, { simple: true });

const schemaOf = (dataSource: DataSource) =>
  dataSource.query<{ name: string; sql: string }[]>('SELECT name, sql FROM sqlite_master ORDER BY name');

const executed = (dataSource: DataSource) => dataSource.query<{ name: string }[]>('SELECT name FROM migrations');

describe('the replica file', () => {
  it('can be read by its owner only, and so can what lies beside it', async () => {
    await open();
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(`${file}${suffix}`).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  it('is in WAL mode, on disk before a commit is reported, and keeps its references', async () => {
    const dataSource = await open();
    expect(pragma(dataSource, 'journal_mode')).toBe('wal');
    expect(pragma(dataSource, 'synchronous')).toBe(2);
    expect(pragma(dataSource, 'foreign_keys')).toBe(1);
    expect(pragma(dataSource, 'busy_timeout')).toBeGreaterThanOrEqual(1000);
  });

  it('is migrated once', async () => {
    await open();
    const again = await open();
    expect(await executed(again)).toEqual(migrations.map(({ name }) => ({ name })));
  });

  it('is rejected by a program that does not know its newest migration', async () => {
    await open([Newer1995392000000]);
    await expect(open()).rejects.toMatchObject({
      code: 'newer_replica',
      message: expect.stringContaining('Newer1995392000000'),
    });
    expect(await open([Newer1995392000000])).toBeDefined();
  });

  it('may be opened for the first time by several processes at once', async () => {
    children = Array.from({ length: 4 }, () => startScript(OPEN_ON_GO, file));
    await Promise.all(children.map((child) => child.line((line) => line === 'waiting' || undefined)));
    for (const child of children) child.process.stdin?.write('go\n');
    expect(await Promise.all(children.map(({ exited }) => exited))).toEqual([0, 0, 0, 0]);
    expect(await executed(await open())).toEqual(migrations.map(({ name }) => ({ name })));
  });

  it.each([
    ['throws', Broken1895392000000, 'broken on purpose'] as const,
    ['leaves dangling references', Dangling1895392000000, '1 dangling'] as const,
  ])('keeps the old schema when a migration %s', async (_, migration, message) => {
    const before = await schemaOf(await open());
    await expect(open([migration])).rejects.toThrow(message);
    const after = await open();
    expect(await schemaOf(after)).toEqual(before);
    expect(await executed(after)).toHaveLength(migrations.length);
    expect(await after.query('SELECT * FROM client')).toEqual([]);
  });

  it('keeps the old schema when the process is killed in a migration, and migrates later', async () => {
    const before = await schemaOf(await open());
    expect(await startScript(DIE_MIGRATING, file).exited).toBe('SIGKILL');
    expect(await schemaOf(await open())).toEqual(before);
    expect(await startScript(DIE_MIGRATING, join(folder.path, 'new.sqlite')).exited).toBe('SIGKILL');
    file = join(folder.path, 'new.sqlite');
    expect(await schemaOf(await open())).toEqual(before);
  });

  it('explains what is no database', async () => {
    file = join(folder.path, 'text.sqlite');
    writeFileSync(file, 'this is a letter, not a database, and it is long enough to look at '.repeat(20));
    await expect(open()).rejects.toMatchObject({ code: 'database_corrupt' });
  });
});

describe('the schema', () => {
  let replica: TestReplica;

  beforeEach(async () => {
    replica = await TestReplica.open();
  });

  afterEach(() => replica.close());

  it('is what the entities say', async () => {
    expect(replica.dataSource.entityMetadatas.map(({ tableName }) => tableName)).toEqual(
      expect.arrayContaining(['client', 'client_stat', 'client_replica', 'sync_run', 'sync_item', 'user', 'api_token']),
    );
    const { upQueries } = await replica.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it("reads a client's days along the primary key, already in their order", async () => {
    const plan = await replica.rows<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT * FROM client_stat WHERE client_id = ? AND stat_date BETWEEN ? AND ? ORDER BY stat_date`,
      [1, '2026-01-01', '2026-12-31'],
    );
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH client_stat USING PRIMARY KEY (client_id=? AND stat_date>? AND stat_date<?)',
    ]);
  });
});
