import { dayOfNumber } from '../stats/day.js';
import { PLATFORMS, type Platform } from '../stats/metric-catalogue.js';
import { type DayFigures, dayFigures } from './figures.js';
import { decimal, lookerRow, type Row } from './looker-row.js';
import { hash } from './random.js';
import type { Restaurant } from './restaurant.js';

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

/** The days an answer covers, as day numbers, both inclusive, and how often each has been rewritten. */
export interface Window {
  readonly first: number;
  readonly last: number;
  readonly revisionOf: (dayNumber: number) => number;
}

/** The rows of one restaurant in a source, newest first, made as they are asked for. */
export function sourceRows(source: Source, restaurant: Restaurant, window: Window): Iterable<Row> {
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

/** A restaurant as `source=restaurants` lists it, secrets and all: a reader may keep `id` and `name` only. */
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

/** The field list of a source, read off a row of it; empty when this restaurant has none. */
export function fieldsOf(source: Source, restaurant: Restaurant, window: Window): Field[] {
  const [row] = sourceRows(source, restaurant, window);
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
        stat_date: `${dayOfNumber(dayNumber)}T00:00:00.000Z`,
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
    grab_commission_percent: decimal(GRAB_PERCENT * 100),
    gojek_commission_percent: decimal(GOJEK_PERCENT * 100),
    valid_from: '2024-01-01T00:00:00.000Z',
  };
}

function monthlyCommissions(restaurant: Restaurant, window: Window): Row[] {
  const months = new Map<string, { grab: number; gojek: number }>();
  for (const [dayNumber, { grabSales, gojekSales }] of days(restaurant, window)) {
    const month = dayOfNumber(dayNumber).slice(0, 7);
    const sums = months.get(month) ?? { grab: 0, gojek: 0 };
    months.set(month, { grab: sums.grab + (grabSales ?? 0), gojek: sums.gojek + (gojekSales ?? 0) });
  }
  return [...months].map(([month, { grab, gojek }]) => ({
    restaurant_id: restaurant.id,
    month,
    grab_sales: decimal(grab),
    gojek_sales: decimal(gojek),
    grab_commission: decimal(Math.round((grab * GRAB_PERCENT) / 100)),
    gojek_commission: decimal(Math.round((gojek * GOJEK_PERCENT) / 100)),
  }));
}
