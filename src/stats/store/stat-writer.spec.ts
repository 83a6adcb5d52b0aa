import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, fullValues, valuesOf } from '../../../test/support/stat-values.js';
import { TestReplica } from '../../../test/support/test-replica.js';
import type { ClientReplica } from './client-replica.entity.js';
import { StatWriter, type StatCommit } from './stat-writer.js';
import { addDays, toDay, type DailyStat, METRICS, type MetricValues } from '../../domain/index.js';

const FIRST = toDay('2026-11-01');
const WINDOW_DAYS = 10;
const WINDOW = { from: FIRST, to: addDays(FIRST, WINDOW_DAYS - 1) };
const [MORNING, EVENING] = ['2026-11-22T01:00:00.000Z', '2026-11-22T20:00:00.000Z'];

type Part = Partial<Omit<StatCommit, 'clientId'>>;
type Row = Record<string, string | number | null>;

const nov = (dayOfMonth: number) => toDay(`2026-11-${String(dayOfMonth).padStart(2, '0')}`);

let replica: TestReplica;
let clients = 0;

beforeAll(async () => {
  replica = await TestReplica.open();
});

afterAll(() => replica.close());

/** Adds a client for one test. Returns functions that commit to it and read it. */
async function newClient() {
  const clientId = await replica.addClient(`Client ${++clients}`);
  const rows = () => replica.rows<Row>('SELECT * FROM client_stat WHERE client_id = ? ORDER BY stat_date', [clientId]);
  return {
    id: clientId,
    commit: (part: Part) =>
      replica.database.write(async (tx) => {
        const { counts } = await replica.get(StatWriter).commit(tx, {
          clientId,
          window: WINDOW,
          days: [],
          quarantinedDays: new Set(),
          undatedRows: false,
          exact: false,
          syncedAt: MORNING,
          ...part,
        });
        return counts;
      }),
    rows,
    /** Returns the daily stats in the form that the writer receives. */
    days: async () =>
      (await rows()).map((row): DailyStat => ({ date: toDay(String(row.stat_date)), values: valuesIn(row) })),
    summary: async () =>
      (
        await replica.rows<Record<string, unknown>>(
          `SELECT revision, days, first_date AS "firstDate", grab_through AS "grabThrough", gojek_through AS "gojekThrough",
             verified_through AS "verifiedThrough", synced_at AS "syncedAt"
           FROM client_replica WHERE client_id = ?`,
          [clientId],
        )
      )[0] as Omit<ClientReplica, 'clientId'> | undefined,
  };
}

function valuesIn(row: Row): MetricValues {
  return METRICS.map(({ column }) => row[column] as number | null);
}

describe('StatWriter', () => {
  it('inserts, updates and keeps daily stats, and sets the time only on changed ones', async () => {
    const client = await newClient();
    const [one, two, three] = [1, 2, 3].map((at) => ({ date: nov(at), values: fullValues(at) })) as [
      DailyStat,
      DailyStat,
      DailyStat,
    ];
    expect(await client.commit({ days: [one, two] })).toMatchObject({ inserted: 2 });
    const corrected = { date: nov(2), values: fullValues(9) };
    expect(await client.commit({ days: [one, corrected, three], syncedAt: EVENING })).toEqual({
      inserted: 1,
      updated: 1,
      unchanged: 1,
      deleted: 0,
      missingUpstream: 0,
    });
    expect(await client.days()).toEqual([one, corrected, three]);
    const stamps = (await client.rows()).map((row) => [row.created_at, row.updated_at, row.synced_at]);
    expect(stamps).toEqual([
      [MORNING, MORNING, MORNING],
      [MORNING, EVENING, EVENING],
      [EVENING, EVENING, EVENING],
    ]);
  });

  it('deletes only in an exact copy in which every quarantined row has a day', async () => {
    const client = await newClient();
    const [one, two] = [1, 2].map((at) => ({ date: nov(at), values: fullValues(at) })) as [DailyStat, DailyStat];
    await client.commit({ days: [one, two] });
    expect(await client.commit({ days: [one] })).toMatchObject({ deleted: 0, missingUpstream: 1 });
    expect(await client.commit({ days: [one], exact: true, undatedRows: true })).toMatchObject({ deleted: 0 });
    const quarantined = new Set([nov(2)]);
    expect(await client.commit({ days: [one], exact: true, quarantinedDays: quarantined })).toMatchObject({
      deleted: 0,
    });
    expect(await client.days()).toEqual([one, two]);
    expect(await client.commit({ days: [one], exact: true })).toMatchObject({ deleted: 1 });
    expect(await client.days()).toEqual([one]);
  });

  it('changes nothing outside the window', async () => {
    const client = await newClient();
    const outside = { date: addDays(FIRST, -1), values: fullValues(5) };
    await client.commit({ days: [outside], window: { from: outside.date, to: outside.date } });
    expect(await client.commit({ days: [], exact: true })).toMatchObject({ deleted: 0, missingUpstream: 0 });
    expect(await client.days()).toEqual([outside]);
  });

  it('computes the totals from the merged daily stat', async () => {
    const client = await newClient();
    const totals = async () => (await client.rows()).map((row) => [row.total_sales, row.total_orders]);
    await client.commit({
      days: [
        { date: nov(1), values: valuesOf({ grabSales: 10_050, grabOrders: 2 }) },
        { date: nov(2), values: valuesOf({ gojekSales: 0 }) },
        { date: nov(3), values: valuesOf({ grabFakeOrders: 1 }) },
      ],
    });
    expect(await totals()).toEqual([
      [10_050, 2],
      [0, null],
      [null, null],
    ]);
    await client.commit({ days: [{ date: nov(1), values: valuesOf({ gojekSales: 2500, gojekOrders: 1 }) }] });
    expect((await totals())[0]).toEqual([12_550, 3]);
  });

  it('returns whether a window holds daily stats', async () => {
    const client = await newClient();
    const holds = (from: number, to: number) =>
      replica.database.read((tx) => replica.get(StatWriter).hasStats(tx, client.id, { from: nov(from), to: nov(to) }));
    expect(await holds(1, 10)).toBe(false);
    await client.commit({ days: [{ date: nov(5), values: fullValues(1) }] });
    expect([await holds(1, 4), await holds(5, 5), await holds(6, 10)]).toEqual([false, true, false]);
  });

  it('agrees with a simple model in daily stats and summary after any commits', async () => {
    const anyCommit = fc.record({
      days: anyRows(FIRST, WINDOW_DAYS),
      quarantined: fc.nat(WINDOW_DAYS - 1),
      exact: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommit, { minLength: 1, maxLength: 5 }), async (commits) => {
        const client = await newClient();
        const model = new Map<string, MetricValues>();
        for (const { days: given, quarantined, exact } of commits) {
          const quarantinedDays = new Set([addDays(FIRST, quarantined)]);
          const days = given.filter(({ date }) => !quarantinedDays.has(date));
          const before = await client.summary();
          const counts = await client.commit({ days, quarantinedDays, exact });
          applyCommit(model, days, quarantinedDays, exact);
          const rows = await client.days();
          expect(new Map(rows.map(({ date, values }) => [date, values]))).toEqual(model);
          const changed = counts.inserted + counts.updated + counts.deleted > 0;
          expect(await client.summary()).toMatchObject({
            ...plainSummary(rows),
            revision: (before?.revision ?? 0) + (changed ? 1 : 0),
          });
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('verifiedThrough', () => {
  const at = (from: number, to: number) => ({ window: { from: nov(from), to: nov(to) } });
  const withQuarantined = (...days: number[]) => ({ quarantinedDays: new Set(days.map(nov)) });

  it.each<[string, Part[], number]>([
    ['is the end of the first window', [at(1, 10)], 10],
    ['grows with a window that overlaps it', [at(1, 10), at(10, 12)], 12],
    ['grows with a window that begins on the next day', [at(1, 10), at(11, 12)], 12],
    ['does not skip days that were not requested', [at(1, 10), at(12, 15)], 10],
    ['does not decrease after an older window', [at(1, 10), at(3, 5)], 10],
    ['stops before the first quarantined day', [{ ...at(1, 10), ...withQuarantined(4, 7) }], 3],
    ['goes back to the day before a quarantined day', [at(1, 10), { ...at(1, 10), ...withQuarantined(4) }], 3],
    ['grows up to the day before a later quarantined day', [at(1, 10), { ...at(5, 20), ...withQuarantined(15) }], 14],
    ['grows again when the quarantined day is read', [{ ...at(1, 10), ...withQuarantined(4) }, at(3, 12)], 12],
    [
      'stays when a later window does not include the quarantined day',
      [{ ...at(1, 10), ...withQuarantined(4) }, at(5, 12)],
      3,
    ],
    ['ignores quarantined days outside the window', [{ ...at(5, 10), ...withQuarantined(2, 12) }], 10],
    [
      'goes back to the first day of the window for a quarantined row without a day',
      [{ ...at(5, 10), undatedRows: true }],
      5,
    ],
    [
      'stays at the first day while a quarantined row without a day exists',
      [at(1, 10), ...[1, 2].map(() => ({ ...at(5, 12), undatedRows: true }))],
      5,
    ],
    ['grows again when the row without a day is gone', [{ ...at(5, 10), undatedRows: true }, at(5, 12)], 12],
  ])('%s', async (_, commits, expected) => {
    const client = await newClient();
    for (const commit of commits) await client.commit(commit);
    expect((await client.summary())?.verifiedThrough).toBe(nov(expected));
  });

  it('is stored with the time of the response, also when nothing changed', async () => {
    const client = await newClient();
    await client.commit({});
    expect(await client.summary()).toEqual({
      revision: 0,
      days: 0,
      firstDate: null,
      grabThrough: null,
      gojekThrough: null,
      verifiedThrough: WINDOW.to,
      syncedAt: MORNING,
    });
    await client.commit({ syncedAt: EVENING });
    expect(await client.summary()).toMatchObject({ revision: 0, syncedAt: EVENING });
  });
});

/** Applies a commit to the model: merges its values, or replaces them in an exact copy. */
function applyCommit(
  model: Map<string, MetricValues>,
  days: readonly DailyStat[],
  quarantined: ReadonlySet<string>,
  exact: boolean,
): void {
  const given = new Set(days.map(({ date }) => date as string));
  if (exact) for (const date of [...model.keys()]) if (!given.has(date) && !quarantined.has(date)) model.delete(date);
  for (const { date, values } of days) {
    const old = model.get(date);
    model.set(date, exact || !old ? values : values.map((value, index) => value ?? old[index] ?? null));
  }
}

function plainSummary(rows: readonly DailyStat[]): Partial<ClientReplica> {
  const datesOf = (platform?: 'grab' | 'gojek') =>
    rows
      .filter(({ values }) => METRICS.some((m, at) => (!platform || m.platform === platform) && values[at] !== null))
      .map(({ date }) => date);
  return {
    days: rows.length,
    firstDate: datesOf()[0] ?? null,
    grabThrough: datesOf('grab').at(-1) ?? null,
    gojekThrough: datesOf('gojek').at(-1) ?? null,
  };
}
