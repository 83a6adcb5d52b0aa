import { createHash } from 'node:crypto';
import type { RejectedPushRow } from './push-outcome.js';
import type { PushBody } from './push.schema.js';
import { findNameProblem, METRICS, minDay, type Day, type Period } from '../domain/index.js';
import { isJsonObject, type JsonObject } from '../upstream/index.js';

/** A row with its position in the push, from 0. */
export interface NumberedRow {
  readonly index: number;
  readonly row: JsonObject;
}

/** What a push holds of one restaurant. */
export interface PushedRestaurant {
  readonly name: string;
  readonly rows: readonly NumberedRow[];
  /** The period of which every day is sent; null when none is named. It ends yesterday at the latest. */
  readonly covers: Period | null;
}

/** The rows of a push by restaurant, in the order of the push. */
export interface GroupedRows {
  readonly restaurants: readonly PushedRestaurant[];
  /** Rows that name no restaurant. */
  readonly unnamed: readonly RejectedPushRow[];
}

/** Groups the rows of a push by restaurant. @param yesterday the last complete business day; no push covers a later one. */
export function groupRows({ rows, covers }: PushBody, yesterday: Day): GroupedRows {
  const unnamed: RejectedPushRow[] = [];
  const byName = new Map<string, NumberedRow[]>((covers ?? []).map(({ restaurantName }) => [restaurantName, []]));
  for (const [index, row] of rows.entries()) {
    if (!isJsonObject(row)) {
      unnamed.push({ row: index, date: null, field: null, reason: 'not_an_object' });
      continue;
    }
    const name = Object.hasOwn(row, 'restaurant_name') ? row.restaurant_name : null;
    if (typeof name !== 'string' || findNameProblem(name) !== null) {
      const reason = name === null || name === undefined ? 'missing_name' : 'invalid_name';
      unnamed.push({ row: index, date: null, field: 'restaurant_name', reason });
      continue;
    }
    const others = byName.get(name);
    if (others) others.push({ index, row });
    else byName.set(name, [{ index, row }]);
  }
  const periods = new Map((covers ?? []).map(({ restaurantName, ...period }) => [restaurantName, period]));
  return {
    restaurants: [...byName].map(([name, rows]) => ({ name, rows, covers: endAt(periods.get(name), yesterday) })),
    unnamed,
  };
}

function endAt(period: Period | undefined, yesterday: Day): Period | null {
  return period && period.from <= yesterday ? { from: period.from, to: minDay(period.to, yesterday) } : null;
}

/** The fields of a row that the product reads. */
const FIELDS = [
  'restaurant_name',
  'restaurant_id',
  'stat_date',
  'date',
  ...METRICS.map((metric) => metric.upstreamField),
];

/** Returns a hash of everything that the product reads of a push. Fields that it ignores make no other push. */
export function hashPush({ collectedAt, covers, rows }: PushBody): string {
  const hash = createHash('sha256').update(JSON.stringify([collectedAt, covers ?? []]));
  // Each row by itself: the fields that are ignored may be nested deeper than JSON.stringify can follow.
  for (const row of rows)
    hash.update(JSON.stringify(isJsonObject(row) ? FIELDS.map((field) => textOf(row, field)) : null));
  return hash.digest('base64url');
}

function textOf(row: JsonObject, field: string): string | null {
  const value = Object.hasOwn(row, field) ? row[field] : null;
  if (value === null || value === undefined) return null;
  // Not JSON.stringify for numbers: it writes the Infinity of 1e400 as null.
  if (typeof value === 'number') return `number ${value}`;
  return typeof value === 'string' ? `string ${value}` : typeof value;
}
