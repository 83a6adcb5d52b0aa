import { z } from 'zod';
import { validateRow, hasMetric, isJsonObject, upstreamIdOf, type StatsRequest } from './validate-row.js';
import { formatMetric } from './decimal.js';
import { DayVersions } from './day-versions.js';
import { parseStatDate } from './stat-date.js';
import { UpstreamError, type ValidatedResponse, type RejectedRow } from '../upstream-source.js';
import { type ValidatedDay, METRICS } from '../../domain/index.js';

const Envelope = z.object({
  restaurant_name: z.unknown().optional(),
  records_count: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .nullish()
    .catch(null),
  period: z.string().nullish().catch(null),
  data: z.array(z.unknown()),
});
type Envelope = z.output<typeof Envelope>;

/** `2026-11-15 to 2026-11-21`. A server without a window writes words in place of the days, which say nothing. */
const PERIOD = /^\s*(\S+) to (\S+)\s*$/;

/**
 * Validates a whole response. The order of its rows has no influence on the result.
 * @param body the parsed JSON.
 * @param calls the number of HTTP calls made for it.
 * @throws UpstreamError `upstream_bad_answer` when the body does not have the shape of the contract or contradicts itself,
 * `wrong_restaurant` when it names another restaurant or holds rows of several.
 */
export function validateResponse(
  body: unknown,
  request: StatsRequest,
  calls: number,
): Omit<ValidatedResponse, 'fingerprint'> {
  const rows = openEnvelope(body, request, calls);
  const upstreamId = findUpstreamId(rows, request, calls);
  const versions = new DayVersions();
  const quarantined: RejectedRow[] = [];
  let ignored = 0;
  for (const row of rows) {
    const checked = validateRow(row, request);
    if (checked.kind === 'ignored') ignored += 1;
    else if (checked.kind === 'quarantined') quarantined.push(checked.row);
    else versions.add(checked.day);
  }

  const days: ValidatedDay[] = [];
  for (const copies of versions.list()) {
    const [only] = copies;
    if (copies.length === 1) days.push(only);
    else for (const row of toConflictingRows(copies)) quarantined.push(row);
  }
  days.sort((a, b) => (a.date < b.date ? -1 : 1));
  const validDates = new Set<string>(days.map((day) => day.date));
  const sorted = sortRows(quarantined);
  return {
    days,
    quarantined: sorted,
    quarantinedDays: new Set(sorted.flatMap(({ date }) => (date !== null && !validDates.has(date) ? [date] : []))),
    ignored,
    received: rows.length,
    calls,
    upstreamId,
  };
}

/** Returns the one upstream id of the rows; null when none names an id. */
function findUpstreamId(rows: readonly unknown[], request: StatsRequest, calls: number): string | null {
  const ids = new Set<string>();
  for (const row of rows) {
    const id = upstreamIdOf(row, request);
    if (id !== null) ids.add(id);
  }
  const [id = null] = ids;
  if (ids.size <= 1) return id;
  throw new UpstreamError(
    'wrong_restaurant',
    `The statistics server sent rows of ${ids.size} restaurants in one response: it confuses names that look alike. Nothing was changed here. Rename one of them there.`,
    calls,
  );
}

function openEnvelope(body: unknown, request: StatsRequest, calls: number): readonly unknown[] {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) {
    throw new UpstreamError(
      'upstream_bad_answer',
      'The statistics server sent JSON that is not a list of days. Nothing was changed here. Check that DELIVERY_STATS_API_URL points at the statistics API.',
      calls,
    );
  }
  const { restaurant_name: name, data } = envelope.data;
  if (typeof name === 'string' && comparableName(name) !== comparableName(request.name)) {
    throw new UpstreamError(
      'wrong_restaurant',
      'The statistics server responded for another restaurant than the one asked for. Nothing was changed here. Check the upstream name of this client.',
      calls,
    );
  }
  if (data.some(isJsonObject) && !data.some(hasMetric)) {
    throw new UpstreamError(
      'upstream_bad_answer',
      'The statistics server sent days without a single field that is known here: its contract has changed. Nothing was changed here. Tell whoever looks after this program.',
      calls,
    );
  }
  const contradiction = findContradiction(envelope.data, request);
  if (contradiction !== null) {
    throw new UpstreamError(
      'upstream_bad_answer',
      `The response of the statistics server contradicts itself: ${contradiction}. Nothing was changed here. If it goes on, tell whoever runs that server.`,
      calls,
    );
  }
  return data;
}

/**
 * Returns how the response contradicts its own number of rows or its own period; null when it does not. An exact copy of a
 * response that was cut off would delete days.
 */
function findContradiction({ records_count: count, period, data }: Envelope, request: StatsRequest): string | null {
  if (count != null && count !== data.length) return `it announces ${count} rows and holds ${data.length}`;
  const [from, to] = (PERIOD.exec(period ?? '') ?? []).slice(1).map((day) => parseStatDate(day, request.timeZone));
  const { window } = request;
  if (!from || !to || (from <= window.from && to >= window.to)) return null;
  return `it covers ${from} to ${to}, and ${window.from} to ${window.to} was asked for`;
}

/** Returns a form of the name that differs only for different restaurants. It must never merge two restaurants. */
function comparableName(name: string): string {
  return name.normalize('NFC').trim();
}

/** Returns one quarantined row per version of a day, with the first field in which they differ. */
function toConflictingRows(copies: readonly ValidatedDay[]): RejectedRow[] {
  const index = METRICS.findIndex((_, at) => copies.some(({ values }) => values[at] !== copies[0]?.values[at]));
  return copies.map(({ date, values }) => ({
    date,
    field: METRICS[index]?.upstreamField ?? null,
    value: formatMetric(values, index),
    reason: 'conflicting_duplicate',
  }));
}

function sortRows(rows: readonly RejectedRow[]): RejectedRow[] {
  return rows
    .map((row) => ({ row, key: JSON.stringify([row.date, row.field, row.value, row.reason]) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}
