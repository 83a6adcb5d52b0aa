import { type MetricName, PLATFORMS, type Platform } from '../stats/metric-catalogue.js';
import { calendarDay } from './calendar.js';
import { type PlatformFigures, platformFigures } from './platform-figures.js';
import { clamp, hash, stream, unit } from './random.js';
import { momentum, type Restaurant } from './restaurant.js';

/** A day of a restaurant. Money in sen; null: the platform did not report. */
export type DayFigures = Readonly<Record<MetricName, number | null>>;

/** Shares of days, or of platform-days. */
const ABSENT = 0.02;
const CLOSED = 0.006;
const SILENT = 0.015;
/** Platforms that are silent in the first collection of a day only. */
const LATE = 0.02;
const AD_DAYS = 2 / 3;
/** Campaigns run for a working week. */
const CAMPAIGN_DAYS = 5;
/** Now and then business halves for weeks. */
const SLUMP = 0.04;
const SLUMP_DAYS = 24;
/** Corrections may add four. */
const MAX_ORDERS = 86;

/**
 * What upstream holds of a day, or null when it has no row. A pure function of the restaurant (its seed and index), the
 * day and how often collections have rewritten that day.
 */
export function dayFigures(restaurant: Restaurant, dayNumber: number, revision: number): DayFigures | null {
  const moving = momentum(restaurant, dayNumber);
  const draw = stream(hash(restaurant.seed, restaurant.index, dayNumber, 3));
  if (moving === null || draw() < ABSENT) return null;

  const check = clamp(restaurant.averageCheck * (0.9 + 0.2 * draw()), 98_000, 305_000);
  const orders = ordersOfDay(restaurant, dayNumber, moving, check, draw);
  const { grabShare } = restaurant;
  const sway = 0.2 * (draw() - 0.5);
  const grabOrders = Math.round(orders * (grabShare === 0 || grabShare === 1 ? grabShare : grabShare + sway));
  const advertised = unit(hash(restaurant.seed, restaurant.index, Math.floor(dayNumber / CAMPAIGN_DAYS), 4)) < AD_DAYS;

  const [grab, gojek] = PLATFORMS.map((platform) => {
    const expected = platform === 'grab' ? grabOrders : orders - grabOrders;
    const figures = platformFigures(
      platform,
      corrected(restaurant, dayNumber, platform, revision, expected),
      check,
      advertised,
      draw,
    );
    const silent = draw() < (revision === 0 ? SILENT + LATE : SILENT);
    return silent || grabShare === (platform === 'grab' ? 0 : 1) ? null : figures;
  });
  placeFakeOrders(restaurant.fakeRate, draw, grab ?? null, gojek ?? null);

  return {
    grabSales: grab?.sales ?? null,
    grabOrders: grab?.orders ?? null,
    grabAdsSpend: grab?.adsSpend ?? null,
    grabAdsSales: grab?.adsSales ?? null,
    grabNewCustomers: grab?.newCustomers ?? null,
    grabRepeatedCustomers: grab?.returningCustomers ?? null,
    grabFakeOrders: grab?.fakeOrders ?? null,
    gojekSales: gojek?.sales ?? null,
    gojekOrders: gojek?.orders ?? null,
    gojekAdsSpend: gojek?.adsSpend ?? null,
    gojekAdsSales: gojek?.adsSales ?? null,
    gojekNewCustomers: gojek?.newCustomers ?? null,
    gojekReturnedCustomers: gojek?.returningCustomers ?? null,
    gojekFakeOrders: gojek?.fakeOrders ?? null,
  };
}

function ordersOfDay(
  restaurant: Restaurant,
  dayNumber: number,
  moving: number,
  check: number,
  draw: () => number,
): number {
  const { nyepi, demand } = calendarDay(dayNumber);
  const closed = draw() < CLOSED;
  const noise = 1 + 0.5 * (draw() + draw() - 1);
  if (nyepi) return noise > 1.4 ? 1 : 0;
  if (closed) return 0;
  const slumping = unit(hash(restaurant.seed, restaurant.index, Math.floor(dayNumber / SLUMP_DAYS), 5)) < SLUMP;
  const sales = restaurant.level * moving * demand * noise * (slumping ? 0.5 : 1);
  return clamp(
    Math.round(sales / check),
    Math.ceil(430_000 / check),
    Math.min(MAX_ORDERS, Math.floor(15_200_000 / check)),
  );
}

/** A collection finds late orders and cancelled ones. The newest correction of a platform's day stands until the next. */
function corrected(
  { seed, index }: Restaurant,
  dayNumber: number,
  platform: Platform,
  revision: number,
  orders: number,
): number {
  if (orders === 0) return 0;
  for (let applied = revision; applied > 0; applied--) {
    const chance = hash(hash(seed, index, dayNumber, 6), PLATFORMS.indexOf(platform), applied);
    if (unit(chance) > 0.45) continue;
    const change = 1 + (chance & 1);
    return orders > 4 && chance & 2 ? orders - change : orders + change;
  }
  return orders;
}

function placeFakeOrders(
  rate: number,
  draw: () => number,
  grab: PlatformFigures | null,
  gojek: PlatformFigures | null,
): void {
  const placed = draw() < rate;
  const count = 1 + Math.floor(draw() * 8);
  const [first, second] = draw() < 0.6 ? [grab, gojek] : [gojek, grab];
  const target = first?.orders ? first : second;
  if (placed && target) target.fakeOrders = Math.min(count, target.orders);
}
