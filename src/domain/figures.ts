import { addKnown } from './daily-stat.js';
import { METRICS, METRIC_INDEX, type MetricKind, type MetricName, type Platform } from './metrics.js';
import { FAKE_ORDERS_INDEX, type PeriodSums, type RatioName } from './period-sums.js';

/** Figures that are calculated from the metrics of both platforms. */
type DerivedFigureName =
  | 'totalSales'
  | 'totalOrders'
  | 'newCustomers'
  | 'adsSpend'
  | 'adsSales'
  | 'fakeOrders'
  | 'averageCheck'
  | 'roas'
  | 'adShare';
export type FigureName = MetricName | DerivedFigureName;

/**
 * The figures of a period by name. Money is in sen (the average check may have a fraction), ratios are fractions. Null means
 * that the figure does not exist: nobody reported it, or its denominator is 0.
 */
export type Figures = Readonly<Record<FigureName, number | null>>;

/** The unit of a figure: money in sen, a count, or a ratio as a fraction. */
export type FigureKind = MetricKind | 'ratio';

/** Every figure with its kind, in the order of the CSV columns and JSON keys. */
export const FIGURES: readonly { readonly name: FigureName; readonly kind: FigureKind }[] = [
  ...METRICS.map(({ name, kind }) => ({ name, kind })),
  { name: 'totalSales', kind: 'money' },
  { name: 'totalOrders', kind: 'count' },
  { name: 'newCustomers', kind: 'count' },
  { name: 'adsSpend', kind: 'money' },
  { name: 'adsSales', kind: 'money' },
  { name: 'fakeOrders', kind: 'count' },
  { name: 'averageCheck', kind: 'money' },
  { name: 'roas', kind: 'ratio' },
  { name: 'adShare', kind: 'ratio' },
];

/** One row of the platform table: the figures of one platform or of both. Units as in {@link Figures}. */
export interface PlatformFigures {
  /** Grab: net sales. GoJek: gross sales of completed orders. */
  readonly sales: number | null;
  readonly orders: number | null;
  readonly averageCheck: number | null;
  /** GoJek includes discounts, Grab does not: ROAS is not comparable across platforms. */
  readonly adsSpend: number | null;
  readonly adsSales: number | null;
  readonly roas: number | null;
  readonly adShare: number | null;
  readonly newCustomers: number | null;
  /** Grab: repeated customers. GoJek: reactivated customers only. */
  readonly returningCustomers: number | null;
  readonly fakeOrders: number | null;
}

/**
 * Returns the figures of a period from its sums. A ratio is a ratio of sums and never a mean of daily ratios. A day counts
 * for a platform's ratio only when it has both terms:
 * - average check = sales / orders,
 * - ROAS = ads sales / ads spend,
 * - ad share = ads spend / sales.
 *
 * With `excludeFake` the orders that the agency placed itself are subtracted from orders, also in the average check. Money is
 * never subtracted. The definitions are those of docs/UPSTREAM.md, "What the numbers mean".
 */
export function calculateFigures(period: PeriodSums, excludeFake: boolean): Figures {
  const grab = calculatePlatformFigures(period, 'grab', excludeFake);
  const gojek = calculatePlatformFigures(period, 'gojek', excludeFake);
  const total = calculateTotalFigures(period, grab, gojek, excludeFake);
  const figures = {
    totalSales: total.sales,
    totalOrders: total.orders,
    newCustomers: total.newCustomers,
    adsSpend: total.adsSpend,
    adsSales: total.adsSales,
    fakeOrders: total.fakeOrders,
    averageCheck: total.averageCheck,
    roas: total.roas,
    adShare: total.adShare,
  } as Record<FigureName, number | null>;
  for (const [index, { name }] of METRICS.entries()) figures[name] = period.sums[index] ?? null;
  figures.grabOrders = grab.orders;
  figures.gojekOrders = gojek.orders;
  return figures;
}

/** Returns the platform table of a period: a row for each platform and one for both. Formulas as in {@link calculateFigures}. */
export function calculatePlatformTable(
  period: PeriodSums,
  excludeFake: boolean,
): Readonly<Record<Platform | 'total', PlatformFigures>> {
  const grab = calculatePlatformFigures(period, 'grab', excludeFake);
  const gojek = calculatePlatformFigures(period, 'gojek', excludeFake);
  return { grab, gojek, total: calculateTotalFigures(period, grab, gojek, excludeFake) };
}

function calculatePlatformFigures(period: PeriodSums, platform: Platform, excludeFake: boolean): PlatformFigures {
  const sum = (name: MetricName) => period.sums[METRIC_INDEX[name]] ?? null;
  const { fakeOrders, averageCheck, averageCheckFakeOrders, adShare, roas } = period[platform];
  const checkOrders = averageCheck.denominator - (excludeFake ? averageCheckFakeOrders : 0);
  const grab = platform === 'grab';
  const orders = sum(grab ? 'grabOrders' : 'gojekOrders');
  return {
    sales: sum(grab ? 'grabSales' : 'gojekSales'),
    orders: excludeFake && orders !== null ? orders - fakeOrders : orders,
    averageCheck: divide(averageCheck.numerator, checkOrders),
    adsSpend: sum(grab ? 'grabAdsSpend' : 'gojekAdsSpend'),
    adsSales: sum(grab ? 'grabAdsSales' : 'gojekAdsSales'),
    roas: divide(roas.numerator, roas.denominator),
    adShare: divide(adShare.numerator, adShare.denominator),
    newCustomers: sum(grab ? 'grabNewCustomers' : 'gojekNewCustomers'),
    returningCustomers: sum(grab ? 'grabRepeatedCustomers' : 'gojekReturnedCustomers'),
    fakeOrders: period.sums[FAKE_ORDERS_INDEX[platform]] ?? null,
  };
}

function calculateTotalFigures(
  { grab, gojek }: PeriodSums,
  grabFigures: PlatformFigures,
  gojekFigures: PlatformFigures,
  excludeFake: boolean,
): PlatformFigures {
  const add = (name: keyof PlatformFigures) => addKnown(grabFigures[name], gojekFigures[name]);
  const addTerms = (ratio: RatioName) => ({
    numerator: grab[ratio].numerator + gojek[ratio].numerator,
    denominator: grab[ratio].denominator + gojek[ratio].denominator,
  });
  const check = addTerms('averageCheck');
  const roas = addTerms('roas');
  const adShare = addTerms('adShare');
  const fakeOrders = excludeFake ? grab.averageCheckFakeOrders + gojek.averageCheckFakeOrders : 0;
  return {
    sales: add('sales'),
    orders: add('orders'),
    averageCheck: divide(check.numerator, check.denominator - fakeOrders),
    adsSpend: add('adsSpend'),
    adsSales: add('adsSales'),
    roas: divide(roas.numerator, roas.denominator),
    adShare: divide(adShare.numerator, adShare.denominator),
    newCustomers: add('newCustomers'),
    returningCustomers: add('returningCustomers'),
    fakeOrders: add('fakeOrders'),
  };
}

/** Returns the quotient of two sums; null when the denominator is 0. */
function divide(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** Creates figures from a function of name and kind. */
export function mapFigures(value: (name: FigureName, kind: FigureKind) => number | null): Figures {
  const result = {} as Record<FigureName, number | null>;
  for (const { name, kind } of FIGURES) result[name] = value(name, kind);
  return result;
}
