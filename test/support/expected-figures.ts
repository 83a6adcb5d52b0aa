/**
 * Expected figures of responses, computed from upstream's rows in the simplest way: day by day, with decimal strings as
 * whole sen in BigInt. This file shares no code with the product on purpose.
 */
import type { UpstreamRow } from './scripted-upstream.js';

type Kind = 'money' | 'count';

/** Name in JSON, platform, name inside the platform's object, field of the upstream row. */
const METRICS = [
  ['grabSales', 'grab', 'sales', 'grab_sales', 'money'],
  ['grabOrders', 'grab', 'orders', 'grab_orders', 'count'],
  ['grabAdsSpend', 'grab', 'adsSpend', 'grab_ads_spend', 'money'],
  ['grabAdsSales', 'grab', 'adsSales', 'grab_ads_sales', 'money'],
  ['grabNewCustomers', 'grab', 'newCustomers', 'grab_new_customers', 'count'],
  ['grabRepeatedCustomers', 'grab', 'repeatedCustomers', 'grab_repeated_customers', 'count'],
  ['grabFakeOrders', 'grab', 'fakeOrders', 'grab_fake_orders_count', 'count'],
  ['gojekSales', 'gojek', 'sales', 'gojek_sales', 'money'],
  ['gojekOrders', 'gojek', 'orders', 'gojek_orders', 'count'],
  ['gojekAdsSpend', 'gojek', 'adsSpend', 'gojek_ads_spend', 'money'],
  ['gojekAdsSales', 'gojek', 'adsSales', 'gojek_ads_sales', 'money'],
  ['gojekNewCustomers', 'gojek', 'newCustomers', 'gojek_new_client', 'count'],
  ['gojekReturnedCustomers', 'gojek', 'returnedCustomers', 'gojek_returned_client', 'count'],
  ['gojekFakeOrders', 'gojek', 'fakeOrders', 'gojek_fake_orders_count', 'count'],
] as const satisfies readonly (readonly [string, 'grab' | 'gojek', string, string, Kind])[];

export const PLATFORMS = ['grab', 'gojek'] as const;
export type Platform = (typeof PLATFORMS)[number];

const DERIVED = [
  'totalSales',
  'totalOrders',
  'newCustomers',
  'adsSpend',
  'adsSales',
  'fakeOrders',
  'averageCheck',
  'roas',
  'adShare',
] as const;
export type Figure = (typeof METRICS)[number][0] | (typeof DERIVED)[number];
export const FIGURE_NAMES: readonly Figure[] = [...METRICS.map(([name]) => name), ...DERIVED];
export const METRIC_COLUMNS = METRICS.map(([, platform, field]) => snake(`${platform}_${field}`));

type Figures = Record<Figure, number | null>;

export interface Period {
  readonly from: string;
  readonly to: string;
}

export function snake(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function dateOf(row: UpstreamRow): string {
  return String(row.stat_date).slice(0, 10);
}

const DAY_MS = 86_400_000;
/** Days by their number since 1970 and back, because the definitions below ask for the same days again and again. */
const dates = new Map<number, string>();
const dayNumbers = new Map<string, number>();

export function shift(date: string, days: number): string {
  let from = dayNumbers.get(date);
  if (from === undefined) dayNumbers.set(date, (from = Date.parse(`${date}T00:00:00Z`) / DAY_MS));
  let shifted = dates.get(from + days);
  if (!shifted) dates.set(from + days, (shifted = new Date((from + days) * DAY_MS).toISOString().slice(0, 10)));
  return shifted;
}

export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let date = from; date <= to; date = shift(date, 1)) days.push(date);
  return days;
}

export function rowsWithin(rows: readonly UpstreamRow[], period: Period): UpstreamRow[] {
  return rows.filter((row) => {
    const date = dateOf(row);
    return date >= period.from && date <= period.to;
  });
}

const MONEY_FIELDS = new Set<string>(METRICS.filter(([, , , , kind]) => kind === 'money').map(([, , , wire]) => wire));
/** Amounts in sen by their text, because many figures are sums of the same amounts. */
const amounts = new Map<string, bigint>();

/** Returns a field of a row in sen or as a count; null when it was not reported. */
function read(row: UpstreamRow, field: string): bigint | null {
  const value = row[field];
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`No test row has such a ${field}`);
  if (!MONEY_FIELDS.has(field)) return BigInt(value);
  const text = String(value);
  let amount = amounts.get(text);
  if (amount === undefined) amounts.set(text, (amount = sen(text)));
  return amount;
}

function sen(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return decimal.startsWith('-') ? -value : value;
}

/** Returns the upstream fields of a platform's metrics. */
export function fieldsOf(platform: Platform): string[] {
  return METRICS.filter(([, of]) => of === platform).map(([, , , field]) => field);
}

export function reported(row: UpstreamRow, platform: Platform): boolean {
  return METRICS.some(([, of, , field]) => of === platform && row[field] !== null && row[field] !== undefined);
}

function plus(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? (a ?? b) : a + b;
}

/** Returns the orders of a platform on a day, without the agency's own orders when `excludeFake` is set. */
function orders(row: UpstreamRow, platform: Platform, excludeFake: boolean): bigint | null {
  const all = read(row, `${platform}_orders`);
  return all === null || !excludeFake ? all : all - (read(row, `${platform}_fake_orders_count`) ?? 0n);
}

type Reader = (row: UpstreamRow, platform: Platform) => bigint | null;

function sum(rows: readonly UpstreamRow[], platforms: readonly Platform[], reader: Reader): bigint | null {
  let result: bigint | null = null;
  for (const row of rows) for (const platform of platforms) result = plus(result, reader(row, platform));
  return result;
}

/** Returns a ratio of sums over the days of a platform on which both terms exist. Units stay as they are. */
function ratio(
  rows: readonly UpstreamRow[],
  platforms: readonly Platform[],
  over: Reader,
  under: Reader,
): number | null {
  let top = 0n;
  let bottom = 0n;
  for (const row of rows) {
    for (const platform of platforms) {
      const a = over(row, platform);
      const b = under(row, platform);
      if (a === null || b === null) continue;
      top += a;
      bottom += b;
    }
  }
  return bottom === 0n ? null : Number(top) / Number(bottom);
}

const field =
  (name: string): Reader =>
  (row, platform) =>
    read(row, `${platform}_${name}`);
const sales = field('sales');
const adsSpend = field('ads_spend');
const adsSales = field('ads_sales');
const newCustomers: Reader = (row, platform) =>
  read(row, platform === 'grab' ? 'grab_new_customers' : 'gojek_new_client');
const returning: Reader = (row, platform) =>
  read(row, platform === 'grab' ? 'grab_repeated_customers' : 'gojek_returned_client');
const fakeOrders = field('fake_orders_count');

/** Returns a row of the platform table: the sums of `platforms`. */
function line(rows: readonly UpstreamRow[], platforms: readonly Platform[], excludeFake: boolean) {
  const ordersOf: Reader = (row, platform) => orders(row, platform, excludeFake);
  return {
    sales: rupiah(sum(rows, platforms, sales)),
    orders: number(sum(rows, platforms, ordersOf)),
    averageCheck: rupiahOf(ratio(rows, platforms, sales, ordersOf)),
    adsSpend: rupiah(sum(rows, platforms, adsSpend)),
    adsSales: rupiah(sum(rows, platforms, adsSales)),
    roas: ratio(rows, platforms, adsSales, adsSpend),
    adShare: ratio(rows, platforms, adsSpend, sales),
    newCustomers: number(sum(rows, platforms, newCustomers)),
    returningCustomers: number(sum(rows, platforms, returning)),
    fakeOrders: number(sum(rows, platforms, fakeOrders)),
  };
}

export function expectedPlatformTable(rows: readonly UpstreamRow[], excludeFake: boolean) {
  return {
    grab: line(rows, ['grab'], excludeFake),
    gojek: line(rows, ['gojek'], excludeFake),
    total: line(rows, PLATFORMS, excludeFake),
  };
}

/** Returns every figure of a set of rows, of one client or many. Money is in rupiah. */
export function expectedFigures(rows: readonly UpstreamRow[], excludeFake: boolean): Figures {
  const total = line(rows, PLATFORMS, excludeFake);
  const result = {
    totalSales: total.sales,
    totalOrders: total.orders,
    newCustomers: total.newCustomers,
    adsSpend: total.adsSpend,
    adsSales: total.adsSales,
    fakeOrders: total.fakeOrders,
    averageCheck: total.averageCheck,
    roas: total.roas,
    adShare: total.adShare,
  } as Figures;
  for (const [name, platform, , wire, kind] of METRICS) {
    const reader: Reader = (row) => (wire.endsWith('_orders') ? orders(row, platform, excludeFake) : read(row, wire));
    const value = sum(rows, [platform], reader);
    result[name] = kind === 'money' ? rupiah(value) : number(value);
  }
  return result;
}

/** Returns the delta of every figure, (now - then) / then, and null where then is not above 0. The delta of the average check uses the unrounded value. */
export function expectedDeltas(
  now: readonly UpstreamRow[],
  then: readonly UpstreamRow[] | null,
  excludeFake: boolean,
): Figures {
  const a = unrounded(now, excludeFake);
  const b = then && unrounded(then, excludeFake);
  return Object.fromEntries(
    FIGURE_NAMES.map((name) => {
      const x = a[name];
      const y = b?.[name] ?? null;
      return [name, x === null || y === null || y <= 0 ? null : (x - y) / y];
    }),
  ) as Figures;
}

/** Money is in sen, so that nothing is rounded. */
function unrounded(rows: readonly UpstreamRow[], excludeFake: boolean): Figures {
  const result = expectedFigures(rows, excludeFake);
  for (const name of FIGURE_NAMES) {
    const value = result[name];
    if (value !== null && /sales$|adsspend$/i.test(name)) result[name] = Math.round(value * 100);
  }
  result.averageCheck = ratio(rows, PLATFORMS, sales, (row, platform) => orders(row, platform, excludeFake));
  return result;
}

interface Coverage {
  readonly days: number;
  readonly expected: number;
  readonly grab: number;
  readonly gojek: number;
}

/** @param start first day of the client: its startDate, else the first reported day, else null. */
export function expectedCoverage(
  rows: readonly UpstreamRow[],
  period: Period,
  start: string | null,
  yesterday: string,
): Coverage {
  const grab = rows.filter((row) => reported(row, 'grab')).length;
  const gojek = rows.filter((row) => reported(row, 'gojek')).length;
  const days = rows.filter((row) => reported(row, 'grab') || reported(row, 'gojek')).length;
  const expected = daysOf(period).filter((date) => date <= yesterday && (start === null || date >= start)).length;
  return { days, expected, grab, gojek };
}

/** Returns total sales of each day of the period, null where no platform reported. */
export function expectedSpark(rows: readonly UpstreamRow[], period: Period): (number | null)[] {
  return daysOf(period).map((date) =>
    rupiah(
      sum(
        rows.filter((row) => dateOf(row) === date),
        PLATFORMS,
        sales,
      ),
    ),
  );
}

/** Returns one day as the client page shows it. */
export function expectedDay(rows: readonly UpstreamRow[], date: string, excludeFake: boolean) {
  const row = rows.find((candidate) => dateOf(candidate) === date) ?? {};
  const { sales: totalSales, orders: totalOrders } = line([row], PLATFORMS, excludeFake);
  return {
    date,
    grab: half(row, 'grab', excludeFake),
    gojek: half(row, 'gojek', excludeFake),
    totalSales,
    totalOrders,
  };
}

function half(row: UpstreamRow, platform: Platform, excludeFake: boolean): Record<string, number | null> | null {
  if (!reported(row, platform)) return null;
  const result: Record<string, number | null> = {};
  for (const [, of, name, wire, kind] of METRICS) {
    if (of !== platform) continue;
    const value = name === 'orders' ? orders(row, platform, excludeFake) : read(row, wire);
    result[name] = kind === 'money' ? rupiah(value) : number(value);
  }
  return result;
}

function number(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

function rupiah(value: bigint | null): number | null {
  return value === null ? null : Number(value) / 100;
}

function rupiahOf(value: number | null): number | null {
  return value === null ? null : Math.round(value) / 100;
}
