import type { CheckedDay } from '../stats/day-row.js';
import { METRICS } from '../stats/metric-catalogue.js';
import type { Period } from '../stats/period.js';
import { readCount, readMoney } from './decimal.js';
import { readStatDate } from './stat-date.js';
import type { QuarantinedRow, QuarantineReason } from './upstream-source.js';

/** What was asked for. `timeZone` is the business time zone, IANA. */
export interface Asked {
  readonly name: string;
  readonly window: Period;
  readonly timeZone: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export type RowCheck =
  | { readonly kind: 'valid'; readonly day: CheckedDay }
  | { readonly kind: 'quarantined'; readonly row: QuarantinedRow }
  | { readonly kind: 'ignored' };

const MAX_SHOWN = 200;
const IGNORED: RowCheck = { kind: 'ignored' };

/** Checks one row. A single bad field refuses the whole row: half a day would look like a low day. */
export function checkRow(row: unknown, asked: Asked): RowCheck {
  if (!isJsonObject(row)) return quarantined(null, null, row, 'not_an_object');
  const name = own(row, 'restaurant_name');
  // Exactly: two restaurants may differ in case or in a trailing space only, and MySQL then answers with both.
  if (typeof name === 'string' && name !== asked.name) return IGNORED;

  const dateField = own(row, 'stat_date') == null && own(row, 'date') != null ? 'date' : 'stat_date';
  const written = own(row, dateField);
  if (written == null) return quarantined(null, dateField, null, 'missing_date');
  const date = readStatDate(written, asked.timeZone);
  if (!date) return quarantined(null, dateField, written, 'invalid_date');
  if (date < asked.window.from || date > asked.window.to) return IGNORED;

  const values: (number | null)[] = [];
  for (const { kind, upstreamField } of METRICS) {
    const value = own(row, upstreamField);
    const reading = kind === 'money' ? readMoney(value) : readCount(value);
    if (typeof reading === 'string') return quarantined(date, upstreamField, value, reading);
    values.push(reading);
  }
  return { kind: 'valid', day: { date, values } };
}

/** True when the row speaks of any metric of the catalogue, be it null. */
export function hasMetric(row: unknown): boolean {
  return isJsonObject(row) && METRICS.some(({ upstreamField }) => Object.hasOwn(row, upstreamField));
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(row: JsonObject, key: string): unknown {
  return Object.hasOwn(row, key) ? row[key] : undefined;
}

function quarantined(date: string | null, field: string | null, value: unknown, reason: QuarantineReason): RowCheck {
  return { kind: 'quarantined', row: { date, field, value: shown(value), reason } };
}

/** Text for a person. Objects are named only: what they hold was never asked for and may be secret, huge or deep. */
function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return '(a list)';
  if (typeof value === 'object') return '(an object)';
  // Not with JSON, which has no word for the Infinity that it reads 1e400 as.
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  // A cut through a surrogate pair would leave half a character, which no database stores faithfully.
  return text.slice(0, MAX_SHOWN).replace(/[\uD800-\uDBFF]$/, '');
}
