import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import SqliteConnection from 'better-sqlite3';
import type { EntityManager } from 'typeorm';
import { TestReplica } from '../../../test/support/test-replica.js';
import type { Database } from './database.js';
import { sqliteHandle } from './sqlite/sqlite-database.js';
import { isUniqueViolation } from './database-errors.js';
import { OperationalError } from '../../domain/index.js';

type Work = (tx: EntityManager) => Promise<void>;

let replica: TestReplica;
let database: Database;

beforeEach(async () => {
  replica = await TestReplica.open();
  database = replica.database;
});

afterEach(() => replica.close());

const put = (tx: EntityManager, key: string, value: string) =>
  tx.query('INSERT INTO replica_meta ("key", "value") VALUES (?, ?)', [key, value]);

async function held(): Promise<Record<string, string>> {
  const rows = await replica.rows<{ key: string; value: string }>('SELECT "key", "value" FROM replica_meta');
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** Ten writes of two statements at once, the fifth of which throws in between; answers which were kept whole. */
async function tenWrites(write: (work: Work) => Promise<void>) {
  const works = Array.from({ length: 10 }, (_, at) =>
    write(async (tx) => {
      await put(tx, `${at}`, 'half');
      await nextTurn();
      if (at === 4) throw new Error('the fifth');
      await tx.query('UPDATE replica_meta SET "value" = ? WHERE "key" = ?', ['whole', `${at}`]);
    }),
  );
  const failed = (await Promise.allSettled(works)).filter(({ status }) => status === 'rejected').length;
  return { failed, held: await held() };
}

const NINE_KEPT = {
  failed: 1,
  held: Object.fromEntries([0, 1, 2, 3, 5, 6, 7, 8, 9].map((at) => [`${at}`, 'whole'])),
};

describe('units of work', () => {
  it('keep nine of ten concurrent writes when one throws', async () => {
    expect(await tenWrites((work) => database.write(work))).toEqual(NINE_KEPT);
  });

  it("need the single writer: TypeORM's own transactions lose others' writes on this driver", async () => {
    expect(await tenWrites((work) => replica.dataSource.transaction(work))).not.toEqual(NINE_KEPT);
  });

  it('are on the disk when they end, but for those that may be lost in a power cut', async () => {
    const synchronous = (tx: EntityManager) =>
      Promise.resolve(sqliteHandle(tx).pragma('synchronous', { simple: true }) as number);
    const failing = () => Promise.reject(new Error('failed'));
    expect(await database.writeShared(synchronous, { synchronous: false })).toBe(1);
    await expect(database.writeShared(failing, { synchronous: false })).rejects.toThrow('failed');
    expect(await database.write(synchronous)).toBe(2);
    expect(await database.writeShared(synchronous)).toBe(2);
  });

  it('go in the order they came, and a failed one stops nobody', async () => {
    const order: number[] = [];
    const units = [1, 2, 3, 4].map((at) =>
      database[at % 2 ? 'write' : 'read'](async () => {
        await nextTurn();
        order.push(at);
        if (at === 2) throw new Error('the second');
      }),
    );
    await Promise.allSettled(units);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('let the event loop serve others between units that take long together', async () => {
    const counting = { turns: 0, isOver: false };
    const counted = (async () => {
      for (; !counting.isOver; counting.turns++) await nextTurn();
    })();
    const units = Array.from({ length: 10 }, () =>
      database.read(async () => {
        const until = performance.now() + 15;
        while (performance.now() < until);
        await Promise.resolve();
      }),
    );
    await Promise.all(units);
    counting.isOver = true;
    await counted;
    expect(counting.turns).toBeGreaterThanOrEqual(9);
  });

  it('never show a half-done write to a reader', async () => {
    const seen: unknown[] = [];
    const units: Promise<unknown>[] = [];
    for (let at = 0; at < 10; at++) {
      units.push(
        database.write(async (tx) => {
          await tx.query('DELETE FROM replica_meta');
          await nextTurn();
          await put(tx, 'a', `${at}`);
          await nextTurn();
          await put(tx, 'b', `${at}`);
        }),
        database.read(async (tx) => {
          const [a] = await tx.query<unknown[]>(`SELECT "value" FROM replica_meta WHERE "key" = 'a'`);
          await nextTurn();
          const [b] = await tx.query<unknown[]>(`SELECT "value" FROM replica_meta WHERE "key" = 'b'`);
          expect(a).toEqual(b);
          seen.push(a);
        }),
      );
    }
    await Promise.all(units);
    expect(seen).toEqual(Array.from({ length: 10 }, (_, at) => ({ value: `${at}` })));
  });

  it('roll back whole on a throw, and hand the error on as it was', async () => {
    const error = new Error('mine');
    const unit = database.write(async (tx) => {
      await put(tx, 'a', '1');
      await put(tx, 'b', '2');
      throw error;
    });
    await expect(unit).rejects.toBe(error);
    expect(await held()).toEqual({});
  });

  it('throw when nested, instead of waiting for themselves, and go on after', async () => {
    for (const inner of ['read', 'write'] as const) {
      const unit = database.write(async (tx) => {
        await put(tx, 'a', '1');
        await database[inner](() => Promise.resolve());
      });
      await expect(unit).rejects.toThrow('inside another one');
    }
    expect(await held()).toEqual({});
    await database.write((tx) => put(tx, 'a', '1'));
    expect(await held()).toEqual({ a: '1' });
  });

  it('may start one after the other in one flow', async () => {
    await database.write((tx) => put(tx, 'a', '1'));
    await Promise.all([1, 2].map(() => database.read(() => Promise.resolve()).then(() => held())));
    expect(await held()).toEqual({ a: '1' });
  });
});

describe('the version of the content', () => {
  const version = () => database.read((tx) => database.readContentVersion(tx));

  it('stays the same while nobody writes, whatever is read', async () => {
    const before = await version();
    await held();
    await database.write(() => Promise.resolve());
    expect(await version()).toBe(before);
  });

  it('differs after every write of this process, also one that removes what the last one added', async () => {
    const seen = [await version()];
    await database.write((tx) => put(tx, 'a', '1'));
    seen.push(await version());
    await database.writeShared((tx) => tx.query('DELETE FROM replica_meta'), { synchronous: false });
    seen.push(await version());
    expect(new Set(seen).size).toBe(3);
  });

  it('differs after every write of another process', async () => {
    const other = new SqliteConnection(sqliteHandle(replica.dataSource.manager).name);
    const seen = [await version()];
    for (const sql of [`INSERT INTO replica_meta VALUES ('a', '1')`, 'DELETE FROM replica_meta']) {
      other.exec(sql);
      seen.push(await version());
    }
    other.close();
    expect(new Set(seen).size).toBe(3);
  });
});

describe('errors of the database', () => {
  const failure = (work: Work) =>
    database.write(work).then(
      () => null,
      (error: unknown) => error,
    );

  it('stay recognisable when a UNIQUE rule was broken, and are no fault of the disk', async () => {
    await database.write((tx) => put(tx, 'a', '1'));
    const error = await failure((tx) => put(tx, 'a', '2'));
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(new Error('UNIQUE constraint failed'))).toBe(false);
    expect(error).not.toBeInstanceOf(OperationalError);
    expect(database.fault).toBeNull();
    expect(await held()).toEqual({ a: '1' });
  });

  it('say database_read_only, remember it, and forget it with the first write that is kept', async () => {
    const handle = sqliteHandle(replica.dataSource.manager);
    handle.pragma('query_only = ON');
    const error = await failure((tx) => put(tx, 'a', '1'));
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ code: 'database_read_only' });
    expect(database.fault).toBe(error);
    expect(await held()).toEqual({});
    handle.pragma('query_only = OFF');
    await database.read(() => Promise.resolve());
    await database.write(() => Promise.resolve());
    expect(database.fault).toBe(error);
    await database.write((tx) => put(tx, 'a', '1'));
    expect(database.fault).toBeNull();
  });

  it('say disk_full and lose nothing that was held', async () => {
    await database.write((tx) => put(tx, 'a', '1'));
    const handle = sqliteHandle(replica.dataSource.manager);
    handle.pragma(`max_page_count = ${String(handle.pragma('page_count', { simple: true }))}`);
    const error = await failure((tx) => put(tx, 'b', 'x'.repeat(100_000)));
    expect(error).toMatchObject({ code: 'disk_full' });
    expect(database.fault).toBe(error);
    expect(await held()).toEqual({ a: '1' });
    expect(handle.pragma('integrity_check', { simple: true })).toBe('ok');
    handle.pragma('max_page_count = 1000000');
    await database.write((tx) => put(tx, 'b', 'x'.repeat(100_000)));
    expect(database.fault).toBeNull();
  });
});
