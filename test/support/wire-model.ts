/**
 * What the answers must say, worked out from upstream's rows in the plainest way: one day after the other, decimal strings as
 * whole sen in BigInt. It shares no code with the product on purpose.
 */
import type { WireRow } from './scripted-upstream.js';

type Kind = 'money' | 'count';

/** Name in JSON, platform, name inside the platform's object, field on the wire. */
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

const PLATFORMS = ['grab', 'gojek'] as const;
type Platform = (typeof PLATFORMS)[number];

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

export function dateOf(row: WireRow): string {
  return String(row.stat_date).slice(0, 10);
}

export function shift(date: string, days: number): string {
  const instant = new Date(`${date}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  return instant.toISOString().slice(0, 10);
}

export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let date = from; date <= to; date = shift(date, 1)) days.push(date);
  return days;
}

/** `previous`: the smallest multiple of 7 that is at least the length; `year`: 364 days. */
export function compared(period: Period, compare: 'previous' | 'year' | 'none'): Period | null {
  if (compare === 'none') return null;
  let back = 7;
  while (compare === 'previous' && back < daysOf(period).length) back += 7;
  if (compare === 'year') back = 364;
  return { from: shift(period.from, -back), to: shift(period.to, -back) };
}

export function within(rows: readonly WireRow[], period: Period): WireRow[] {
  return rows.filter((row) => dateOf(row) >= period.from && dateOf(row) <= period.to);
}

/** A field of a row: sen or a count; null when it was not reported. */
function read(row: WireRow, field: string): bigint | null {
  const value = row[field];
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`No test row has such a ${field}`);
  const kind = METRICS.find(([, , , wire]) => wire === field)?.[4];
  return kind === 'money' ? sen(String(value)) : BigInt(value);
}

function sen(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return decimal.startsWith('-') ? -value : value;
}

export function reported(row: WireRow, platform: Platform): boolean {
  return METRICS.some(([, of, , field]) => of === platform && read(row, field) !== null);
}

function plus(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? (a ?? b) : a + b;
}

/** Orders of a platform's day, without those the agency placed itself when they are not wanted. */
function orders(row: WireRow, platform: Platform, excludeFake: boolean): bigint | null {
  const all = read(row, `${platform}_orders`);
  return all === null || !excludeFake ? all : all - (read(row, `${platform}_fake_orders_count`) ?? 0n);
}

type Reader = (row: WireRow, platform: Platform) => bigint | null;

function sum(rows: readonly WireRow[], platforms: readonly Platform[], reader: Reader): bigint | null {
  let result: bigint | null = null;
  for (const row of rows) for (const platform of platforms) result = plus(result, reader(row, platform));
  return result;
}

/** A ratio of sums over the days of a platform on which both terms exist. Units as they come. */
function ratio(rows: readonly WireRow[], platforms: readonly Platform[], over: Reader, under: Reader): number | null {
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

/** A line of the platform table: `platforms` together. */
function line(rows: readonly WireRow[], platforms: readonly Platform[], excludeFake: boolean) {
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

export function platformTable(rows: readonly WireRow[], excludeFake: boolean) {
  return {
    grab: line(rows, ['grab'], excludeFake),
    gojek: line(rows, ['gojek'], excludeFake),
    total: line(rows, PLATFORMS, excludeFake),
  };
}

/** Every figure of a set of rows, of one client or of many. Money in rupiah. */
export function figures(rows: readonly WireRow[], excludeFake: boolean): Figures {
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

/** The change of every figure, (now - then) / then; of the average check before it was rounded to sen. */
export function deltas(now: readonly WireRow[], then: readonly WireRow[] | null, excludeFake: boolean): Figures {
  const a = unrounded(now, excludeFake);
  const b = then && unrounded(then, excludeFake);
  return Object.fromEntries(
    FIGURE_NAMES.map((name) => {
      const x = a[name];
      const y = b?.[name] ?? null;
      return [name, x === null || y === null || y === 0 ? null : (x - y) / y];
    }),
  ) as Figures;
}

/** Money in sen, so that nothing is rounded. */
function unrounded(rows: readonly WireRow[], excludeFake: boolean): Figures {
  const result = figures(rows, excludeFake);
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

/** @param start the client's first day: its startDate, else the first day it reported, else null. */
export function coverage(rows: readonly WireRow[], period: Period, start: string | null, yesterday: string): Coverage {
  const grab = rows.filter((row) => reported(row, 'grab')).length;
  const gojek = rows.filter((row) => reported(row, 'gojek')).length;
  const days = rows.filter((row) => reported(row, 'grab') || reported(row, 'gojek')).length;
  const expected = daysOf(period).filter((date) => date <= yesterday && (start === null || date >= start)).length;
  return { days, expected, grab, gojek };
}

/** Total sales of each day of the period, null where nobody reported. */
export function spark(rows: readonly WireRow[], period: Period): (number | null)[] {
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

/** One day as the client page shows it. */
export function day(rows: readonly WireRow[], date: string, excludeFake: boolean) {
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

function half(row: WireRow, platform: Platform, excludeFake: boolean): Record<string, number | null> | null {
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
