import { yesterdayAt } from '../../src/domain/calendar/day.js';

const now = new Date();

/**
 * Returns a time zone in which it is about noon. Tests on the machine's clock pass it to the product as `BUSINESS_TIMEZONE`, so that
 * no midnight comes while they run. Its days never lie after those of Bali, so the demo upstream has them all.
 */
export const STABLE_TIMEZONE = zoneOf(12 - now.getUTCHours());
export const STABLE_YESTERDAY = yesterdayAt(now, STABLE_TIMEZONE);

function zoneOf(hoursEast: number): string {
  // The names use POSIX signs, which are inverted.
  return hoursEast > 0 ? `Etc/GMT-${hoursEast}` : `Etc/GMT+${-hoursEast}`;
}
