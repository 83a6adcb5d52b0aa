import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientPage } from '../../src/stats/client-page.service.js';
import { expectForPeople, FaultBench, type Outcome } from '../support/fault-bench.js';
import { DAYS, dayRow, HELD, version, YESTERDAY } from '../support/fault-rows.js';
import { body } from '../support/misbehaviour.js';
import type { WireRow } from '../support/scripted-upstream.js';
import { shift } from '../support/wire-model.js';

let bench: FaultBench;

beforeEach(async () => {
  bench = await FaultBench.start({ others: ['Dates', 'Midnight', 'Bali', 'Mixed'] });
});

afterEach(() => bench.stop());

function expectFaultyHolds({ calls, replica }: Outcome, rows: WireRow[]): void {
  expect(calls).toEqual(Object.fromEntries(bench.names.map((name) => [name, 1])));
  expect(replica).toEqual(bench.all(version(2, DAYS), { Faulty: rows }));
}

describe('a day that comes twice', () => {
  it('with the same figures is one, whatever else differs', async () => {
    const outcome = await bench.answering(
      ...version(2, DAYS),
      dayRow(YESTERDAY, 2, { rating: '1.0', stat_date: YESTERDAY }),
      dayRow('2026-11-19', 2, { grab_sales: String(dayRow('2026-11-19', 2).grab_sales) + '00' }),
    );
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { quarantined: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', code: null, counts: { inserted: 1, updated: 3 } });
    expectFaultyHolds(outcome, version(2, DAYS));
  });

  it('with different figures is quarantined in both versions, and the held row is kept', async () => {
    const outcome = await bench.answering(...version(2, DAYS), dayRow('2026-11-19', 2, { gojek_orders: 999 }));
    expect(outcome.run).toMatchObject({ status: 'partial', counts: { quarantined: 2, missingUpstream: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', code: 'rows_quarantined' });
    expectForPeople(outcome.items.Faulty?.message);
    const refused = { date: '2026-11-19', field: 'gojek_orders', reason: 'conflicting_duplicate' };
    expect(await bench.refusedRows()).toEqual([
      { ...refused, value: String(dayRow('2026-11-19', 2).gojek_orders) },
      { ...refused, value: '999' },
    ]);
    const [first, , ...rest] = version(2, DAYS);
    expectFaultyHolds(outcome, [first!, dayRow('2026-11-19', 1), ...rest]);
  });
});

describe('an answer with too little or too much', () => {
  it('that lacks held days loses none: they are kept, counted and shown', async () => {
    const outcome = await bench.answering(dayRow('2026-11-20', 2));
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { missingUpstream: 2, deleted: 0 } });
    expect(outcome.items.Faulty).toMatchObject({
      status: 'done',
      code: null,
      counts: { updated: 1, missingUpstream: 2 },
    });
    expectFaultyHolds(outcome, [...version(1, HELD.slice(0, 2)), dayRow('2026-11-20', 2)]);
    const page = `/clients/${outcome.items.Faulty?.clientId}/stats?from=2026-11-18&to=2026-11-18`;
    const { body: client } = await bench.app.get<ClientPage>(page);
    expect(client.days[0]).toMatchObject({ grab: { sales: Number(dayRow('2026-11-18', 1).grab_sales) } });
  });

  it('with rows outside the window or of other restaurants: they are ignored and counted', async () => {
    const foreign = ['Healthy', 'faulty', 'Faulty ', ' Faulty'].map((name) =>
      dayRow('2026-11-19', 9, { restaurant_name: name }),
    );
    const outside = ['2026-11-22', '2027-01-01', '2026-11-11', '2025-11-19'].map((date) => dayRow(date, 9));
    const outcome = await bench.answering(...foreign, ...outside, ...version(2, DAYS));
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { ignored: 8, quarantined: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', counts: { ignored: 8, inserted: 1, updated: 3 } });
    expectFaultyHolds(outcome, version(2, DAYS));
  });

  it('with nothing over held rows is suspicious: they are kept, and a person is told', async () => {
    const outcome = await bench.answering();
    expect(outcome.run).toMatchObject({ status: 'partial', items: { suspicious_empty: 1, done: 5 }, error: null });
    expect(outcome.items.Faulty).toMatchObject({ status: 'suspicious_empty', code: 'suspicious_empty', attempts: 1 });
    expectForPeople(outcome.items.Faulty?.message);
    expect(await bench.listed(outcome, 'suspicious_empty')).toEqual(['Faulty']);
    expectFaultyHolds(outcome, version(1, HELD));
    await bench.heals();
  });

  it('with nothing but rows of another restaurant is suspicious too', async () => {
    const outcome = await bench.answering(...DAYS.map((date) => dayRow(date, 2, { restaurant_name: 'Healthy' })));
    expect(outcome.run).toMatchObject({ status: 'partial', counts: { ignored: 4 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'suspicious_empty', counts: { ignored: 4 } });
    expectFaultyHolds(outcome, version(1, HELD));
  });

  it('with nothing where nothing is held is just nothing', async () => {
    const id = await bench.app.addClient('New');
    bench.upstream.serve('New', []);
    const { run, items } = await bench.sync();
    expect(run).toMatchObject({ status: 'completed', items: { done: 7 } });
    expect(items.New).toMatchObject({ clientId: id, status: 'done', code: null, message: null });
    expect(await bench.app.rows('SELECT * FROM client_stat WHERE client_id = ?', [id])).toEqual([]);
  });

  it('with keys that mean something to JavaScript has no effect beyond its figures', async () => {
    const poison =
      '"__proto__": {"grab_sales": "666.00", "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}';
    const more = `${poison}, "toString": "x", "hasOwnProperty": null, "": 5, "grab_sales ": "7", "GRAB_ORDERS": 8`;
    const { grab_sales: _, ...unsold } = dayRow(YESTERDAY, 2);
    const rows = [...version(2, HELD), unsold].map((row) => JSON.stringify(row).replace('{', `{${more}, `));
    const outcome = await bench.sync(body(`{${poison}, "restaurant_name": "Faulty", "data": [${rows.join(', ')}]}`));
    expect(outcome.run).toMatchObject({ status: 'completed', counts: { quarantined: 0, ignored: 0 } });
    expect(outcome.items.Faulty).toMatchObject({ status: 'done', code: null });
    expectFaultyHolds(outcome, [...version(2, HELD), unsold]);
    expect({}).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('grab_sales');
  });
});

describe('the same days', () => {
  it('out of order and in every way of writing a date are the same replica to the byte', async () => {
    const written = {
      Dates: (date: string) => date,
      Midnight: (date: string) => `${date}T00:00:00.000Z`,
      Bali: (date: string) => `${shift(date, -1)}T16:00:00.000Z`,
    };
    const styles = [...Object.values(written), (date: string) => `${date}T00:00:00+08:00`];
    const answers = Object.entries(written).map(([name, write]) => [name, DAYS.map(write)] as const);
    const mixed = DAYS.map((date, index) => styles[(index + 1) % styles.length]!(date));
    for (const [name, dates] of [...answers, ['Mixed', mixed] as const]) {
      const rows = dates.map((stat_date, index) => dayRow(DAYS[index]!, 2, { stat_date }));
      bench.upstream.serve(name, name === 'Dates' ? rows : [rows[2]!, rows[0]!, rows[3]!, rows[1]!]);
    }
    const { run, replica } = await bench.sync();
    expect(run).toMatchObject({ status: 'completed', counts: { quarantined: 0, ignored: 0, missingUpstream: 0 } });
    expect(replica).toEqual(bench.all(version(2, DAYS)));

    const texts = Object.values(replica).map((cells) => JSON.stringify(cells));
    expect(texts).toHaveLength(bench.names.length);
    expect(new Set(texts).size).toBe(1);
  });
});
