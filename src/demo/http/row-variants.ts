import { type DayFigures, dayFigures } from '../figures/figures.js';
import { formatDecimal, lookerRow, type Row } from './looker-row.js';
import { hash } from '../figures/random.js';
import type { Restaurant } from '../figures/restaurant.js';
import { fromDayNumber, PLATFORMS, type Platform } from '../../domain/index.js';

export const SOURCES = [
  'looker_summary',
  'grab',
  'gojek',
  'fake_orders',
  'commission_settings',
  'monthly_commissions',
  'restaurants',
] as const;
export type Source = (typeof SOURCES)[number];

/** The days of a response as day numbers, both inclusive, and the number of times that each was rewritten. */
export interface Window {
  readonly first: number;
  readonly last: number;
  readonly revisionOf: (dayNumber: number) => number;
}

/** Returns the rows of one restaurant in a source, newest first. Each row is created when the caller reads it. */
export function listRows(source: Source, restaurant: Restaurant, window: Window): Iterable<Row> {
  switch (source) {
    case 'looker_summary':
      return lookerRows(restaurant, window);
    case 'grab':
    case 'gojek':
      return platformRows(source, restaurant, window);
    case 'fake_orders':
      return fakeOrderRows(restaurant, window);
    case 'commission_settings':
      return [commissionSettings(restaurant)];
    case 'monthly_commissions':
      return monthlyCommissions(restaurant, window);
    case 'restaurants':
      return [restaurantRow(restaurant)];
  }
}

/** Returns a restaurant as `source=restaurants` lists it, secrets included. The product may keep only `id` and `name`. */
export function restaurantRow({ id, name, seed, index, openingHours }: Restaurant): Row {
  const secret = (salt: number) => [1, 2, 3, 4].map((part) => hash(seed, index, salt, part).toString(36)).join('');
  return {
    id,
    name,
    grab_token: `gt_live_${secret(8)}`,
    grab_store_id: `6-C${hash(seed, index, 9)}`,
    gojek_refresh_token: `gr_live_${secret(10)}`,
    gojek_merchant_id: `G${hash(seed, index, 11)}`,
    opening_hours: openingHours,
    is_active: 1,
    created_at: '2024-01-01T03:00:00.000Z',
  };
}

export interface Field {
  readonly name: string;
  readonly type: string;
}

/** Returns the fields of a source, derived from its first row; empty when the restaurant has no row. */
export function listFields(source: Source, restaurant: Restaurant, window: Window): Field[] {
  const [row] = listRows(source, restaurant, window);
  return Object.entries(row ?? {}).map(([name, value]) => ({ name, type: columnType(name, value) }));
}

function columnType(name: string, value: Row[string] | undefined): string {
  if (typeof value === 'number') return 'int';
  if (/(_date|_at|_from)$/.test(name)) return 'datetime';
  return typeof value === 'string' && /^\d+\.\d\d$/.test(value) ? 'decimal(12,2)' : 'varchar(255)';
}

function* days(restaurant: Restaurant, window: Window): Generator<[dayNumber: number, DayFigures, revision: number]> {
  for (let dayNumber = window.last; dayNumber >= window.first; dayNumber--) {
    const revision = window.revisionOf(dayNumber);
    const figures = dayFigures(restaurant, dayNumber, revision);
    if (figures) yield [dayNumber, figures, revision];
  }
}

function* lookerRows(restaurant: Restaurant, window: Window): Generator<Row> {
  for (const [dayNumber, figures, revision] of days(restaurant, window)) {
    yield lookerRow(restaurant, dayNumber, figures, revision);
  }
}

function* platformRows(platform: Platform, restaurant: Restaurant, window: Window): Generator<Row> {
  const prefix = `${platform}_`;
  for (const row of lookerRows(restaurant, window)) {
    if (row[`${prefix}orders`] === null) continue;
    const others = PLATFORMS.filter((other) => other !== platform).map((other) => `${other}_`);
    yield Object.fromEntries(
      Object.entries(row)
        .filter(([field]) => !others.some((other) => field.startsWith(other)))
        .map(([field, value]) => [field.startsWith(prefix) ? field.slice(prefix.length) : field, value]),
    );
  }
}

function* fakeOrderRows(restaurant: Restaurant, window: Window): Generator<Row> {
  for (const [dayNumber, figures] of days(restaurant, window)) {
    for (const platform of PLATFORMS) {
      const count = figures[`${platform}FakeOrders`];
      if (!count) continue;
      yield {
        id: restaurant.id * 100_000 + dayNumber,
        restaurant_id: restaurant.id,
        stat_date: `${fromDayNumber(dayNumber)}T00:00:00.000Z`,
        platform,
        orders_count: count,
      };
    }
  }
}

const GRAB_PERCENT = 25;
const GOJEK_PERCENT = 20;

function commissionSettings({ id, name }: Restaurant): Row {
  return {
    id,
    restaurant_id: id,
    restaurant_name: name,
    grab_commission_percent: formatDecimal(GRAB_PERCENT * 100),
    gojek_commission_percent: formatDecimal(GOJEK_PERCENT * 100),
    valid_from: '2024-01-01T00:00:00.000Z',
  };
}

function monthlyCommissions(restaurant: Restaurant, window: Window): Row[] {
  const months = new Map<string, { grab: number; gojek: number }>();
  for (const [dayNumber, { grabSales, gojekSales }] of days(restaurant, window)) {
    const month = fromDayNumber(dayNumber).slice(0, 7);
    const sums = months.get(month) ?? { grab: 0, gojek: 0 };
    months.set(month, { grab: sums.grab + (grabSales ?? 0), gojek: sums.gojek + (gojekSales ?? 0) });
  }
  return [...months].map(([month, { grab, gojek }]) => ({
    restaurant_id: restaurant.id,
    month,
    grab_sales: formatDecimal(grab),
    gojek_sales: formatDecimal(gojek),
    grab_commission: formatDecimal(Math.round((grab * GRAB_PERCENT) / 100)),
    gojek_commission: formatDecimal(Math.round((gojek * GOJEK_PERCENT) / 100)),
  }));
}
