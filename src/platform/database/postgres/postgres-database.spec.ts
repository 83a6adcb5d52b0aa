import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { describeOnPostgres, temporarySchema } from '../../../../test/support/postgres.js';
import { Pooler } from '../../../../test/support/pooler.js';
import { isUniqueViolation } from '../database-errors.js';
import type { Database } from '../database.js';
import { PostgresDatabase } from './postgres-database.js';
import { postgresFault } from './postgres-errors.js';
import { PostgresServerLock } from './postgres-server-lock.js';
import { openPostgres, postgresOptions } from './postgres-server.js';

describeOnPostgres('units of work on PostgreSQL', () => {
  let url: string;
  let sources: DataSource[];
  /** Two processes on one replica. */
  let [here, there]: Database[] = [];

  beforeEach(async () => {
    url = await temporarySchema();
    // Both at once: the migrations are made by one of them.
    sources = await Promise.all([1, 2].map(() => openPostgres(postgresOptions(url))));
    [here, there] = sources.map((source) => new PostgresDatabase(source));
  });

  afterEach(async () => {
    for (const source of sources) await source.destroy();
  });

  const databaseOf = (at: number): Database => {
    const database = at % 2 ? here : there;
    if (!database) throw new Error('not open');
    return database;
  };

  const keys = async () => {
    const rows = await databaseOf(1).read((tx) =>
      tx.query<{ key: string }[]>('SELECT key FROM replica_meta ORDER BY key'),
    );
    return rows.map(({ key }) => key);
  };

  it('keep what a write has read unchanged until it writes, in all processes', async () => {
    const works = Array.from({ length: 20 }, (_, at) =>
      databaseOf(at).write(async (tx) => {
        const [row] = await tx.query<{ held: number }[]>('SELECT count(*) AS held FROM replica_meta');
        await tx.query('INSERT INTO replica_meta (key, value) VALUES ($1, $2)', [`${row?.held}`.padStart(2, '0'), '']);
        if (at === 7) throw new Error('the eighth');
      }),
    );
    const failed = (await Promise.allSettled(works)).filter(({ status }) => status === 'rejected');
    expect(failed).toHaveLength(1);
    expect(await keys()).toEqual(Array.from({ length: 19 }, (_, at) => `${at}`.padStart(2, '0')));
  });

  it('keep nothing when a statement failed, also one that the work passed over', async () => {
    const passedOver = databaseOf(0).write(async (tx) => {
      await tx.query("INSERT INTO replica_meta (key, value) VALUES ('a', '')");
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(passedOver).rejects.toThrow('failed and its error was ignored');
    expect(await keys()).toEqual([]);
  });

  it('run shared writes concurrently, but never together with a write', async () => {
    const order: string[] = [];
    const inside = signal();
    const beside = signal();
    const first = databaseOf(0).writeShared(async () => {
      inside.give();
      await beside.given;
      order.push('first');
    });
    await inside.given;
    await databaseOf(1).writeShared(() => Promise.resolve(order.push('second')));
    const alone = databaseOf(0).write(() => Promise.resolve(order.push('alone')));
    beside.give();
    await Promise.all([first, alone]);
    expect(order).toEqual(['second', 'first', 'alone']);
  });

  it('read one snapshot', async () => {
    const began = signal();
    const written = signal();
    const counts = databaseOf(0).read(async (tx) => {
      const count = async () => (await tx.query<{ n: number }[]>('SELECT count(*) AS n FROM replica_meta'))[0]?.n;
      const before = await count();
      began.give();
      await written.given;
      return [before, await count()];
    });
    await began.given;
    await databaseOf(1).write((tx) => tx.query(`INSERT INTO replica_meta (key, value) VALUES ('a', 'b')`));
    written.give();
    expect(await counts).toEqual([0, 0]);
    expect(await keys()).toEqual(['a']);
  });

  it('have one version of the content until any process commits, however long ago it began to write', async () => {
    const version = () => databaseOf(0).read((tx) => databaseOf(0).readContentVersion(tx));
    const inside = signal();
    const beside = signal();
    const slow = databaseOf(1).writeShared(async (tx) => {
      await tx.query(`INSERT INTO replica_meta (key, value) VALUES ('slow', '')`);
      inside.give();
      await beside.given;
    });
    await inside.given;
    const before = await version();
    expect(await version()).toBe(before);
    await databaseOf(0).writeShared((tx) => tx.query(`INSERT INTO replica_meta (key, value) VALUES ('quick', '')`));
    const between = await version();
    beside.give();
    await slow;
    expect(new Set([before, between, await version()]).size).toBe(3);
  });

  it('throw when nested', async () => {
    const nested = databaseOf(0).write(() => databaseOf(0).read(() => Promise.resolve()));
    await expect(nested).rejects.toThrow('inside another one');
  });

  it('report a UNIQUE violation and work after it', async () => {
    const put = () => databaseOf(0).write((tx) => tx.query(`INSERT INTO replica_meta (key, value) VALUES ('a', 'b')`));
    await put();
    const error: unknown = await put().catch((reason: unknown) => reason);
    expect(isUniqueViolation(error)).toBe(true);
    expect(await keys()).toEqual(['a']);
  });

  it('explain a connection that was cut, keep nothing of the unit, and go on', async () => {
    const cut = databaseOf(0).write(async (tx) => {
      await tx.query(`INSERT INTO replica_meta (key, value) VALUES ('lost', '')`);
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(cut).rejects.toMatchObject({ code: 'database_unreachable' });
    expect(await keys()).toEqual([]);
  });

  it('never round: a sum too big for a double is an error', async () => {
    const sum = databaseOf(0).read((tx) => tx.query(`SELECT 9007199254740993::bigint AS sum`));
    await expect(sum).rejects.toThrow('9007199254740993 has no exact number');
    const exact = await databaseOf(0).read((tx) => tx.query<object[]>(`SELECT sum(9007199254740991::bigint) AS sum`));
    expect(exact).toEqual([{ sum: 9_007_199_254_740_991 }]);
  });

  it.each([
    ['a port where nobody is', (given: URL) => (given.port = '1'), 'database_unreachable', 'does not respond'],
    [
      'a database that is not there',
      (given: URL) => (given.pathname = '/nobody_made_it'),
      'database_unreachable',
      'no database',
    ],
  ])('explain %s without the password', async (_, change, code, words) => {
    const wrong = new URL(url);
    wrong.password = 'TOPSECRET';
    change(wrong);
    const error: unknown = await openPostgres(postgresOptions(wrong.href)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(String(error)).not.toContain('TOPSECRET');
  });

  it('let one server hold the replica, and give it up with its connection', async () => {
    expect(await PostgresServerLock.isHeld(url)).toBe(false);
    const lock = await PostgresServerLock.acquire(url, { isOnlyServer: true });
    expect(await PostgresServerLock.isHeld(url)).toBe(true);
    expect(await PostgresServerLock.isHeld(await temporarySchema())).toBe(false);
    await expect(PostgresServerLock.acquire(url, { isOnlyServer: true })).rejects.toMatchObject({
      code: 'second_server',
    });
    await lock.release();
    expect(await PostgresServerLock.isHeld(url)).toBe(false);
    const several = [1, 2].map(() => PostgresServerLock.acquire(url, { isOnlyServer: false }));
    for (const shared of await Promise.all(several)) {
      await expect(PostgresServerLock.acquire(url, { isOnlyServer: true })).rejects.toMatchObject({
        code: 'second_server',
      });
      await shared.release();
    }
    expect(await PostgresServerLock.isHeld(url)).toBe(false);
  });
});

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describeOnPostgres('a connection to PostgreSQL', () => {
  let pooler: Pooler;

  afterEach(() => pooler.close());

  it('works through PgBouncer, with the limits of the product', async () => {
    pooler = await Pooler.before(await temporarySchema());
    const source = await openPostgres(postgresOptions(pooler.url));
    try {
      expect(await source.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '1min' }]);
      expect(await source.query('SHOW lock_timeout')).toEqual([{ lock_timeout: '30s' }]);
      expect(await source.query('SHOW idle_in_transaction_session_timeout')).toEqual([
        { idle_in_transaction_session_timeout: '10s' },
      ]);
    } finally {
      await source.destroy();
    }
  });

  it.each([
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "u", database "d", no encryption', '?sslmode=require'],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "u", database "d", SSL off', '?sslmode=require'],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "u", database "d", SSL encryption', 'pg_hba.conf'],
    ['28P01', 'password authentication failed for user "u"', 'the user or the password'],
    ['08P01', 'unsupported startup parameter: options', 'ignore_startup_parameters'],
  ])('names the cause of %s %s', async (code, message, text) => {
    pooler = await Pooler.before(await temporarySchema(), { error: { code, message } });
    await expect(openPostgres(postgresOptions(pooler.url))).rejects.toMatchObject({
      name: 'OperationalError',
      code: 'database_refused',
      message: expect.stringContaining(text),
    });
  });

  it('names a server without encryption and a certificate that is not trusted', async () => {
    pooler = await Pooler.before(await temporarySchema());
    const encrypted = `${pooler.url}&sslmode=require`;
    await expect(openPostgres(postgresOptions(encrypted))).rejects.toMatchObject({
      message: expect.stringContaining('does not offer encryption'),
    });
    expect(
      postgresFault(Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
    ).toEqual({ code: 'database_refused', message: expect.stringContaining('sslrootcert=FILE') });
  });

  it('is rejected by a program that is older than the replica', async () => {
    const url = await temporarySchema();
    pooler = await Pooler.before(url);
    const source = await openPostgres(postgresOptions(url));
    await source.query(`INSERT INTO migrations (timestamp, name) VALUES (1, 'FromTheFuture')`);
    await source.destroy();
    await expect(openPostgres(postgresOptions(url))).rejects.toMatchObject({
      code: 'newer_replica',
      message: expect.stringContaining('FromTheFuture'),
    });
  });
});
