/**
 * Expected comparisons, completeness and suspicious zeros, computed from upstream's rows day by day from their definitions. This
 * file shares no code with the product on purpose. A day may have one row of each client.
 */
import type { UpstreamRow } from './scripted-upstream.js';
import {
  dateOf,
  daysOf,
  expectedDeltas,
  expectedFigures,
  fieldsOf,
  PLATFORMS,
  reported,
  rowsWithin,
  shift,
  type Period,
  type Platform,
} from './expected-figures.js';

export type Compare = 'previous' | 'month' | 'year' | 'none' | { readonly from: string };
export type PlatformFilter = Platform | 'all';

/** The rows of each list by their day, because the definitions below ask for the same days again and again. */
const byDate = new WeakMap<readonly UpstreamRow[], Map<string, UpstreamRow>>();

/** Returns a client's row of a day; an empty row when it has none. */
function rowOn(rows: readonly UpstreamRow[], day: string): UpstreamRow {
  let index = byDate.get(rows);
  if (!index) byDate.set(rows, (index = new Map(rows.map((row) => [dateOf(row), row]))));
  return index.get(day) ?? {};
}

function weekBefore(rows: readonly UpstreamRow[], day: string): UpstreamRow[] {
  return [7, 6, 5, 4, 3, 2, 1].map((back) => rowOn(rows, shift(day, -back)));
}

/** Returns the rows as if only the platform existed. */
export function onlyPlatform(rows: readonly UpstreamRow[], filter: PlatformFilter): UpstreamRow[] {
  return rows.map((row) => {
    const kept = { ...row };
    for (const platform of PLATFORMS)
      if (filter !== 'all' && filter !== platform) for (const field of fieldsOf(platform)) kept[field] = null;
    return kept;
  });
}

/** Returns the day that a day of the period is compared with; null for none. */
function counterpartOf(day: string, period: Period, compare: Compare): string | null {
  if (compare === 'none') return null;
  if (compare === 'month') {
    const months = new Set(daysOf(period).map((date) => date.slice(0, 7))).size;
    const month = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
    month.setUTCMonth(month.getUTCMonth() - months);
    const date = `${month.toISOString().slice(0, 7)}${day.slice(7)}`;
    // A date that the month does not have is moved into the next one by Date.
    return new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) === date ? date : null;
  }
  let back = 7;
  const length = (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000 + 1;
  while (back < length) back += 7;
  if (compare === 'year') back = 364;
  if (typeof compare === 'object') back = (Date.parse(period.from) - Date.parse(compare.from)) / 86_400_000;
  return shift(day, -back);
}

/** Returns the comparison period; null for none. */
export function comparisonOf(period: Period, compare: Compare): Period | null {
  const counterparts = daysOf(period).map((day) => counterpartOf(day, period, compare));
  const known = counterparts.filter((day) => day !== null);
  const [from, to] = [known[0], known.at(-1)];
  return from && to ? { from, to } : null;
}

/** Returns deltas, how much is matched, and the delta in rupiah. @param clients the rows of each client. */
export function expectedComparison(
  clients: readonly (readonly UpstreamRow[])[],
  period: Period,
  compare: Compare,
  excludeFake: boolean,
) {
  const then = comparisonOf(period, compare);
  if (!then) return { delta: expectedDeltas([], null, excludeFake), matched: null, totalSalesDelta: null };
  const count = (part: Period) =>
    PLATFORMS.flatMap((platform) =>
      clients.flatMap((rows) => rowsWithin(rows, part).filter((row) => reported(row, platform))),
    ).length;
  const of = Math.max(count(period), count(then));
  const { now, before, pairs } = pairUp(clients, period, compare);
  const share = of === 0 ? null : pairs / of;
  const isComparable = share !== null && share >= 0.6;
  const sales = (rows: readonly UpstreamRow[]) => expectedFigures(rows, excludeFake).totalSales;
  const [a, b] = [sales(now), sales(before)];
  return {
    delta: expectedDeltas(now, isComparable ? before : null, excludeFake),
    matched: { pairs, of, share },
    totalSalesDelta: !isComparable || a === null || b === null ? null : Math.round((a - b) * 100) / 100,
  };
}

/** Returns both sides of every matched pair, without a field that is null on either side. */
function pairUp(clients: readonly (readonly UpstreamRow[])[], period: Period, compare: Compare) {
  const now: UpstreamRow[] = [];
  const before: UpstreamRow[] = [];
  let pairs = 0;
  const counterparts = new Map(daysOf(period).map((day) => [day, counterpartOf(day, period, compare)]));
  for (const rows of clients) {
    for (const day of daysOf(period)) {
      const a = rowOn(rows, day);
      const b = rowOn(rows, counterparts.get(day) ?? '');
      for (const platform of PLATFORMS) {
        if (!reported(a, platform) || !reported(b, platform)) continue;
        const known = fieldsOf(platform).filter((field) => a[field] != null && b[field] != null);
        pairs++;
        now.push(Object.fromEntries(known.map((field) => [field, a[field]])));
        before.push(Object.fromEntries(known.map((field) => [field, b[field]])));
      }
    }
  }
  return { now, before, pairs };
}

/** Returns the platforms that reported on at least five of the seven days before a day. */
function expectedPlatforms(rows: readonly UpstreamRow[], day: string): Platform[] {
  const week = weekBefore(rows, day);
  return PLATFORMS.filter((platform) => week.filter((row) => reported(row, platform)).length >= 5);
}

/** Returns who is expected on a day, who is missing and whether the day is complete. Nobody is missing on a day that is not over. */
export function expectedCompleteness(rows: readonly UpstreamRow[], day: string, yesterday: string) {
  const isOver = day <= yesterday;
  const expected = isOver ? expectedPlatforms(rows, day) : [];
  const missing = expected.filter((platform) => !reported(rowOn(rows, day), platform));
  return { isExpected: expected.length > 0, missing, complete: isOver && missing.length === 0 };
}

/** Returns how many client-days of a bucket are expected and reported. */
export function expectedBucket(clients: readonly (readonly UpstreamRow[])[], bucket: Period, yesterday: string) {
  const days = daysOf(bucket).flatMap((day) => clients.map((rows) => expectedCompleteness(rows, day, yesterday)));
  const expected = days.filter(({ isExpected }) => isExpected);
  const reportedDays = expected.filter(({ missing }) => missing.length === 0);
  return {
    expected: expected.length,
    reported: reportedDays.length,
    complete: reportedDays.length === expected.length && bucket.to <= yesterday,
  };
}

/** Cuts a period into days, weeks from Monday or calendar months. */
export function bucketsOf(period: Period, interval: 'day' | 'week' | 'month'): Period[] {
  const keyOf = (day: string) => {
    if (interval === 'day') return day;
    if (interval === 'month') return day.slice(0, 7);
    return shift(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  };
  const buckets = new Map<string, string[]>();
  for (const day of daysOf(period)) buckets.set(keyOf(day), [...(buckets.get(keyOf(day)) ?? []), day]);
  return [...buckets.values()].map((days) => ({ from: days[0] ?? '', to: days.at(-1) ?? '' }));
}

/** Returns the platform-days of exactly 0 sales and orders, of a platform that sold on five of the seven days before while others sold. */
export function expectedZeros(
  rows: readonly UpstreamRow[],
  others: readonly (readonly UpstreamRow[])[],
  period: Period,
  filter: PlatformFilter = 'all',
): { date: string; platform: Platform }[] {
  const sold = (row: UpstreamRow, platform: Platform) => Number(row[`${platform}_sales`] ?? 0) > 0;
  return rowsWithin(rows, period)
    .sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))
    .flatMap((row) => PLATFORMS.map((platform) => ({ row, date: dateOf(row), platform })))
    .filter(({ row, date, platform }) => {
      const [sales, orders] = [row[`${platform}_sales`] ?? null, row[`${platform}_orders`] ?? null];
      if (sales === null || orders === null || Number(sales) !== 0 || Number(orders) !== 0) return false;
      const onDay = others.map((list) => rowOn(list, date)).filter((other) => reported(other, platform));
      return (
        weekBefore(rows, date).filter((before) => sold(before, platform)).length >= 5 &&
        onDay.filter((other) => sold(other, platform)).length * 2 > onDay.length
      );
    })
    .filter(({ platform }) => filter === 'all' || platform === filter)
    .map(({ date, platform }) => ({ date, platform }));
}
