import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { day } from '../stats/day.js';
import { METRIC_INDEX, METRICS } from '../stats/metric-catalogue.js';
import { checkAnswer } from './check-answer.js';
import { parseLooseJson } from './json-text.js';

const asked = {
  name: 'Café `Ubud` & Co',
  window: { from: day('2025-10-01'), to: day('2025-10-31') },
  timeZone: 'Asia/Makassar',
};
const check = (data: unknown, envelope: object = {}) => checkAnswer({ ...envelope, data }, asked, 2);
const row = (stat_date: unknown, fields: object = {}) => ({
  stat_date,
  grab_sales: '100.50',
  grab_orders: 3,
  ...fields,
});
const values = (fields: Partial<Record<keyof typeof METRIC_INDEX, number>>) =>
  METRICS.map(({ name }) => fields[name] ?? null);

describe('checkAnswer', () => {
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
      calls: 2,
    });
  });

  it('takes null and missing as "did not report"', () => {
    const { days } = check([row('2025-10-05', { gojek_sales: null })]);
    expect(days).toEqual([{ date: '2025-10-05', values: values({ grabSales: 10_050, grabOrders: 3 }) }]);
  });

  it('quarantines the row of a bad field and keeps its neighbours', () => {
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

  it('shows at most 200 characters of a value, and no half one', () => {
    const { quarantined } = check([row('2025-10-01', { grab_sales: 'x'.repeat(199) + '🍜'.repeat(9000) })]);
    expect(quarantined[0]?.value).toBe('x'.repeat(199));
  });

  it('quarantines the row of a bare NaN only', () => {
    const text = `{"data": [{"stat_date": "2025-10-01", "grab_sales": NaN}, {"stat_date": "2025-10-02", "grab_sales": 1e400}, {"stat_date": "2025-10-03", "grab_sales": 5}]}`;
    const answer = checkAnswer(parseLooseJson(text), asked, 1);
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

  it('collapses copies of a day that agree in the catalogue', () => {
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

  it('lets the one valid copy stand beside a bad one, which is listed', () => {
    const answer = check([row('2025-10-01', { grab_orders: -3 }), row('2025-10-01')]);
    expect(answer.days).toHaveLength(1);
    expect(answer.quarantined).toHaveLength(1);
    expect(answer.quarantinedDays.size).toBe(0);
  });

  it('gives the same to the byte in any order and spelling of the days', () => {
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

  it('is not moved by __proto__ and inherited fields', () => {
    const body: unknown = JSON.parse(
      '{"data": [{"__proto__": {"stat_date": "2025-10-02", "grab_sales": "9"}, "constructor": 1, "stat_date": "2025-10-01", "grab_orders": 1}]}',
    );
    expect(checkAnswer(body, asked, 1).days).toEqual([{ date: '2025-10-01', values: values({ grabOrders: 1 }) }]);
    const inherited: unknown = Object.create({ stat_date: '2025-10-01', grab_sales: '9' });
    expect(check([inherited, row('2025-10-02')]).days).toHaveLength(1);
    expect(Object.prototype).not.toHaveProperty('grab_sales');
  });

  it('resolves an empty list as "nothing received"', () => {
    expect(check([])).toMatchObject({ days: [], received: 0, quarantined: [] });
  });

  it.each([[null], [[]], ['text'], [{}], [{ data: null }], [{ data: {} }], [{ error: 'x' }], [{ data: 'x' }]])(
    'refuses the envelope %j',
    (body) => {
      expect(() => checkAnswer(body, asked, 2)).toThrow(
        expect.objectContaining({ code: 'upstream_bad_answer', calls: 2 }),
      );
    },
  );

  it('refuses an answer whose fields were all renamed', () => {
    expect(() => check([{ stat_date: '2025-10-01', grabSales: '1' }, { stat_date: '2025-10-02' }])).toThrow(
      expect.objectContaining({
        code: 'upstream_bad_answer',
        message: expect.stringContaining('contract has changed'),
      }),
    );
    expect(check([{ stat_date: '2025-10-01' }, row('2025-10-02')]).days).toHaveLength(2);
  });

  it('refuses an answer about another restaurant, but not another spelling of the same', () => {
    for (const name of ['Other', asked.name.toUpperCase(), '']) {
      expect(() => check([], { restaurant_name: name })).toThrow(expect.objectContaining({ code: 'wrong_restaurant' }));
    }
    for (const name of [asked.name, ` ${asked.name.normalize('NFD')} `, null, 5]) {
      expect(check([row('2025-10-01')], { restaurant_name: name }).days).toHaveLength(1);
    }
  });

  it('throws nothing but UpstreamError, whatever the body', () => {
    const loose = fc.oneof(fc.anything(), fc.record({ data: fc.array(fc.anything()) }));
    fc.assert(
      fc.property(loose, (body) => {
        try {
          checkAnswer(body, asked, 1);
        } catch (error) {
          expect(error).toMatchObject({ name: 'UpstreamError' });
        }
      }),
    );
  });
});

const pad = (d: number) => String(d).padStart(2, '0');
const bytes = (answer: ReturnType<typeof checkAnswer>) =>
  JSON.stringify({ ...answer, quarantinedDays: [...answer.quarantinedDays] });
