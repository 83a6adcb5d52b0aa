import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { anyRows, fullValues } from '../../test/support/stat-values.js';
import { portable } from '../../test/support/test-database.js';
import { temporaryFolder, TestReplica } from '../../test/support/test-replica.js';
import { ColumnsCache } from './columns-cache.js';
import type { DayRow } from './day-row.js';
import { addDays, day, dayNumber, type Day } from './day.js';
import { METRICS } from './metric-catalogue.js';
import { StatWriter } from './stat-writer.js';

const FIRST = day('2026-11-01');
const SPAN = 12;
const LAST = addDays(FIRST, SPAN - 1);

const SUMS = `SELECT ${METRICS.map(({ column }) => `sum(${column}) AS "${column}"`).join(', ')}
  FROM client_stat WHERE client_id = ? AND stat_date BETWEEN ? AND ?`;

let folder: ReturnType<typeof temporaryFolder>;
let replica: TestReplica;
/** The same file through a connection of its own, as another process has it. */
let stranger: TestReplica;
let clientIds: number[];

beforeEach(async () => {
  folder = temporaryFolder();
  replica = await TestReplica.open({ folder: folder.path });
  stranger = await TestReplica.open({ folder: folder.path });
  clientIds = [];
  for (const name of ['A', 'B', 'C']) clientIds.push(await replica.addClient(name));
});

afterEach(async () => {
  await stranger.close();
  await replica.close();
  folder.discard();
});

function write(through: TestReplica, clientId: number, days: readonly DayRow[], exact = false) {
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
  await replica.get(ColumnsCache).read(async (tx, columnsOf) => {
    for (const id of clientIds) {
      const { sums } = columnsOf(id).sums(dayNumber(from), dayNumber(to));
      expect(sums).toEqual(await plainSums(tx, id, from, to));
    }
  });
}

describe('the cache of columns', () => {
  it('answers as plain SQL sums do, whoever wrote what', async () => {
    const anyWrite = fc.record({
      client: fc.nat(2),
      rows: anyRows(FIRST, SPAN),
      exact: fc.boolean(),
      byStranger: fc.boolean(),
      from: fc.nat(SPAN - 1),
      length: fc.nat(SPAN),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyWrite, { minLength: 1, maxLength: 6 }), async (writes) => {
        for (const { client, rows, exact, byStranger, from, length } of writes) {
          await write(byStranger ? stranger : replica, clientIds[client] ?? 0, rows, exact);
          await expectAgreement(addDays(FIRST, from), addDays(FIRST, from + length));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('knows nothing of a client without rows, and learns of new clients', async () => {
    const cache = replica.get(ColumnsCache);
    const daysOf = (id: number) => cache.read((_, columnsOf) => Promise.resolve(columnsOf(id).sums(0, 99_999).days));
    expect(await daysOf(clientIds[0] ?? 0)).toBe(0);
    expect(await daysOf(4711)).toBe(0);
    const added = await stranger.addClient('D');
    await write(stranger, added, [{ date: FIRST, values: fullValues(1) }]);
    expect(await daysOf(added)).toBe(1);
  });

  it('reads more clients than one portion', async () => {
    for (let at = 0; at < 45; at++) {
      const id = await replica.addClient(`Client ${at}`);
      clientIds.push(id);
      await write(replica, id, [{ date: FIRST, values: fullValues(at) }]);
    }
    await replica.get(ColumnsCache).warm();
    await expectAgreement();
  });

  it('keeps to one snapshot while another process writes', async () => {
    const id = clientIds[0] ?? 0;
    await write(replica, id, [{ date: FIRST, values: fullValues(1) }]);
    await replica.get(ColumnsCache).read(async (tx, columnsOf) => {
      await write(stranger, id, [{ date: FIRST, values: fullValues(1000) }]);
      const { sums } = columnsOf(id).sums(dayNumber(FIRST), dayNumber(LAST));
      expect(sums).toEqual(fullValues(1));
      expect(sums).toEqual(await plainSums(tx, id, FIRST, LAST));
    });
    await expectAgreement();
  });
});
