import { z } from 'zod';
import type { CheckedDay } from '../stats/day-row.js';
import { METRICS, type MetricValues } from '../stats/metric-catalogue.js';
import { checkRow, hasMetric, isJsonObject, type Asked } from './check-row.js';
import { senText } from './decimal.js';
import { UpstreamError, type CheckedAnswer, type QuarantinedRow } from './upstream-source.js';

const Envelope = z.object({ restaurant_name: z.unknown().optional(), data: z.array(z.unknown()) });

/**
 * Checks a whole answer. The order of its rows has no influence on the result.
 * @param body the parsed JSON.
 * @param calls the HTTP calls made for it.
 * @throws UpstreamError `upstream_bad_answer` when it is not in the shape of the contract, `wrong_restaurant` when it says
 * that it is about another restaurant.
 */
export function checkAnswer(body: unknown, asked: Asked, calls: number): Omit<CheckedAnswer, 'fingerprint'> {
  const rows = openEnvelope(body, asked, calls);
  const versions = new Map<string, CheckedDay[]>();
  const quarantined: QuarantinedRow[] = [];
  let ignored = 0;
  for (const row of rows) {
    const checked = checkRow(row, asked);
    if (checked.kind === 'ignored') ignored += 1;
    else if (checked.kind === 'quarantined') quarantined.push(checked.row);
    else addVersion(versions, checked.day);
  }

  const days: CheckedDay[] = [];
  for (const [date, copies] of versions) {
    const [only] = copies;
    if (only && copies.length === 1) days.push(only);
    else quarantined.push(...conflict(date, copies));
  }
  days.sort((a, b) => (a.date < b.date ? -1 : 1));
  const standing = new Set<string>(days.map((day) => day.date));
  const sorted = inFixedOrder(quarantined);
  return {
    days,
    quarantined: sorted,
    quarantinedDays: new Set(sorted.flatMap(({ date }) => (date !== null && !standing.has(date) ? [date] : []))),
    ignored,
    received: rows.length,
    calls,
  };
}

function openEnvelope(body: unknown, asked: Asked, calls: number): readonly unknown[] {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) {
    throw new UpstreamError(
      'upstream_bad_answer',
      'The statistics server sent JSON that is not a list of days. Nothing was changed here. Check that DELIVERY_STATS_API_URL points at the statistics API.',
      calls,
    );
  }
  const { restaurant_name: name, data } = envelope.data;
  if (typeof name === 'string' && comparable(name) !== comparable(asked.name)) {
    throw new UpstreamError(
      'wrong_restaurant',
      'The statistics server answered for another restaurant than the one asked for. Nothing was changed here. Check the upstream name of this client.',
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
  return data;
}

/** Only for telling that two names are surely different; never to merge two restaurants. */
function comparable(name: string): string {
  return name.normalize('NFC').trim();
}

function addVersion(versions: Map<string, CheckedDay[]>, day: CheckedDay): void {
  const others = versions.get(day.date);
  if (!others) versions.set(day.date, [day]);
  else if (!others.some(({ values }) => values.every((value, at) => value === day.values[at]))) others.push(day);
}

/** One entry a version, at the first field in which they differ. */
function conflict(date: string, copies: readonly CheckedDay[]): QuarantinedRow[] {
  const index = METRICS.findIndex((_, at) => copies.some(({ values }) => values[at] !== copies[0]?.values[at]));
  return copies.map(({ values }) => ({
    date,
    field: METRICS[index]?.upstreamField ?? null,
    value: valueText(values, index),
    reason: 'conflicting_duplicate',
  }));
}

function valueText(values: MetricValues, index: number): string | null {
  const value = values[index];
  if (value === null || value === undefined) return null;
  return METRICS[index]?.kind === 'money' ? senText(value) : String(value);
}

function inFixedOrder(rows: readonly QuarantinedRow[]): QuarantinedRow[] {
  return rows
    .map((row) => ({ row, key: JSON.stringify([row.date, row.field, row.value, row.reason]) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}
