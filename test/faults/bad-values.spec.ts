import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectReadableMessage, FaultHarness } from '../support/fault-harness.js';
import { cellsOf, DAYS, dayRow, HELD, version } from '../support/fault-rows.js';
import { respondWith } from '../support/upstream-faults.js';
import { nothingFrom, type UpstreamRow } from '../support/scripted-upstream.js';

/** The day whose row is invalid. The replica holds its first version. */
const BAD = '2026-11-19';
const GOOD = DAYS.filter((date) => date !== BAD);

describe('an invalid value', () => {
  let harness: FaultHarness;

  beforeAll(async () => {
    harness = await FaultHarness.start();
  });

  beforeEach(() => harness.reset());

  afterAll(() => harness.stop());

  /** Responds with upstream's second version; the row of the invalid day has these fields, written in JSON as given. */
  function respondWithFields(fields: Record<string, string>) {
    const rows = version(2, DAYS).map((row, index) =>
      DAYS[index] === BAD
        ? { ...row, ...Object.fromEntries(Object.keys(fields).map((key) => [key, `@${key}@`])) }
        : row,
    );
    const text = JSON.stringify({ restaurant_name: 'Faulty', data: rows });
    return harness.sync(respondWith(text.replace(/"@(\w+)@"/g, (_, key: string) => fields[key] ?? '')));
  }

  it.each<[field: string, written: string, reason: string, value: string | null]>([
    ['grab_sales', 'NaN', 'not_a_number', 'NaN'],
    ['gojek_ads_spend', '-Infinity', 'not_a_number', '-Infinity'],
    ['grab_sales', '1e400', 'out_of_range', 'Infinity'],
    ['grab_orders', '1e400', 'out_of_range', 'Infinity'],
    ['gojek_sales', '"1e400"', 'not_a_number', '1e400'],
    ['grab_sales', '"1,234,567.89"', 'not_a_number', '1,234,567.89'],
    ['gojek_orders', '"1,234"', 'not_a_number', '1,234'],
    ['gojek_sales', '""', 'not_a_number', ''],
    ['grab_orders', '" "', 'not_a_number', ' '],
    ['grab_sales', 'true', 'not_a_number', 'true'],
    ['grab_sales', '[5]', 'not_a_number', '(a list)'],
    ['grab_orders', '-1', 'negative_count', '-1'],
    ['gojek_new_client', '"-3"', 'negative_count', '-3'],
    ['grab_orders', '1.5', 'too_many_decimals', '1.5'],
    ['grab_sales', '"249150.075"', 'too_many_decimals', '249150.075'],
    ['gojek_ads_sales', '0.1234', 'too_many_decimals', '0.1234'],
    ['gojek_ads_spend', '"249150.0700"', 'too_many_decimals', '249150.0700'],
    ['grab_sales', '"249.150"', 'thousands_dot', '249.150'],
    ['grab_sales', '"249.000"', 'thousands_dot', '249.000'],
    ['grab_sales', '"1.249.150"', 'thousands_dot', '1.249.150'],
    ['grab_orders', '"1.000"', 'thousands_dot', '1.000'],
    ['grab_sales', '"12\\u0000"', 'not_a_number', '12\uFFFD'],
    ['grab_orders', '"\\ude00"', 'not_a_number', '\uFFFD'],
    ['grab_sales', '"99999999999999999999.00"', 'out_of_range', '99999999999999999999.00'],
  ])('quarantines %s: %s, and keeps the other rows of the response', async (field, written, reason, value) => {
    const { run, items, calls, replica } = await respondWithFields({ [field]: written });
    expect(await harness.listQuarantinedRows()).toEqual([{ date: BAD, field, value, reason }]);
    expect(run).toMatchObject({ status: 'partial', items: { done: 2 }, counts: { quarantined: 1 }, error: null });
    expect(items.Faulty).toMatchObject({
      status: 'done',
      code: 'rows_quarantined',
      counts: { inserted: 1, updated: 2, quarantined: 1, missingUpstream: 0 },
    });
    expectReadableMessage(items.Faulty?.message);
    expect(calls).toEqual({ Healthy: 1, Faulty: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: merged(dayRow(BAD, 1)) }));
  });

  it.each<[written: string, reason: string, value: string | null]>([
    ['"2026-11-31"', 'invalid_date', '2026-11-31'],
    ['"2026-02-29T00:00:00.000Z"', 'invalid_date', '2026-02-29T00:00:00.000Z'],
    ['"0000-00-00"', 'invalid_date', '0000-00-00'],
    ['"19/11/2026"', 'invalid_date', '19/11/2026'],
    ['""', 'invalid_date', ''],
    ['1795046400000', 'invalid_date', '1795046400000'],
    ['null', 'missing_date', null],
  ])('quarantines the date %s, and keeps the held row of that day', async (written, reason, value) => {
    const { run, items, calls, replica } = await respondWithFields({ stat_date: written });
    expect(await harness.listQuarantinedRows()).toEqual([{ date: null, field: 'stat_date', value, reason }]);
    expect(run).toMatchObject({ status: 'partial', counts: { quarantined: 1, missingUpstream: 1 } });
    expect(items.Faulty).toMatchObject({ status: 'done', code: 'rows_quarantined' });
    expectReadableMessage(items.Faulty?.message);
    expect(calls).toEqual({ Healthy: 1, Faulty: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: merged(dayRow(BAD, 1)) }));
  });

  it('quarantines a row without a date, and entries that are not rows', async () => {
    const { stat_date: _, ...undated } = dayRow(BAD, 2);
    const text = JSON.stringify({ data: [...version(2, GOOD), undated, null, 7, 'TOPSECRET', []] });
    const { run, replica } = await harness.sync(respondWith(text));
    expect(run).toMatchObject({ status: 'partial', counts: { quarantined: 5, missingUpstream: 1 } });
    const reasons = (await harness.listQuarantinedRows()).map(({ reason }) => reason).sort();
    expect(reasons).toEqual(['missing_date', ...Array<string>(4).fill('not_an_object')]);
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: merged(dayRow(BAD, 1)) }));
  });

  it.each<[string, UpstreamRow]>([
    ['a refund', { grab_sales: '-249150.07', gojek_sales: -12.5 }],
    ['zeros as decimals', { grab_sales: '249150.00', gojek_ads_spend: '3.10' }],
    ['numbers and strings in each other’s place', { grab_sales: 249150.07, grab_orders: '12', gojek_orders: '7.00' }],
    ['a true zero', { grab_sales: '0.00', grab_orders: 0, gojek_sales: 0 }],
  ])('stores %s exactly', async (_, fields) => {
    const odd = dayRow(BAD, 2, fields);
    const { run, items, calls, replica } = await harness.syncRows(...merged(odd));
    expect(run).toMatchObject({ status: 'completed', counts: { quarantined: 0 } });
    expect(items.Faulty).toMatchObject({ status: 'done', code: null, message: null });
    expect(calls).toEqual({ Healthy: 1, Faulty: 1 });
    expect(replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: merged(odd) }));
  });

  it('keeps held values for null and missing metrics, and stores NULL and never 0 where none is held', async () => {
    const { grab_sales: _, gojek_orders: __, ...missing } = dayRow('2026-11-20', 2);
    const allNull = { ...nothingFrom('grab'), ...nothingFrom('gojek') };
    const { run, items, replica } = await harness.syncRows(
      dayRow('2026-11-18', 2, nothingFrom('grab')),
      dayRow(BAD, 2, allNull),
      missing,
      dayRow('2026-11-21', 2, nothingFrom('gojek')),
    );
    expect(run).toMatchObject({ status: 'completed', counts: { quarantined: 0, missingUpstream: 3 } });
    expect(items.Faulty).toMatchObject({ status: 'done', counts: { inserted: 1, updated: 2, unchanged: 1 } });
    const [first, , third] = version(1, HELD);
    expect(replica).toEqual(
      harness.expectedReplica(version(2, DAYS), {
        Faulty: [
          dayRow('2026-11-18', 2, fieldsOf(first!, Object.keys(nothingFrom('grab')))),
          dayRow(BAD, 1),
          dayRow('2026-11-20', 2, fieldsOf(third!, ['grab_sales', 'gojek_orders'])),
          dayRow('2026-11-21', 2, nothingFrom('gojek')),
        ],
      }),
    );
    expect(replica.Faulty?.[3]).toMatchObject({ gojek_sales: null, gojek_orders: null });
    expect(replica.Faulty?.[3]?.total_sales).toBe(cellsOf(dayRow('2026-11-21', 2)).grab_sales);
  });
});

/** Returns upstream's second version with another row for the invalid day. */
function merged(bad: UpstreamRow): UpstreamRow[] {
  return DAYS.map((date) => (date === BAD ? bad : dayRow(date, 2)));
}

function fieldsOf(row: UpstreamRow, names: readonly string[]): UpstreamRow {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}
