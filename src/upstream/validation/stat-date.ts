import { dayAt, toDayNumber, parseDay, type Day } from '../../domain/index.js';

const SHAPE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;
/** The length of a date alone. */
const DATE_LENGTH = 10;
const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

/**
 * Returns the day of a row's date; null when it is not a day. A date alone, and midnight in UTC or without a zone,
 * is that date. Any other instant is its date in `timeZone`, the zone of the server that writes it: a server in Bali serialises 31 October as
 * `2025-10-30T16:00:00.000Z`. A time other than midnight without a zone is invalid, because it is not an instant.
 */
export function parseStatDate(value: unknown, timeZone: string): Day | null {
  if (typeof value !== 'string') return null;
  if (value.length === DATE_LENGTH) return parseDay(value);
  const match = SHAPE.exec(value);
  const written = parseDay(match?.[1] ?? '');
  if (!match || !written) return null;
  const [, , hours = '0', minutes = '0', seconds = '0', fraction = '', zone = ''] = match;
  const ms = (Number(hours) * 60 + Number(minutes)) * MS_PER_MINUTE + Number(`${seconds}.${fraction}`) * 1000;
  const offset = offsetMinutes(zone);
  if (ms === 0 && offset === 0) return written;
  if (zone === '') return null;
  const instant = toDayNumber(written) * MS_PER_DAY + ms - offset * MS_PER_MINUTE;
  return parseDay(dayAt(new Date(instant), timeZone));
}

/** Returns the minutes east of UTC; no zone counts as UTC. */
function offsetMinutes(zone: string): number {
  const digits = zone.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}
