import { addKnown } from './day-row.js';
import { METRICS, METRIC_INDEX, type MetricKind, type MetricName, type Platform } from './metric-catalogue.js';
import { FAKE_INDEX, type PeriodSums } from './period-sums.js';

type Derived =
  | 'totalSales'
  | 'totalOrders'
  | 'newCustomers'
  | 'adsSpend'
  | 'adsSales'
  | 'fakeOrders'
  | 'averageCheck'
  | 'roas'
  | 'adShare';
export type FigureName = MetricName | Derived;

/** The figures of a period: money in sen (the average check with a fraction), counts, ratios as fractions; null for "does not exist". */
export type Figures = Readonly<Record<FigureName, number | null>>;

/** What a figure is measured in. */
export type FigureKind = MetricKind | 'ratio';

/** Every figure with its kind, in the order of columns and of JSON keys. */
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

/** The figures of one platform, or of both together, for the platform table. Units as in {@link Figures}. */
export interface PlatformFigures {
  readonly sales: number | null;
  readonly orders: number | null;
  readonly averageCheck: number | null;
  readonly adsSpend: number | null;
  readonly adsSales: number | null;
  readonly roas: number | null;
  readonly adShare: number | null;
  readonly newCustomers: number | null;
  /** Grab: repeated customers. GoJek: reactivated customers. */
  readonly returningCustomers: number | null;
  readonly fakeOrders: number | null;
}

/**
 * Figures of a period from its sums. Ratios are ratios of sums, over the days of a platform on which both terms exist:
 * average check = sales / orders, ROAS = ads sales / ads spend, ad share = ads spend / sales. With `excludeFake` orders are
 * counted without the orders the agency placed itself, and the average check follows; money is never subtracted.
 */
export function figuresOf(period: PeriodSums, excludeFake: boolean): Figures {
  const grab = platformFigures(period, 'grab', excludeFake);
  const gojek = platformFigures(period, 'gojek', excludeFake);
  const total = totalFigures(period, grab, gojek, excludeFake);
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

/** The platform table of a period: each platform and both together. */
export function platformTable(period: PeriodSums, excludeFake: boolean) {
  const grab = platformFigures(period, 'grab', excludeFake);
  const gojek = platformFigures(period, 'gojek', excludeFake);
  return { grab, gojek, total: totalFigures(period, grab, gojek, excludeFake) };
}

function platformFigures(period: PeriodSums, platform: Platform, excludeFake: boolean): PlatformFigures {
  const sum = (name: MetricName) => period.sums[METRIC_INDEX[name]] ?? null;
  const { ordersFake, check, checkFake, share, roas } = period[platform];
  const grab = platform === 'grab';
  const orders = sum(grab ? 'grabOrders' : 'gojekOrders');
  return {
    sales: sum(grab ? 'grabSales' : 'gojekSales'),
    orders: excludeFake && orders !== null ? orders - ordersFake : orders,
    averageCheck: ratio(check.over, excludeFake ? check.under - checkFake : check.under),
    adsSpend: sum(grab ? 'grabAdsSpend' : 'gojekAdsSpend'),
    adsSales: sum(grab ? 'grabAdsSales' : 'gojekAdsSales'),
    roas: ratio(roas.over, roas.under),
    adShare: ratio(share.over, share.under),
    newCustomers: sum(grab ? 'grabNewCustomers' : 'gojekNewCustomers'),
    returningCustomers: sum(grab ? 'grabRepeatedCustomers' : 'gojekReturnedCustomers'),
    fakeOrders: period.sums[FAKE_INDEX[platform]] ?? null,
  };
}

function totalFigures(
  { grab, gojek }: PeriodSums,
  a: PlatformFigures,
  b: PlatformFigures,
  excludeFake: boolean,
): PlatformFigures {
  const fake = excludeFake ? grab.checkFake + gojek.checkFake : 0;
  return {
    sales: addKnown(a.sales, b.sales),
    orders: addKnown(a.orders, b.orders),
    averageCheck: ratio(grab.check.over + gojek.check.over, grab.check.under + gojek.check.under - fake),
    adsSpend: addKnown(a.adsSpend, b.adsSpend),
    adsSales: addKnown(a.adsSales, b.adsSales),
    roas: ratio(grab.roas.over + gojek.roas.over, grab.roas.under + gojek.roas.under),
    adShare: ratio(grab.share.over + gojek.share.over, grab.share.under + gojek.share.under),
    newCustomers: addKnown(a.newCustomers, b.newCustomers),
    returningCustomers: addKnown(a.returningCustomers, b.returningCustomers),
    fakeOrders: addKnown(a.fakeOrders, b.fakeOrders),
  };
}

/** A quotient of sums; null where the denominator is zero or nothing. */
function ratio(over: number, under: number): number | null {
  return under === 0 ? null : over / under;
}

/** The change as a fraction of `then`: (now - then) / then; null when either does not exist or `then` is 0. */
export function change(now: number | null, then: number | null): number | null {
  return now === null || then === null || then === 0 ? null : (now - then) / then;
}

/** The change of every figure. */
export function changes(now: Figures, then: Figures | null): Figures {
  return mapFigures((name) => (then === null ? null : change(now[name], then[name])));
}

/** The figures as they stand in JSON: rupiah with at most two decimals instead of sen. */
export function atBorder(figures: Figures): Figures {
  return mapFigures((name, kind) => valueAtBorder(figures[name], kind));
}

/** One figure in its unit of the border: rupiah for money, everything else as it is. */
export function valueAtBorder(value: number | null, kind: FigureKind): number | null {
  return value !== null && kind === 'money' ? Math.round(value) / 100 : value;
}

function mapFigures(value: (name: FigureName, kind: FigureKind) => number | null): Figures {
  const result = {} as Record<FigureName, number | null>;
  for (const { name, kind } of FIGURES) result[name] = value(name, kind);
  return result;
}

const PLATFORM_KINDS: Readonly<Record<keyof PlatformFigures, FigureKind>> = {
  sales: 'money',
  orders: 'count',
  averageCheck: 'money',
  adsSpend: 'money',
  adsSales: 'money',
  roas: 'ratio',
  adShare: 'ratio',
  newCustomers: 'count',
  returningCustomers: 'count',
  fakeOrders: 'count',
};

/** A line of the platform table as it stands in JSON. */
export function platformAtBorder(figures: PlatformFigures): PlatformFigures {
  const result = {} as Record<keyof PlatformFigures, number | null>;
  for (const name of Object.keys(PLATFORM_KINDS) as (keyof PlatformFigures)[]) {
    result[name] = valueAtBorder(figures[name], PLATFORM_KINDS[name]);
  }
  return result;
}
