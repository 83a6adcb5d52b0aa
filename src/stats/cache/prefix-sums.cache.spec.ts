import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { anyRows, fullValues } from '../../../test/support/stat-values.js';
import { TestClock } from '../../../test/support/create-test-app.js';
import { portable } from '../../../test/support/test-database.js';
import { temporaryFolder, TestReplica } from '../../../test/support/test-replica.js';
import { PrefixSumsCache } from './prefix-sums.cache.js';
import { StatWriter } from '../store/stat-writer.js';
import { type DailyStat, addDays, toDay, toDayNumber, type Day, METRICS, PLATFORMS } from '../../domain/index.js';

const FIRST = toDay('2026-11-01');
const HISTORY_DAYS = 12;
const LAST = addDays(FIRST, HISTORY_DAYS - 1);
const [START, END] = [toDayNumber(FIRST), toDayNumber(LAST)];

const SUMS = `SELECT ${METRICS.map(({ column }) => `sum(${column}) AS "${column}"`).join(', ')}
  FROM client_stat WHERE client_id = ? AND stat_date BETWEEN ? AND ?`;

let folder: ReturnType<typeof temporaryFolder>;
let replica: TestReplica;
/** The same database through a separate connection, as another process opens it. */
let otherProcess: TestReplica;
let clientIds: number[];

beforeEach(async () => {
  folder = temporaryFolder();
  replica = await TestReplica.open({ folder: folder.path, clock: TestClock.at('2026-11-22T06:00:00.000Z') });
  otherProcess = await TestReplica.open({ folder: folder.path });
  clientIds = [];
  for (const name of ['A', 'B', 'C']) clientIds.push(await replica.addClient(name));
});

afterEach(async () => {
  await otherProcess.close();
  await replica.close();
  folder.discard();
});

function write(through: TestReplica, clientId: number, days: readonly DailyStat[], exact = false) {
  return through.database.write((tx) =>
    through.get(StatWriter).commit(tx, {
      clientId,
      window: { from: FIRST, to: LAST },
      days,
      quarantinedDays: new Set(),
      undatedRows: false,
      exact,
      syncedAt: '2026-11-22T01:00:00.000Z',
    }),
  );
}

async function plainSums(tx: EntityManager, clientId: number, from: Day, to: Day): Promise<(number | null)[]> {
  const [row]: Record<string, number | null>[] = await tx.query(portable(SUMS), [clientId, from, to]);
  return METRICS.map(({ column }) => row?.[column] ?? null);
}

/** Compares the cache with SQL inside one snapshot, for each client. */
async function expectAgreement(from = FIRST, to = LAST): Promise<void> {
  await replica.get(PrefixSumsCache).read(async (tx, prefixSumsOf) => {
    for (const id of clientIds) {
      const { sums } = prefixSumsOf(id).sumDays(toDayNumber(from), toDayNumber(to));
      expect(sums).toEqual(await plainSums(tx, id, from, to));
    }
  });
}

describe('PrefixSumsCache', () => {
  it('agrees with SQL sums after writes by this process and by another', async () => {
    const anyWrite = fc.record({
      client: fc.nat(2),
      rows: anyRows(FIRST, HISTORY_DAYS),
      exact: fc.boolean(),
      byOtherProcess: fc.boolean(),
      from: fc.nat(HISTORY_DAYS - 1),
      length: fc.nat(HISTORY_DAYS),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyWrite, { minLength: 1, maxLength: 6 }), async (writes) => {
        for (const { client, rows, exact, byOtherProcess, from, length } of writes) {
          await write(byOtherProcess ? otherProcess : replica, clientIds[client] ?? 0, rows, exact);
          await expectAgreement(addDays(FIRST, from), addDays(FIRST, from + length));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has no sums for a client without daily stats, and finds new clients', async () => {
    const cache = replica.get(PrefixSumsCache);
    const daysOf = (id: number) =>
      cache.read((_, prefixSumsOf) => Promise.resolve(prefixSumsOf(id).sumDays(0, 99_999).days));
    expect(await daysOf(clientIds[0] ?? 0)).toBe(0);
    expect(await daysOf(4711)).toBe(0);
    const added = await otherProcess.addClient('D');
    await write(otherProcess, added, [{ date: FIRST, values: fullValues(1) }]);
    expect(await daysOf(added)).toBe(1);
  });

  it('gives the same sums of recent days before and after the whole histories are loaded', async () => {
    const old = addDays(FIRST, -300);
    for (const id of clientIds) {
      await replica.database.write((tx) =>
        replica.get(StatWriter).commit(tx, {
          clientId: id,
          window: { from: old, to: LAST },
          days: [
            { date: old, values: fullValues(1000) },
            { date: LAST, values: fullValues(id) },
          ],
          quarantinedDays: new Set(),
          undatedRows: false,
          exact: false,
          syncedAt: '2026-11-22T01:00:00.000Z',
        }),
      );
    }
    const sumsSince = (since?: Day) =>
      replica
        .get(PrefixSumsCache)
        .read((_, prefixSumsOf) => Promise.resolve(clientIds.map((id) => prefixSumsOf(id).sumDays(START, END))), since);
    const recent = await sumsSince(FIRST);
    expect(recent.map(({ sums }) => sums)).toEqual(clientIds.map((id) => fullValues(id)));
    expect(await sumsSince()).toEqual(recent);
    await expectAgreement(old, LAST);
    expect(await sumsSince(FIRST)).toEqual(recent);
  });

  it('keeps the largest, negative and missing values of a day exactly', async () => {
    const id = clientIds[0] ?? 0;
    const values = METRICS.map(({ kind }, index) => {
      if (index % 3 === 2) return null;
      if (kind === 'count') return 2 ** 31 - 1;
      return index % 2 === 0 ? Number.MAX_SAFE_INTEGER : -(2 ** 40 + 1);
    });
    await write(replica, id, [{ date: FIRST, values }]);
    const read = await replica.get(PrefixSumsCache).read((_, prefixSumsOf) => {
      return Promise.resolve(prefixSumsOf(id).valuesOn(START, PLATFORMS));
    });
    expect(read).toEqual(values);
  });

  it('reads more clients than one batch holds', async () => {
    for (let at = 0; at < 90; at++) {
      const id = await replica.addClient(`Client ${at}`);
      clientIds.push(id);
      await write(replica, id, [{ date: FIRST, values: fullValues(at) }]);
    }
    const cache = replica.get(PrefixSumsCache);
    await cache.warmRecentDays();
    const recent = await cache.read(
      (_, prefixSumsOf) => Promise.resolve(clientIds.slice(3).map((id) => prefixSumsOf(id).sumDays(START, END).sums)),
      FIRST,
    );
    expect(recent).toEqual(Array.from({ length: 90 }, (_, at) => fullValues(at)));
    await cache.warm();
    await expectAgreement();
  });

  it('reads one snapshot while another process writes', async () => {
    const id = clientIds[0] ?? 0;
    await write(replica, id, [{ date: FIRST, values: fullValues(1) }]);
    await replica.get(PrefixSumsCache).read(async (tx, prefixSumsOf) => {
      await write(otherProcess, id, [{ date: FIRST, values: fullValues(1000) }]);
      const { sums } = prefixSumsOf(id).sumDays(toDayNumber(FIRST), toDayNumber(LAST));
      expect(sums).toEqual(fullValues(1));
      expect(sums).toEqual(await plainSums(tx, id, FIRST, LAST));
    });
    await expectAgreement();
  });
});
