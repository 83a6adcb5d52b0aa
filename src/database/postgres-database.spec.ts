import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { describeOnPostgres, temporarySchema } from '../../test/support/postgres.js';
import { isUniqueViolation } from './database-errors.js';
import type { Database } from './database.js';
import { PostgresDatabase } from './postgres-database.js';
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

  const door = (at: number): Database => {
    const database = at % 2 ? here : there;
    if (!database) throw new Error('not open');
    return database;
  };

  const keys = async () => {
    const rows = await door(1).read((tx) => tx.query<{ key: string }[]>('SELECT key FROM replica_meta ORDER BY key'));
    return rows.map(({ key }) => key);
  };

  it('keep what a write looked at true until it writes, in all processes', async () => {
    const works = Array.from({ length: 20 }, (_, at) =>
      door(at).write(async (tx) => {
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
    const passedOver = door(0).write(async (tx) => {
      await tx.query("INSERT INTO replica_meta (key, value) VALUES ('a', '')");
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(passedOver).rejects.toThrow('failed and was passed over');
    expect(await keys()).toEqual([]);
  });

  it('of one item each go beside each other, but never beside a write', async () => {
    const order: string[] = [];
    const inside = signal();
    const beside = signal();
    const first = door(0).writeBeside(async () => {
      inside.give();
      await beside.given;
      order.push('first');
    });
    await inside.given;
    await door(1).writeBeside(() => Promise.resolve(order.push('second')));
    const alone = door(0).write(() => Promise.resolve(order.push('alone')));
    beside.give();
    await Promise.all([first, alone]);
    expect(order).toEqual(['second', 'first', 'alone']);
  });

  it('read one snapshot', async () => {
    const began = signal();
    const written = signal();
    const counts = door(0).read(async (tx) => {
      const count = async () => (await tx.query<{ n: number }[]>('SELECT count(*) AS n FROM replica_meta'))[0]?.n;
      const before = await count();
      began.give();
      await written.given;
      return [before, await count()];
    });
    await began.given;
    await door(1).write((tx) => tx.query(`INSERT INTO replica_meta (key, value) VALUES ('a', 'b')`));
    written.give();
    expect(await counts).toEqual([0, 0]);
    expect(await keys()).toEqual(['a']);
  });

  it('refuse to be nested', async () => {
    const nested = door(0).write(() => door(0).read(() => Promise.resolve()));
    await expect(nested).rejects.toThrow('inside another one');
  });

  it('tell a broken UNIQUE rule, and go on after it', async () => {
    const put = () => door(0).write((tx) => tx.query(`INSERT INTO replica_meta (key, value) VALUES ('a', 'b')`));
    await put();
    const error: unknown = await put().catch((reason: unknown) => reason);
    expect(isUniqueViolation(error)).toBe(true);
    expect(await keys()).toEqual(['a']);
  });

  it('explain a connection that was cut, keep nothing of the unit, and go on', async () => {
    const cut = door(0).write(async (tx) => {
      await tx.query(`INSERT INTO replica_meta (key, value) VALUES ('lost', '')`);
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(cut).rejects.toMatchObject({ code: 'database_unreachable' });
    expect(await keys()).toEqual([]);
  });

  it('never round: a sum too big for a double is an error', async () => {
    const sum = door(0).read((tx) => tx.query(`SELECT 9007199254740993::bigint AS sum`));
    await expect(sum).rejects.toThrow('9007199254740993 has no exact number');
    const exact = await door(0).read((tx) => tx.query<object[]>(`SELECT sum(9007199254740991::bigint) AS sum`));
    expect(exact).toEqual([{ sum: 9_007_199_254_740_991 }]);
  });

  it.each([
    ['a port where nobody is', (given: URL) => (given.port = '1'), 'database_unreachable', 'does not answer'],
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
    const lock = await PostgresServerLock.acquire(url, { alone: true });
    expect(await PostgresServerLock.isHeld(url)).toBe(true);
    expect(await PostgresServerLock.isHeld(await temporarySchema())).toBe(false);
    await expect(PostgresServerLock.acquire(url, { alone: true })).rejects.toMatchObject({ code: 'second_server' });
    await lock.release();
    expect(await PostgresServerLock.isHeld(url)).toBe(false);
    const several = [1, 2].map(() => PostgresServerLock.acquire(url, { alone: false }));
    for (const shared of await Promise.all(several)) {
      await expect(PostgresServerLock.acquire(url, { alone: true })).rejects.toMatchObject({ code: 'second_server' });
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
