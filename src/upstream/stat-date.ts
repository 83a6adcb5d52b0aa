import { dayAt, dayNumber, parseDay, type Day } from '../stats/day.js';

const SHAPE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;
const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

/**
 * The business day that a row's date means, or null when it is none. A date alone, and midnight in UTC or in no zone, mean
 * themselves; any other instant means its date in `timeZone`: a server in Bali serialises 31 October as
 * `2025-10-30T16:00:00.000Z`. A clock time other than midnight without a zone is no instant, so it is refused.
 */
export function readStatDate(value: unknown, timeZone: string): Day | null {
  const match = typeof value === 'string' ? SHAPE.exec(value) : null;
  const written = parseDay(match?.[1] ?? '');
  if (!match || !written) return null;
  const [, , hours = '0', minutes = '0', seconds = '0', fraction = '', zone = ''] = match;
  const ms = (Number(hours) * 60 + Number(minutes)) * MS_PER_MINUTE + Number(`${seconds}.${fraction}`) * 1000;
  const offset = offsetMinutes(zone);
  if (ms === 0 && offset === 0) return written;
  if (zone === '') return null;
  const instant = dayNumber(written) * MS_PER_DAY + ms - offset * MS_PER_MINUTE;
  return parseDay(dayAt(new Date(instant), timeZone));
}

/** Minutes east of UTC; no zone counts as UTC. */
function offsetMinutes(zone: string): number {
  const digits = zone.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}
