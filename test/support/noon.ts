import { yesterdayAt } from '../../src/stats/day.js';

const now = new Date();

/**
 * A time zone in which it is about noon. Tests that run on the machine's own clock give it to the product as `BUSINESS_TIMEZONE`, so that
 * no midnight comes while they run. Its days never lie after those of Bali, so the demo upstream has them all.
 */
export const NOON_ZONE = zoneOf(12 - now.getUTCHours());
export const NOON_YESTERDAY = yesterdayAt(now, NOON_ZONE);

function zoneOf(hoursEast: number): string {
  // The names have their signs the POSIX way round.
  return hoursEast > 0 ? `Etc/GMT-${hoursEast}` : `Etc/GMT+${-hoursEast}`;
}
