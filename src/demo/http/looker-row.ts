import { findCalendarDay } from '../figures/calendar.js';
import type { DayFigures } from '../figures/figures.js';
import { hash, stream } from '../figures/random.js';
import type { Restaurant } from '../figures/restaurant.js';
import { METRICS } from '../../domain/index.js';

export type Row = Record<string, string | number | null>;

/**
 * Returns a day as the `looker_summary` source serialises it: 59 fields, money as decimal strings, the day as midnight UTC.
 * The product uses only the day and the catalogue's fields; the other fields imitate the real server.
 */
export function lookerRow(restaurant: Restaurant, dayNumber: number, figures: DayFigures, revision: number): Row {
  const draw = stream(hash(restaurant.seed, restaurant.index, dayNumber, 7));
  const row: Row = {
    id: restaurant.id * 100_000 + dayNumber,
    restaurant_id: restaurant.id,
    restaurant_name: restaurant.name,
    stat_date: `${findCalendarDay(dayNumber).date}T00:00:00.000Z`,
  };
  for (const { name, upstreamField, kind } of METRICS) {
    const value = figures[name];
    row[upstreamField] = value === null || kind === 'count' ? value : formatDecimal(value);
  }
  addGrab(row, restaurant, figures, draw);
  addGojek(row, restaurant, figures, draw);
  row.data_source = 'looker';
  row.created_at = `${findCalendarDay(dayNumber + 1).date}T00:33:${twoDigits(10 + Math.floor(50 * draw()))}.000Z`;
  row.updated_at = `${findCalendarDay(dayNumber + 1 + revision).date}T00:34:${twoDigits(10 + Math.floor(50 * draw()))}.000Z`;
  return row;
}

function addGrab(row: Row, restaurant: Restaurant, figures: DayFigures, draw: () => number): void {
  const { grabSales: sales, grabOrders: orders } = figures;
  const reported = sales !== null && orders !== null;
  const views = reported ? Math.floor(orders * (4 + 9 * draw())) : 0;
  const commission = reported ? Math.round(sales * 0.25) : 0;
  const ifReported = <T>(value: T): T | null => (reported ? value : null);
  row.grab_rating = ifReported(formatDecimal(430 + Math.floor(65 * draw())));
  row.grab_cancelled_orders = ifReported(Math.floor(3 * draw()));
  row.grab_cancelation_rate = ifReported(formatDecimal(Math.floor(700 * draw())));
  row.grab_offline_rate = ifReported(formatDecimal(Math.floor(1500 * draw())));
  row.grab_impressions = ifReported(views * 6 + Math.floor(40 * draw()));
  row.grab_menu_views = ifReported(views);
  row.grab_add_to_carts = ifReported(Math.floor(views * 0.4));
  row.grab_ads_impressions = ifReported(figures.grabAdsSpend ? Math.floor(views * 2.5) : 0);
  row.grab_ads_clicks = ifReported(figures.grabAdsSpend ? Math.floor(views * 0.2) : 0);
  row.grab_ads_ctr = ifReported(formatDecimal(figures.grabAdsSpend ? 800 : 0));
  row.grab_ads_orders = ifReported(figures.grabAdsSpend ? Math.floor((orders ?? 0) * 0.3) : 0);
  row.grab_driver_waiting_time = ifReported(formatDecimal(120 + Math.floor(900 * draw())));
  row.grab_total_customers = ifReported(orders);
  row.grab_reactivated_customers = ifReported(Math.floor((figures.grabRepeatedCustomers ?? 0) * draw() * 0.3));
  row.grab_accuracy_rate = ifReported(formatDecimal(9000 + Math.floor(1000 * draw())));
  row.grab_commission = ifReported(formatDecimal(commission));
  row.grab_payouts = ifReported(formatDecimal((sales ?? 0) - commission));
  row.grab_opening_hours = restaurant.openingHours;
}

function addGojek(row: Row, restaurant: Restaurant, figures: DayFigures, draw: () => number): void {
  const { gojekSales: sales, gojekOrders: orders } = figures;
  const reported = sales !== null && orders !== null;
  const reviews = reported ? Math.floor(orders * 0.3 * draw()) : 0;
  const commission = reported ? Math.round(sales * 0.2) : 0;
  const ifReported = <T>(value: T): T | null => (reported ? value : null);
  row.gojek_rating = ifReported(formatDecimal(420 + Math.floor(75 * draw())));
  row.gojek_cancelled_orders = ifReported(Math.floor(2.5 * draw()));
  row.gojek_lost_orders = ifReported(Math.floor(2 * draw()));
  row.gojek_accepting_time = ifReported(`00:00:${twoDigits(Math.floor(60 * draw()))}`);
  row.gojek_preparation_time = ifReported(
    `00:${twoDigits(8 + Math.floor(20 * draw()))}:${twoDigits(Math.floor(60 * draw()))}`,
  );
  row.gojek_delivery_time = ifReported(
    `00:${twoDigits(12 + Math.floor(30 * draw()))}:${twoDigits(Math.floor(60 * draw()))}`,
  );
  row.gojek_close_minutes = ifReported(Math.floor(45 * draw()));
  row.gojek_potential_lost = ifReported(formatDecimal(Math.floor(20_000_000 * draw())));
  row.gojek_realized_orders_percentage = ifReported(formatDecimal(9000 + Math.floor(1000 * draw())));
  row.gojek_one_star_ratings = ifReported(draw() < 0.05 ? 1 : 0);
  row.gojek_two_star_ratings = ifReported(draw() < 0.03 ? 1 : 0);
  row.gojek_three_star_ratings = ifReported(draw() < 0.08 ? 1 : 0);
  row.gojek_four_star_ratings = ifReported(Math.floor(reviews * 0.25));
  row.gojek_five_star_ratings = ifReported(Math.ceil(reviews * 0.75));
  row.gojek_ads_impressions = ifReported(figures.gojekAdsSpend ? (orders ?? 0) * 31 : 0);
  row.gojek_ads_clicks = ifReported(figures.gojekAdsSpend ? (orders ?? 0) * 3 : 0);
  row.gojek_active_client = ifReported((orders ?? 0) - (figures.gojekNewCustomers ?? 0));
  row.gojek_commission = ifReported(formatDecimal(commission));
  row.gojek_payouts = ifReported(formatDecimal((sales ?? 0) - commission));
  row.gojek_opening_hours = restaurant.openingHours;
}

/** Returns hundredths in the form of a MySQL DECIMAL: `"249150.00"`. */
export function formatDecimal(hundredths: number): string {
  const whole = Math.trunc(hundredths / 100);
  return `${whole}.${twoDigits(hundredths - whole * 100)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
