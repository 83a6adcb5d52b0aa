import { randomUUID } from 'node:crypto';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { z } from 'zod';
import { PushBody } from './push.schema.js';
import { rowSchema } from './row.schema.js';
import { METRICS, type Platform } from '../domain/index.js';
import { parseInput } from '../platform/http/index.js';
import { isJsonObject } from '../upstream/index.js';

/**
 * Parses the body of a push. Its rows are not looked into: whatever is wrong with one, that row alone is rejected later.
 * @throws UserError 400 naming each path and rule. @throws UnsupportedMediaTypeException for a body that is no JSON.
 */
export function parsePush(body: unknown): PushBody {
  if (body === undefined) throw new UnsupportedMediaTypeException('Send the body as application/json');
  if (!isJsonObject(body) || !Array.isArray(body.rows)) return parseInput(PushBody, body);
  const rows: readonly unknown[] = body.rows;
  const envelope = parseInput(PushBody, { ...body, rows: rows.map(() => null) });
  return { ...envelope, rows: [...rows] };
}

/** The fields of the old collector's rows, by platform, and those of the upstream. It pushes no fake orders. */
const LEGACY_FIELDS: Readonly<Record<Platform, ReadonlyMap<string, string>>> = {
  grab: legacyFieldsOf('grab'),
  gojek: legacyFieldsOf('gojek'),
};

function legacyFieldsOf(platform: Platform): ReadonlyMap<string, string> {
  const fields = METRICS.filter((metric) => metric.platform === platform && metric.field !== 'fakeOrders');
  return new Map(fields.map(({ upstreamField }) => [upstreamField.slice(`${platform}_`.length), upstreamField]));
}

function legacyRow(platform: Platform) {
  return rowSchema({
    id: platform === 'grab' ? 'LegacyGrabRow' : 'LegacyGojekRow',
    description: 'The numbers of one day of one platform, in the fields of the old collector.',
    texts: {},
    numbers: Object.fromEntries(
      [...LEGACY_FIELDS[platform]].map(([field, upstream]) => [field, `As \`${upstream}\` of \`PushRow\`.`]),
    ),
  });
}

/** The body that the old collector sends. */
export const LegacyBody = z
  .object({
    restaurant_name: z.string().describe('The upstream name of the restaurant.'),
    grab_stats: z.array(legacyRow('grab')).nullish().describe('One row for each day of Grab.'),
    gojek_stats: z.array(legacyRow('gojek')).nullish().describe('One row for each day of GoJek.'),
  })
  .meta({
    id: 'LegacyPush',
    description: 'The numbers of one restaurant, as the old collector sends them.',
    examples: [
      { restaurant_name: 'Warung Bali', grab_stats: [{ stat_date: '2026-11-21', sales: '1250000.50', orders: 31 }] },
    ],
  });

/**
 * Parses the body that the old collector sends for one restaurant: its rows by platform, without a batch id and an instant.
 * @param now when it was received; the old collector pushes what it has just collected.
 * @throws as {@link parsePush}.
 */
export function parseLegacyPush(body: unknown, now: Date): PushBody {
  if (!isJsonObject(body)) return parsePush(body);
  const { grab_stats: grab, gojek_stats: gojek, restaurant_name: name } = body;
  const lists = { grab_stats: countable(grab), gojek_stats: countable(gojek) };
  parseInput(LegacyBody, { restaurant_name: name, ...lists });
  const rows = [
    ...(Array.isArray(grab) ? grab.map((row) => toUpstreamRow(row, name, 'grab')) : []),
    ...(Array.isArray(gojek) ? gojek.map((row) => toUpstreamRow(row, name, 'gojek')) : []),
  ];
  return parsePush({ batchId: `legacy-${randomUUID()}`, collectedAt: now.toISOString(), rows });
}

/** Hides what a list holds, which is checked row by row. */
function countable(list: unknown): unknown {
  return Array.isArray(list) ? list.map(() => null) : list;
}

function toUpstreamRow(row: unknown, name: unknown, platform: Platform): unknown {
  if (!isJsonObject(row)) return row;
  const dates = [['stat_date', row.stat_date ?? row.date]];
  const values = [...LEGACY_FIELDS[platform]].flatMap(([field, upstreamField]) =>
    Object.hasOwn(row, field) ? [[upstreamField, row[field]]] : [],
  );
  return Object.fromEntries([['restaurant_name', name], ...dates, ...values]) as Record<string, unknown>;
}
