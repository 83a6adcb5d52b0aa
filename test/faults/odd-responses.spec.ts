import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientPage } from '../../src/stats/reports/client-page.dto.js';
import { expectReadableMessage, FaultHarness, type Outcome } from '../support/fault-harness.js';
import { DAYS, dayRow, HELD, version, YESTERDAY } from '../support/fault-rows.js';
import { respondWith } from '../support/upstream-faults.js';
import type { UpstreamRow } from '../support/scripted-upstream.js';
import { shift } from '../support/expected-figures.js';

let harness: FaultHarness;

beforeEach(async () => {
  harness = await FaultHarness.start({ others: ['Dates', 'Midnight', 'Bali', 'Mixed'] });
});

afterEach(() => harness.stop());

function expectFaultyHolds({ calls, replica }: Outcome, rows: UpstreamRow[]): void {
  expect(calls).toEqual(Object.fromEntries(harness.names.map((name) => [name, 1])));
  expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: rows }));
}

describe('a duplicate day in a response', () => {
  it('is stored once when the figures are equal', async () => {
    const outcome = await harness.syncRows(
      ...version(2, DAYS),
      dayRow(YESTERDAY, 2, { rating: '1.0', stat_date: YESTERDAY }),
      dayRow('2026-11-19', 2, { grab_sales: Number(dayRow('2026-11-19', 2).grab_sales) }),
    );
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { quarantined: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', code: null, counts: { inserted: 1, updated: 3 } });
    expectFaultyHolds(outcome, version(2, DAYS));
  });

  it('is quarantined in both versions when the figures differ, and the held row is kept', async () => {
    const outcome = await harness.syncRows(...version(2, DAYS), dayRow('2026-11-19', 2, { gojek_orders: 999 }));
    expect(outcome.run).toMatchObject({ status: 'partial', counts: { quarantined: 2, missingUpstream: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', code: 'rows_quarantined' });
    expectReadableMessage(outcome.items.Faulty?.message);
    const rejected = { date: '2026-11-19', field: 'gojek_orders', reason: 'conflicting_duplicate' };
    expect(await harness.listQuarantinedRows()).toEqual([
      { ...rejected, value: String(dayRow('2026-11-19', 2).gojek_orders) },
      { ...rejected, value: '999' },
    ]);
    const [first, , ...rest] = version(2, DAYS);
    expectFaultyHolds(outcome, [first!, dayRow('2026-11-19', 1), ...rest]);
  });
});

describe('a response with too few or too many rows', () => {
  it('removes no held day that it lacks, and the missing days are counted and shown', async () => {
    const outcome = await harness.syncRows(dayRow('2026-11-20', 2));
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { missingUpstream: 2, deleted: 0 } });
    expect(outcome.items.Faulty).toMatchObject({
      status: 'done',
      code: null,
      counts: { updated: 1, missingUpstream: 2 },
    });
    expectFaultyHolds(outcome, [...version(1, HELD.slice(0, 2)), dayRow('2026-11-20', 2)]);
    const page = `/clients/${outcome.items.Faulty?.clientId}/stats?from=2026-11-18&to=2026-11-18`;
    const { body: client } = await harness.app.get<ClientPage>(page);
    expect(client.days[0]).toMatchObject({ grab: { sales: Number(dayRow('2026-11-18', 1).grab_sales) } });
  });

  it('has its rows of other days or other restaurants ignored and counted', async () => {
    const foreign = ['Healthy', 'faulty', 'Faulty ', ' Faulty'].map((name) =>
      dayRow('2026-11-19', 9, { restaurant_name: name }),
    );
    const outside = ['2026-11-22', '2027-01-01', '2026-11-11', '2025-11-19'].map((date) => dayRow(date, 9));
    const outcome = await harness.syncRows(...foreign, ...outside, ...version(2, DAYS));
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { ignored: 8, quarantined: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', counts: { ignored: 8, inserted: 1, updated: 3 } });
    expectFaultyHolds(outcome, version(2, DAYS));
  });

  it('is suspicious when it is empty and rows are held: they are kept, and the run reports it', async () => {
    const outcome = await harness.syncRows();
    expect(outcome.run).toMatchObject({ status: 'partial', items: { suspicious_empty: 1, done: 5 }, error: null });
    expect(outcome.items.Faulty).toMatchObject({ status: 'suspicious_empty', code: 'suspicious_empty', attempts: 1 });
    expectReadableMessage(outcome.items.Faulty?.message);
    expect(await harness.listClientNames(outcome, 'suspicious_empty')).toEqual(['Faulty']);
    expectFaultyHolds(outcome, version(1, HELD));
    await harness.expectRecovery();
  });

  it('is suspicious when all its rows are of another restaurant', async () => {
    const outcome = await harness.syncRows(...DAYS.map((date) => dayRow(date, 2, { restaurant_name: 'Healthy' })));
    expect(outcome.run).toMatchObject({ status: 'partial', counts: { ignored: 4 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'suspicious_empty', counts: { ignored: 4 } });
    expectFaultyHolds(outcome, version(1, HELD));
  });

  it('is simply empty when no rows are held', async () => {
    const id = await harness.app.addClient('New');
    harness.upstream.serve('New', []);
    const { run, items } = await harness.sync();
    expect(run).toMatchObject({ status: 'completed', items: { done: 7 } });
    expect(items.New).toMatchObject({ clientId: id, status: 'done', code: null, message: null });
    expect(await harness.app.rows('SELECT * FROM client_stat WHERE client_id = ?', [id])).toEqual([]);
  });

  it('has no side effect when its keys have a meaning in JavaScript', async () => {
    const poison =
      '"__proto__": {"grab_sales": "666.00", "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}';
    const more = `${poison}, "toString": "x", "hasOwnProperty": null, "": 5, "grab_sales ": "7", "GRAB_ORDERS": 8`;
    const { grab_sales: _, ...unsold } = dayRow(YESTERDAY, 2);
    const rows = [...version(2, HELD), unsold].map((row) => JSON.stringify(row).replace('{', `{${more}, `));
    const outcome = await harness.sync(
      respondWith(`{${poison}, "restaurant_name": "Faulty", "data": [${rows.join(', ')}]}`),
    );
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { quarantined: 0, ignored: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', code: null });
    expectFaultyHolds(outcome, [...version(2, HELD), unsold]);
    expect({}).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('grab_sales');
  });
});

describe('the same days in another form', () => {
  it('give the same replica to the byte, in any order and date format', async () => {
    const written = {
      Dates: (date: string) => date,
      Midnight: (date: string) => `${date}T00:00:00.000Z`,
      Bali: (date: string) => `${shift(date, -1)}T16:00:00.000Z`,
    };
    const styles = [...Object.values(written), (date: string) => `${date}T00:00:00+08:00`];
    const responses = Object.entries(written).map(([name, write]) => [name, DAYS.map(write)] as const);
    const mixed = DAYS.map((date, index) => styles[(index + 1) % styles.length]!(date));
    for (const [name, dates] of [...responses, ['Mixed', mixed] as const]) {
      const rows = dates.map((stat_date, index) => dayRow(DAYS[index]!, 2, { stat_date }));
      harness.upstream.serve(name, name === 'Dates' ? rows : [rows[2]!, rows[0]!, rows[3]!, rows[1]!]);
    }
    const { run, replica } = await harness.sync();
    expect(run).toMatchObject({ status: 'completed', counts: { quarantined: 0, ignored: 0, missingUpstream: 0 } });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS)));

    const texts = Object.values(replica).map((cells) => JSON.stringify(cells));
    expect(texts).toHaveLength(harness.names.length);
    expect(new Set(texts).size).toBe(1);
  });
});
