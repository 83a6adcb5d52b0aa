import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, fullValues, valuesOf } from '../../test/support/stat-values.js';
import { day } from './day.js';
import { atBorder, changes, FIGURES, figuresOf, platformAtBorder, platformTable, valueAtBorder } from './figures.js';
import { METRIC_INDEX, METRICS, type MetricName, type MetricValues } from './metric-catalogue.js';
import { addDay, addSums, clearSums, emptySums } from './period-sums.js';

function sumsOf(...days: MetricValues[]) {
  const sums = emptySums();
  for (const values of days) addDay(sums, values);
  return sums;
}

const figures = (days: MetricValues[], excludeFake = false) => figuresOf(sumsOf(...days), excludeFake);

type Terms = readonly [over: number, under: number];

/** Sums of two metrics over the days that have both. */
function terms(days: readonly MetricValues[], over: MetricName, under: MetricName): Terms {
  let [a, b] = [0, 0];
  for (const values of days) {
    const [x, y] = [values[METRIC_INDEX[over]], values[METRIC_INDEX[under]]];
    if (x == null || y == null) continue;
    a += x;
    b += y;
  }
  return [a, b];
}

function quotient(...parts: Terms[]): number | null {
  const under = parts.reduce((sum, [, b]) => sum + b, 0);
  return under === 0 ? null : parts.reduce((sum, [a]) => sum + a, 0) / under;
}

function sum(days: readonly MetricValues[], ...names: MetricName[]): number | null {
  const known = days.flatMap((values) => names.map((name) => values[METRIC_INDEX[name]])).filter((v) => v != null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

describe('the figures of a period', () => {
  it('are null for what nobody reported, and 0 only for what was reported as 0', () => {
    for (const value of Object.values(figures([]))) expect(value).toBeNull();
    const zero = figures([valuesOf({ grabSales: 0, grabOrders: 0, grabFakeOrders: 0 })]);
    expect(zero).toMatchObject({ grabSales: 0, grabOrders: 0, totalSales: 0, totalOrders: 0, fakeOrders: 0 });
    expect(zero).toMatchObject({ gojekSales: null, gojekOrders: null, adsSpend: null, averageCheck: null });
  });

  it('have no ratio over a zero or missing denominator', () => {
    const none = { averageCheck: null, roas: null, adShare: null };
    const nothing = valuesOf({ grabSales: 0, grabOrders: 0, grabAdsSpend: 0, grabAdsSales: 500 });
    expect(figures([nothing])).toMatchObject(none);
    expect(figures([valuesOf({ grabSales: 500, grabAdsSales: 10 })])).toMatchObject(none);
    expect(figures([valuesOf({ grabSales: 500, grabOrders: 2, grabAdsSpend: 0, grabAdsSales: 0 })])).toMatchObject({
      averageCheck: 250,
      roas: null,
      adShare: 0,
    });
  });

  it('are ratios of sums, not means of ratios', () => {
    const days = [valuesOf({ grabSales: 1000, grabOrders: 1 }), valuesOf({ grabSales: 1000, grabOrders: 9 })];
    expect(figures(days).averageCheck).toBe(200);
  });

  it('take a day into a ratio only when it has both terms', () => {
    const days = [
      valuesOf({ grabSales: 1000, grabOrders: 2, grabAdsSpend: 100, grabAdsSales: 900 }),
      valuesOf({ grabSales: 5000, grabAdsSpend: 300 }),
      valuesOf({ grabOrders: 7, grabAdsSales: 50 }),
    ];
    expect(figures(days)).toMatchObject({
      totalSales: 6000,
      totalOrders: 9,
      averageCheck: 500,
      roas: 9,
      adShare: 400 / 6000,
    });
  });

  it('pair terms within a platform, then add the platforms up', () => {
    const days = [valuesOf({ grabSales: 1000, grabOrders: 2, gojekSales: 800 }), valuesOf({ gojekOrders: 40 })];
    expect(figures(days)).toMatchObject({ totalSales: 1800, totalOrders: 42, averageCheck: 500 });
    const both = [valuesOf({ grabSales: 1000, grabOrders: 2, gojekSales: 500, gojekOrders: 4 })];
    expect(figures(both).averageCheck).toBe(250);
  });

  it('count orders and average checks without fake orders on demand, and never subtract money', () => {
    const days = [
      valuesOf({ grabSales: 1000, grabOrders: 10, grabFakeOrders: 2, gojekSales: 300, gojekOrders: 3 }),
      // Fake orders without sales count for orders, not for the average check.
      valuesOf({ grabOrders: 5, grabFakeOrders: 5 }),
    ];
    expect(figures(days, false)).toMatchObject({ totalOrders: 18, averageCheck: 100, totalSales: 1300, fakeOrders: 7 });
    expect(figures(days, true)).toMatchObject({
      grabOrders: 8,
      gojekOrders: 3,
      totalOrders: 11,
      averageCheck: 1300 / 11,
      totalSales: 1300,
      fakeOrders: 7,
    });
    expect(figures([valuesOf({ grabSales: 10, grabOrders: 2, grabFakeOrders: 2 })], true)).toMatchObject({
      totalOrders: 0,
      averageCheck: null,
    });
  });

  it('agree with the plain definition, for every figure', () => {
    fc.assert(
      fc.property(anyRows(day('2026-11-01'), 10), fc.boolean(), (rows, excludeFake) => {
        const days = rows.map(({ values }) => values);
        const orders = (platform: 'grab' | 'gojek'): Terms => {
          const [sales, all] = terms(days, `${platform}Sales`, `${platform}Orders`);
          const counted = days.filter((v) => v[METRIC_INDEX[`${platform}Sales`]] !== null);
          const [, fake] = terms(counted, `${platform}Orders`, `${platform}FakeOrders`);
          return [sales, excludeFake ? all - fake : all];
        };
        const net = (platform: 'grab' | 'gojek') => {
          const all = sum(days, `${platform}Orders`);
          return all !== null && excludeFake ? all - terms(days, `${platform}FakeOrders`, `${platform}Orders`)[0] : all;
        };
        const [grabOrders, gojekOrders] = [net('grab'), net('gojek')];
        expect(figuresOf(sumsOf(...days), excludeFake)).toEqual({
          ...Object.fromEntries(METRICS.map(({ name }) => [name, sum(days, name)])),
          grabOrders,
          gojekOrders,
          totalSales: sum(days, 'grabSales', 'gojekSales'),
          totalOrders: grabOrders === null ? gojekOrders : grabOrders + (gojekOrders ?? 0),
          newCustomers: sum(days, 'grabNewCustomers', 'gojekNewCustomers'),
          adsSpend: sum(days, 'grabAdsSpend', 'gojekAdsSpend'),
          adsSales: sum(days, 'grabAdsSales', 'gojekAdsSales'),
          fakeOrders: sum(days, 'grabFakeOrders', 'gojekFakeOrders'),
          averageCheck: quotient(orders('grab'), orders('gojek')),
          roas: quotient(terms(days, 'grabAdsSales', 'grabAdsSpend'), terms(days, 'gojekAdsSales', 'gojekAdsSpend')),
          adShare: quotient(terms(days, 'grabAdsSpend', 'grabSales'), terms(days, 'gojekAdsSpend', 'gojekSales')),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('count orders without fake ones as the days do, one by one', () => {
    const days = [valuesOf({ grabOrders: 3, grabFakeOrders: 1 }), valuesOf({ grabFakeOrders: 9, gojekOrders: 2 })];
    expect(figures(days, true)).toMatchObject({ grabOrders: 2, totalOrders: 4, fakeOrders: 10 });
  });

  it('of several clients are those of all their days together', () => {
    const twoClients = fc.tuple(anyRows(day('2026-11-01'), 8), anyRows(day('2026-10-01'), 8));
    fc.assert(
      fc.property(twoClients, ([one, two]) => {
        const total = emptySums();
        addSums(total, sumsOf(...one.map(({ values }) => values)));
        addSums(total, sumsOf(...two.map(({ values }) => values)));
        expect(total).toEqual(sumsOf(...[...one, ...two].map(({ values }) => values)));
      }),
    );
  });

  it('begin at nothing again when their sums are cleared', () => {
    const sums = sumsOf(fullValues(1), valuesOf({ grabOrders: 1, grabFakeOrders: 1 }));
    clearSums(sums);
    expect(sums).toEqual(emptySums());
  });

  it('are in rupiah at the border: money over 100, at most two decimals, all else as it is', () => {
    const shown = atBorder(
      figures([valuesOf({ grabSales: 100_050, grabOrders: 3, grabAdsSpend: 7, grabAdsSales: 7 })]),
    );
    expect(shown).toMatchObject({ grabSales: 1000.5, totalOrders: 3, averageCheck: 333.5, adsSpend: 0.07, roas: 1 });
    expect(shown.gojekSales).toBeNull();
    expect(Object.keys(shown)).toEqual(FIGURES.map(({ name }) => name));
    expect(valueAtBorder(-150_025, 'money')).toBe(-1500.25);
    expect(valueAtBorder(Number.MAX_SAFE_INTEGER - 1, 'money')).toBe(90071992547409.9);
  });
});

describe('the platform table', () => {
  it('has a line a platform and one for both', () => {
    const table = platformTable(
      sumsOf(
        valuesOf({ grabSales: 1000, grabOrders: 4, grabRepeatedCustomers: 2, grabFakeOrders: 1, grabNewCustomers: 0 }),
        valuesOf({ gojekSales: 600, gojekOrders: 2, gojekReturnedCustomers: 3 }),
      ),
      true,
    );
    expect(platformAtBorder(table.grab)).toEqual({
      sales: 10,
      orders: 3,
      averageCheck: 3.33,
      adsSpend: null,
      adsSales: null,
      roas: null,
      adShare: null,
      newCustomers: 0,
      returningCustomers: 2,
      fakeOrders: 1,
    });
    expect(platformAtBorder(table.gojek)).toMatchObject({ sales: 6, orders: 2, averageCheck: 3, newCustomers: null });
    expect(platformAtBorder(table.total)).toMatchObject({
      sales: 16,
      orders: 5,
      averageCheck: 3.2,
      returningCustomers: 5,
      newCustomers: 0,
    });
  });
});

describe('the change of the figures', () => {
  const now = figures([valuesOf({ grabSales: 150, grabOrders: 0, grabAdsSpend: 5, gojekSales: -50 })]);

  it('is a fraction of what was then', () => {
    const then = figures([valuesOf({ grabSales: 100, grabOrders: 4, gojekSales: 100 })]);
    expect(changes(now, then)).toMatchObject({ grabSales: 0.5, grabOrders: -1, gojekSales: -1.5, totalSales: -0.5 });
  });

  it('does not exist when then is 0 or either is missing', () => {
    const then = figures([valuesOf({ grabSales: 0, gojekOrders: 4 })]);
    expect(changes(now, then)).toMatchObject({ grabSales: null, grabOrders: null, gojekOrders: null, adsSpend: null });
    for (const value of Object.values(changes(now, null))) expect(value).toBeNull();
  });
});
