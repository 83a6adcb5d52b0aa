import { parseCount, parseMoney } from './decimal.js';
import { parseStatDate } from './stat-date.js';
import type { RejectedRow, QuarantineReason } from '../upstream-source.js';
import { type ValidatedDay, METRICS, type Period, toStorableText } from '../../domain/index.js';

/** The request for the days of one restaurant. `timeZone` is the zone in which the upstream writes its days, IANA. */
export interface StatsRequest {
  readonly name: string;
  readonly window: Period;
  readonly timeZone: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export type RowValidation =
  | { readonly kind: 'valid'; readonly day: ValidatedDay }
  | { readonly kind: 'quarantined'; readonly row: RejectedRow }
  | { readonly kind: 'ignored' };

const MAX_SHOWN_CHARACTERS = 200;
const IGNORED: RowValidation = { kind: 'ignored' };

/** Validates one row. One bad field quarantines the whole row: half a day would look like a low day. */
export function validateRow(row: unknown, request: StatsRequest): RowValidation {
  if (!isJsonObject(row)) return quarantined(null, null, row, 'not_an_object');
  if (isOfOtherName(row, request)) return IGNORED;

  const dateField = own(row, 'stat_date') == null && own(row, 'date') != null ? 'date' : 'stat_date';
  const written = own(row, dateField);
  if (written == null) return quarantined(null, dateField, null, 'missing_date');
  const date = parseStatDate(written, request.timeZone);
  if (!date) return quarantined(null, dateField, written, 'invalid_date');
  if (date < request.window.from || date > request.window.to) return IGNORED;

  const values: (number | null)[] = [];
  for (const { kind, upstreamField } of METRICS) {
    const value = own(row, upstreamField);
    const parsed = kind === 'money' ? parseMoney(value) : parseCount(value);
    if (typeof parsed === 'string') return quarantined(date, upstreamField, value, parsed);
    values.push(parsed);
  }
  return { kind: 'valid', day: { date, values } };
}

/** Returns the upstream's id of the restaurant of a row; null when the row names none or another restaurant. */
export function upstreamIdOf(row: unknown, request: StatsRequest): string | null {
  if (!isJsonObject(row) || isOfOtherName(row, request)) return null;
  const id = own(row, 'restaurant_id');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}

/** Returns whether the row has a field of any metric of the catalogue, even null. */
export function hasMetric(row: unknown): boolean {
  return isJsonObject(row) && METRICS.some(({ upstreamField }) => Object.hasOwn(row, upstreamField));
}

/** The comparison is exact: MySQL returns both restaurants when their names differ only in case or in a trailing space. */
function isOfOtherName(row: JsonObject, request: StatsRequest): boolean {
  const name = own(row, 'restaurant_name');
  return typeof name === 'string' && name !== request.name;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(row: JsonObject, key: string): unknown {
  return Object.hasOwn(row, key) ? row[key] : undefined;
}

function quarantined(
  date: string | null,
  field: string | null,
  value: unknown,
  reason: QuarantineReason,
): RowValidation {
  return { kind: 'quarantined', row: { date, field, value: toShownText(value), reason } };
}

/** Returns a value as text for a reader. Objects get a label only: their content may be secret, huge or deep. */
function toShownText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return '(a list)';
  if (typeof value === 'object') return '(an object)';
  // Not JSON.stringify for numbers: JSON.parse reads 1e400 as Infinity, which JSON.stringify writes as null.
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  // A cut through a surrogate pair would leave half a character, so that half goes too.
  return toStorableText(text.slice(0, MAX_SHOWN_CHARACTERS).replace(/[\uD800-\uDBFF]$/, ''));
}
