import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyRows, fullValues, valuesOf } from '../../test/support/stat-values.js';
import { toDay } from './calendar/day.js';
import { toFigureDto, toFiguresDto, toPlatformFiguresDto } from './figures.dto.js';
import { calculateFigures, calculatePlatformTable, FIGURES } from './figures.js';
import { METRIC_INDEX, METRICS, type MetricName, type MetricValues } from './metrics.js';
import { addDayToSums, addSums, clearSums, createPeriodSums } from './period-sums.js';

function sumsOf(...days: MetricValues[]) {
  const sums = createPeriodSums();
  for (const values of days) addDayToSums(sums, values);
  return sums;
}

const figures = (days: MetricValues[], excludeFake = false) => calculateFigures(sumsOf(...days), excludeFake);

type Terms = readonly [numerator: number, denominator: number];

/** Returns the sums of two metrics over the days that have both. */
function terms(days: readonly MetricValues[], numerator: MetricName, denominator: MetricName): Terms {
  let [a, b] = [0, 0];
  for (const values of days) {
    const [x, y] = [values[METRIC_INDEX[numerator]], values[METRIC_INDEX[denominator]]];
    if (x == null || y == null) continue;
    a += x;
    b += y;
  }
  return [a, b];
}

function quotient(...parts: Terms[]): number | null {
  const denominator = parts.reduce((sum, [, b]) => sum + b, 0);
  return denominator === 0 ? null : parts.reduce((sum, [a]) => sum + a, 0) / denominator;
}

function sum(days: readonly MetricValues[], ...names: MetricName[]): number | null {
  const known = days.flatMap((values) => names.map((name) => values[METRIC_INDEX[name]])).filter((v) => v != null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

describe('figures of a period', () => {
  it('are null for metrics that nobody reported, and 0 only for a reported 0', () => {
    for (const value of Object.values(figures([]))) expect(value).toBeNull();
    const zero = figures([valuesOf({ grabSales: 0, grabOrders: 0, grabFakeOrders: 0 })]);
    expect(zero).toMatchObject({ grabSales: 0, grabOrders: 0, totalSales: 0, totalOrders: 0, fakeOrders: 0 });
    expect(zero).toMatchObject({ gojekSales: null, gojekOrders: null, adsSpend: null, averageCheck: null });
  });

  it('have no ratio when the denominator is 0 or missing', () => {
    const none = { averageCheck: null, roas: null, adShare: null };
    const zeroDay = valuesOf({ grabSales: 0, grabOrders: 0, grabAdsSpend: 0, grabAdsSales: 500 });
    expect(figures([zeroDay])).toMatchObject(none);
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

  it('count a day for a ratio only when it has both terms', () => {
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

  it('pair the terms of a ratio within a platform, then add the platforms', () => {
    const days = [valuesOf({ grabSales: 1000, grabOrders: 2, gojekSales: 800 }), valuesOf({ gojekOrders: 40 })];
    expect(figures(days)).toMatchObject({ totalSales: 1800, totalOrders: 42, averageCheck: 500 });
    const both = [valuesOf({ grabSales: 1000, grabOrders: 2, gojekSales: 500, gojekOrders: 4 })];
    expect(figures(both).averageCheck).toBe(250);
  });

  it('exclude fake orders from orders and average check on request, and never subtract money', () => {
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

  it('agree with the plain definition of every figure', () => {
    fc.assert(
      fc.property(anyRows(toDay('2026-11-01'), 10), fc.boolean(), (rows, excludeFake) => {
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
        expect(calculateFigures(sumsOf(...days), excludeFake)).toEqual({
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

  it('exclude fake orders only on days whose orders are known', () => {
    const days = [valuesOf({ grabOrders: 3, grabFakeOrders: 1 }), valuesOf({ grabFakeOrders: 9, gojekOrders: 2 })];
    expect(figures(days, true)).toMatchObject({ grabOrders: 2, totalOrders: 4, fakeOrders: 10 });
  });

  it('of several clients equal the figures of all their days together', () => {
    const twoClients = fc.tuple(anyRows(toDay('2026-11-01'), 8), anyRows(toDay('2026-10-01'), 8));
    fc.assert(
      fc.property(twoClients, ([one, two]) => {
        const total = createPeriodSums();
        addSums(total, sumsOf(...one.map(({ values }) => values)));
        addSums(total, sumsOf(...two.map(({ values }) => values)));
        expect(total).toEqual(sumsOf(...[...one, ...two].map(({ values }) => values)));
      }),
    );
  });

  it('start from nothing after their sums are cleared', () => {
    const sums = sumsOf(fullValues(1), valuesOf({ grabOrders: 1, grabFakeOrders: 1 }));
    clearSums(sums);
    expect(sums).toEqual(createPeriodSums());
  });

  it('are in rupiah at the API, with at most two decimals, and other units stay', () => {
    const dto = toFiguresDto(
      figures([valuesOf({ grabSales: 100_050, grabOrders: 3, grabAdsSpend: 7, grabAdsSales: 7 })]),
    );
    expect(dto).toMatchObject({ grabSales: 1000.5, totalOrders: 3, averageCheck: 333.5, adsSpend: 0.07, roas: 1 });
    expect(dto.gojekSales).toBeNull();
    expect(Object.keys(dto)).toEqual(FIGURES.map(({ name }) => name));
    expect(toFigureDto(-150_025, 'money')).toBe(-1500.25);
    expect(toFigureDto(Number.MAX_SAFE_INTEGER - 1, 'money')).toBe(90071992547409.9);
  });
});

describe('platform table', () => {
  it('has a row for each platform and one for both', () => {
    const table = calculatePlatformTable(
      sumsOf(
        valuesOf({ grabSales: 1000, grabOrders: 4, grabRepeatedCustomers: 2, grabFakeOrders: 1, grabNewCustomers: 0 }),
        valuesOf({ gojekSales: 600, gojekOrders: 2, gojekReturnedCustomers: 3 }),
      ),
      true,
    );
    expect(toPlatformFiguresDto(table.grab)).toEqual({
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
    expect(toPlatformFiguresDto(table.gojek)).toMatchObject({
      sales: 6,
      orders: 2,
      averageCheck: 3,
      newCustomers: null,
    });
    expect(toPlatformFiguresDto(table.total)).toMatchObject({
      sales: 16,
      orders: 5,
      averageCheck: 3.2,
      returningCustomers: 5,
      newCustomers: 0,
    });
  });
});
