import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateResponse } from './validate-response.js';
import { parseLenientJson } from '../http/lenient-json.js';
import { toDay, METRIC_INDEX, METRICS } from '../../domain/index.js';

const asked = {
  name: 'Café `Ubud` & Co',
  window: { from: toDay('2025-10-01'), to: toDay('2025-10-31') },
  timeZone: 'Asia/Makassar',
};
const check = (data: unknown, envelope: object = {}) => validateResponse({ ...envelope, data }, asked, 2);
const row = (stat_date: unknown, fields: object = {}) => ({
  stat_date,
  grab_sales: '100.50',
  grab_orders: 3,
  ...fields,
});
const values = (fields: Partial<Record<keyof typeof METRIC_INDEX, number>>) =>
  METRICS.map(({ name }) => fields[name] ?? null);

describe('validateResponse', () => {
  it('returns the upstream id of the rows and rejects rows of several restaurants', () => {
    const row = (id: unknown, fields = {}) => ({
      stat_date: '2025-10-05',
      grab_orders: 1,
      restaurant_id: id,
      ...fields,
    });
    expect(check([row(7), row('7'), row(null)]).upstreamId).toBe('7');
    expect(check([row({ a: 1 })]).upstreamId).toBeNull();
    expect(check([row(7), row(8, { restaurant_name: 'Another' })]).upstreamId).toBe('7');
    expect(() => check([row(7), row(8)])).toThrow(expect.objectContaining({ code: 'wrong_restaurant' }));
  });

  it('maps every metric of the catalogue, and the older date field', () => {
    const fields = Object.fromEntries(METRICS.map(({ upstreamField }, index) => [upstreamField, String(index + 1)]));
    expect(check([{ date: '2025-10-05', id: 7, notes: { a: 1 }, ...fields }])).toEqual({
      days: [
        { date: '2025-10-05', values: METRICS.map(({ kind }, index) => (kind === 'money' ? 100 : 1) * (index + 1)) },
      ],
      quarantined: [],
      quarantinedDays: new Set(),
      ignored: 0,
      received: 1,
      upstreamId: null,
      calls: 2,
    });
  });

  it('reads null and a missing field as "did not report"', () => {
    const { days } = check([row('2025-10-05', { gojek_sales: null })]);
    expect(days).toEqual([{ date: '2025-10-05', values: values({ grabSales: 10_050, grabOrders: 3 }) }]);
  });

  it('quarantines the row of a bad field and keeps the other rows', () => {
    const answer = check([
      row('2025-10-03', { gojek_orders: -1 }),
      row('2025-10-02', { grab_sales: '1,234,567.89' }),
      row('2025-10-01'),
      row('2025-10-04', { grab_sales: '' }),
      row('2025-10-05', { gojek_ads_spend: { token: 'secret' } }),
      row('2025-02-30'),
      row(null),
      'text',
    ]);
    expect(answer.days.map(({ date }) => date)).toEqual(['2025-10-01']);
    expect(answer.quarantined).toEqual([
      { date: '2025-10-02', field: 'grab_sales', value: '1,234,567.89', reason: 'not_a_number' },
      { date: '2025-10-03', field: 'gojek_orders', value: '-1', reason: 'negative_count' },
      { date: '2025-10-04', field: 'grab_sales', value: '', reason: 'not_a_number' },
      { date: '2025-10-05', field: 'gojek_ads_spend', value: '(an object)', reason: 'not_a_number' },
      { date: null, field: 'stat_date', value: '2025-02-30', reason: 'invalid_date' },
      { date: null, field: 'stat_date', value: null, reason: 'missing_date' },
      { date: null, field: null, value: 'text', reason: 'not_an_object' },
    ]);
    expect([...answer.quarantinedDays]).toEqual(['2025-10-02', '2025-10-03', '2025-10-04', '2025-10-05']);
  });

  it('keeps at most 200 characters of a value and cuts no character in half', () => {
    const { quarantined } = check([row('2025-10-01', { grab_sales: 'x'.repeat(199) + '🍜'.repeat(9000) })]);
    expect(quarantined[0]?.value).toBe('x'.repeat(199));
  });

  it('quarantines only the row that holds a bare NaN', () => {
    const text = `{"data": [{"stat_date": "2025-10-01", "grab_sales": NaN}, {"stat_date": "2025-10-02", "grab_sales": 1e400}, {"stat_date": "2025-10-03", "grab_sales": 5}]}`;
    const answer = validateResponse(parseLenientJson(text), asked, 1);
    expect(answer.days.map(({ date }) => date)).toEqual(['2025-10-03']);
    expect(answer.quarantined.map(({ value }) => value)).toEqual(['NaN', 'Infinity']);
  });

  it('ignores and counts rows outside the window and of another restaurant', () => {
    const answer = check([
      row('2025-09-30', { grab_sales: 'bad' }),
      row('2025-11-01'),
      row('2025-10-31T16:00:00.000Z'),
      row('2025-10-07', { restaurant_name: 'café `ubud` & co' }),
      row('nonsense', { restaurant_name: 'Other' }),
      row('2025-10-08', { restaurant_name: asked.name }),
      row('2025-10-09', { restaurant_name: null }),
    ]);
    expect(answer).toMatchObject({ ignored: 5, received: 7, quarantined: [] });
    expect(answer.days.map(({ date }) => date)).toEqual(['2025-10-08', '2025-10-09']);
  });

  it('keeps the first and the last day of the window', () => {
    const { days, ignored } = check([row('2025-10-01'), row('2025-10-31')]);
    expect(days.map(({ date }) => date)).toEqual(['2025-10-01', '2025-10-31']);
    expect(ignored).toBe(0);
  });

  it('names the first field in which copies of a day differ, and shows its value as the server writes it', () => {
    const { quarantined } = check([
      row('2025-10-01', { gojek_orders: 4, gojek_sales: '0.05' }),
      row('2025-10-01', { gojek_orders: 5, gojek_sales: '0.05' }),
      row('2025-10-01', { gojek_sales: '0.05' }),
    ]);
    expect(quarantined.map(({ field, value }) => [field, value])).toEqual([
      ['gojek_orders', '4'],
      ['gojek_orders', '5'],
      ['gojek_orders', null],
    ]);
  });

  it('shows a list as a label, a truth value as JSON and text with every whole character', () => {
    const { quarantined } = check([
      row('2025-10-01', { grab_sales: ['secret'] }),
      row('2025-10-02', { grab_sales: true }),
      row('2025-10-03', { grab_sales: '🍜 x' }),
    ]);
    expect(quarantined.map(({ value }) => value)).toEqual(['(a list)', 'true', '🍜 x']);
  });

  it('says what to do when a response cannot be used', () => {
    const sentence = (use: () => unknown) => {
      try {
        use();
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(sentence(() => validateResponse([], asked, 1))).toMatch(/DELIVERY_STATS_API_URL/);
    expect(sentence(() => check([row('2025-10-01')], { restaurant_name: 'Other' }))).toMatch(/upstream name/);
    expect(
      sentence(() => check([row('2025-10-01', { restaurant_id: 1 }), row('2025-10-02', { restaurant_id: 2 })])),
    ).toMatch(/rows of 2 restaurants .* Rename one/);
  });

  it('merges copies of a day that agree in every metric', () => {
    const { days, quarantined } = check([
      row('2025-10-01', { id: 1 }),
      row('2025-09-30T16:00:00.000Z', { id: 2, grab_sales: 100.5, grab_orders: '3.00' }),
    ]);
    expect(days).toHaveLength(1);
    expect(quarantined).toEqual([]);
  });

  it('quarantines all copies of a day that differ', () => {
    const answer = check([row('2025-10-01'), row('2025-10-01', { grab_sales: '7' }), row('2025-10-02')]);
    expect(answer.days.map(({ date }) => date)).toEqual(['2025-10-02']);
    expect(answer.quarantined).toEqual([
      { date: '2025-10-01', field: 'grab_sales', value: '100.50', reason: 'conflicting_duplicate' },
      { date: '2025-10-01', field: 'grab_sales', value: '7.00', reason: 'conflicting_duplicate' },
    ]);
    expect([...answer.quarantinedDays]).toEqual(['2025-10-01']);
  });

  it('keeps the valid copy of a day and quarantines the bad copy', () => {
    const answer = check([row('2025-10-01', { grab_orders: -3 }), row('2025-10-01')]);
    expect(answer.days).toHaveLength(1);
    expect(answer.quarantined).toHaveLength(1);
    expect(answer.quarantinedDays.size).toBe(0);
  });

  it('gives the same result for any order and spelling of the days', () => {
    const spellings = [
      (d: number) => `2025-10-${pad(d)}`,
      (d: number) => `2025-10-${pad(d)}T00:00:00.000Z`,
      (d: number) => (d === 1 ? '2025-09-30T16:00:00.000Z' : `2025-10-${pad(d - 1)}T16:00:00.000Z`),
    ];
    const rows = fc.array(
      fc.record({
        date: fc.integer({ min: 1, max: 4 }),
        sales: fc.constantFrom<unknown>('1', '1.00', 1, '2', null, 'x', '0', '-0', ''),
        name: fc.constantFrom(undefined, 'Other'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const shuffled = rows.chain((all) =>
      fc.record({
        before: fc.constant(all),
        after: fc.shuffledSubarray(all, { minLength: all.length }),
        spelling: fc.nat({ max: 2 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ before, after, spelling }) => {
        const build = (all: typeof before, spell: (d: number) => string) =>
          check(
            all.map(({ date, sales, name }) => ({ grab_sales: sales, restaurant_name: name, stat_date: spell(date) })),
          );
        expect(bytes(build(after, spellings[spelling] ?? String))).toBe(bytes(build(before, spellings[0] ?? String)));
      }),
    );
  });

  it('ignores __proto__ and inherited fields', () => {
    const body: unknown = JSON.parse(
      '{"data": [{"__proto__": {"stat_date": "2025-10-02", "grab_sales": "9"}, "constructor": 1, "stat_date": "2025-10-01", "grab_orders": 1}]}',
    );
    expect(validateResponse(body, asked, 1).days).toEqual([{ date: '2025-10-01', values: values({ grabOrders: 1 }) }]);
    const inherited: unknown = Object.create({ stat_date: '2025-10-01', grab_sales: '9' });
    expect(check([inherited, row('2025-10-02')]).days).toHaveLength(1);
    expect(Object.prototype).not.toHaveProperty('grab_sales');
  });

  it('returns received 0 for an empty list', () => {
    expect(check([])).toMatchObject({ days: [], received: 0, quarantined: [] });
  });

  it.each([[null], [[]], ['text'], [{}], [{ data: null }], [{ data: {} }], [{ error: 'x' }], [{ data: 'x' }]])(
    'rejects the envelope %j',
    (body) => {
      expect(() => validateResponse(body, asked, 2)).toThrow(
        expect.objectContaining({ code: 'upstream_bad_answer', calls: 2 }),
      );
    },
  );

  it('rejects a response without any known field', () => {
    expect(() => check([{ stat_date: '2025-10-01', grabSales: '1' }, { stat_date: '2025-10-02' }])).toThrow(
      expect.objectContaining({
        code: 'upstream_bad_answer',
        message: expect.stringContaining('contract has changed'),
      }),
    );
    expect(check([{ stat_date: '2025-10-01' }, row('2025-10-02')]).days).toHaveLength(2);
  });

  it('rejects a response for another restaurant and accepts another spelling of the same name', () => {
    for (const name of ['Other', asked.name.toUpperCase(), '']) {
      expect(() => check([], { restaurant_name: name })).toThrow(expect.objectContaining({ code: 'wrong_restaurant' }));
    }
    for (const name of [asked.name, ` ${asked.name.normalize('NFD')} `, null, 5]) {
      expect(check([row('2025-10-01')], { restaurant_name: name }).days).toHaveLength(1);
    }
  });

  it.each([
    [{ records_count: 7 }, 'announces 7 rows and holds 1'],
    [{ records_count: '7' }, 'announces 7 rows and holds 1'],
    [{ records_count: 0 }, 'announces 0 rows and holds 1'],
    [{ period: '2025-10-02 to 2025-10-31' }, 'covers 2025-10-02 to 2025-10-31'],
    [{ period: '2025-10-01 to 2025-10-30' }, 'covers 2025-10-01 to 2025-10-30'],
    [{ period: '2025-10-01T16:00:00.000Z to 2025-10-31' }, 'covers 2025-10-02 to 2025-10-31'],
  ])('rejects a response that contradicts itself: %j', (envelope, text) => {
    expect(() => check([row('2025-10-01')], envelope)).toThrow(
      expect.objectContaining({ code: 'upstream_bad_answer', message: expect.stringContaining(text) }),
    );
  });

  it.each([
    { records_count: 1, period: '2025-10-01 to 2025-10-31' },
    { records_count: '1', period: '2025-09-01 to 2025-12-31' },
    { records_count: null, period: null },
    { records_count: 'one', period: 'undefined to undefined' },
  ])('accepts %j for one row', (envelope) => {
    expect(check([row('2025-10-01')], envelope).days).toHaveLength(1);
  });

  it('throws only UpstreamError for any body', () => {
    const loose = fc.oneof(fc.anything(), fc.record({ data: fc.array(fc.anything()) }));
    fc.assert(
      fc.property(loose, (body) => {
        try {
          validateResponse(body, asked, 1);
        } catch (error) {
          expect(error).toMatchObject({ name: 'UpstreamError' });
        }
      }),
    );
  });
});

const pad = (d: number) => String(d).padStart(2, '0');
const bytes = (answer: ReturnType<typeof validateResponse>) =>
  JSON.stringify({ ...answer, quarantinedDays: [...answer.quarantinedDays] });
