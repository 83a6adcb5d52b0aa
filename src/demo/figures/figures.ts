import { findCalendarDay } from './calendar.js';
import { type PlatformFigures, platformFigures } from './platform-figures.js';
import { clamp, hash, stream, unit } from './random.js';
import { calculateMomentum, type Restaurant } from './restaurant.js';
import { type MetricName, PLATFORMS, type Platform } from '../../domain/index.js';

/** The figures of one restaurant and day. Money is in sen; null means that the platform did not report. */
export type DayFigures = Readonly<Record<MetricName, number | null>>;

/** Shares of days, or of platform-days. */
const ABSENT_SHARE = 0.02;
const CLOSED_SHARE = 0.006;
const SILENT_SHARE = 0.015;
/** The share of platform-days that are missing in the first collection of a day only. */
const LATE_SHARE = 0.02;
const ADVERTISED_SHARE = 2 / 3;
/** Campaigns run for a working week. */
const CAMPAIGN_DAYS = 5;
/** The share of periods of {@link SLUMP_DAYS} in which the sales are half. */
const SLUMP_SHARE = 0.04;
const SLUMP_DAYS = 24;
/** Corrections can add up to four orders. */
const MAX_ORDERS = 86;

/**
 * Returns the figures that the upstream holds for a day; null when it has no row. The result depends only on the restaurant
 * (its seed and index), the day and the number of collections that rewrote the day.
 */
export function dayFigures(restaurant: Restaurant, dayNumber: number, revision: number): DayFigures | null {
  const momentumFactor = calculateMomentum(restaurant, dayNumber);
  const draw = stream(hash(restaurant.seed, restaurant.index, dayNumber, 3));
  if (momentumFactor === null || draw() < ABSENT_SHARE) return null;

  const check = clamp(restaurant.averageCheck * (0.9 + 0.2 * draw()), 98_000, 305_000);
  const orders = calculateOrders(restaurant, dayNumber, momentumFactor, check, draw);
  const { grabShare } = restaurant;
  const sway = 0.2 * (draw() - 0.5);
  const grabOrders = Math.round(orders * (grabShare === 0 || grabShare === 1 ? grabShare : grabShare + sway));
  const advertised =
    unit(hash(restaurant.seed, restaurant.index, Math.floor(dayNumber / CAMPAIGN_DAYS), 4)) < ADVERTISED_SHARE;

  const [grab, gojek] = PLATFORMS.map((platform) => {
    const expected = platform === 'grab' ? grabOrders : orders - grabOrders;
    const figures = platformFigures(
      platform,
      correctOrders(restaurant, dayNumber, platform, revision, expected),
      check,
      advertised,
      draw,
    );
    const silent = draw() < (revision === 0 ? SILENT_SHARE + LATE_SHARE : SILENT_SHARE);
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

function calculateOrders(
  restaurant: Restaurant,
  dayNumber: number,
  momentumFactor: number,
  check: number,
  draw: () => number,
): number {
  const { nyepi, demand } = findCalendarDay(dayNumber);
  const closed = draw() < CLOSED_SHARE;
  const noise = 1 + 0.5 * (draw() + draw() - 1);
  if (nyepi) return noise > 1.4 ? 1 : 0;
  if (closed) return 0;
  const slumping = unit(hash(restaurant.seed, restaurant.index, Math.floor(dayNumber / SLUMP_DAYS), 5)) < SLUMP_SHARE;
  const sales = restaurant.level * momentumFactor * demand * noise * (slumping ? 0.5 : 1);
  return clamp(
    Math.round(sales / check),
    Math.ceil(430_000 / check),
    Math.min(MAX_ORDERS, Math.floor(15_200_000 / check)),
  );
}

/** Returns the orders after late and cancelled ones. The newest correction of a platform's day applies until the next one. */
function correctOrders(
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
