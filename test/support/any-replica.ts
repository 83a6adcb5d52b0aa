import fc from 'fast-check';
import type { DailyStat } from '../../src/domain/daily-stat.js';
import { toDay } from '../../src/domain/calendar/day.js';
import { METRICS } from '../../src/domain/metrics.js';
import { fieldsOf, shift, type Platform } from './expected-figures.js';
import type { UpstreamRow } from './scripted-upstream.js';

/** The number of random replicas that a property is checked on. */
export const PROPERTY_RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

/** How one platform of a client reports: when it begins and ends, and which days differ. All in days after the first day. */
interface PlatformPlan {
  readonly start: number;
  readonly length: number;
  /** Days without a report. */
  readonly gaps: readonly number[];
  /** Days on which the metrics of the bits are null. */
  readonly partial: readonly { readonly day: number; readonly nulls: number }[];
  /** Days of exactly no sales and no orders, and days on which sales are negative. */
  readonly zeros: readonly number[];
  readonly refunds: readonly number[];
  readonly seed: number;
}

/** Generates a plan. Most platforms report nearly every day of the whole time; some are new, some end, some never report. */
function anyPlan(days: number): fc.Arbitrary<PlatformPlan> {
  const someDays = (maxLength: number) => fc.uniqueArray(fc.nat(days - 1), { maxLength });
  return fc.record({
    start: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(days) }),
    length: fc.oneof({ weight: 2, arbitrary: fc.constant(days) }, { weight: 1, arbitrary: fc.nat(days) }),
    gaps: fc.oneof({ weight: 3, arbitrary: someDays(6) }, { weight: 1, arbitrary: someDays(days) }),
    partial: fc.array(fc.record({ day: fc.nat(days - 1), nulls: fc.integer({ min: 1, max: 127 }) }), { maxLength: 5 }),
    zeros: someDays(5),
    refunds: someDays(2),
    seed: fc.nat(1000),
  });
}

/** The rows of one client, oldest first. A day without any report has no row. */
export type ClientRows = readonly UpstreamRow[];

/** Generates the rows of several clients for `days` days from `first`. */
export function anyReplica(clients: number, first: string, days: number): fc.Arbitrary<ClientRows[]> {
  const client = fc.record({ grab: anyPlan(days), gojek: anyPlan(days) }).map((plans) =>
    Array.from({ length: days }, (_, day) => ({
      ...toFields('grab', plans.grab, day),
      ...toFields('gojek', plans.gojek, day),
    })).flatMap((fields, day): UpstreamRow[] =>
      Object.keys(fields).length === 0 ? [] : [{ stat_date: shift(first, day), ...fields }],
    ),
  );
  return fc.array(client, { minLength: clients, maxLength: clients });
}

function toFields(platform: Platform, plan: PlatformPlan, day: number): UpstreamRow {
  if (day < plan.start || day >= plan.start + plan.length || plan.gaps.includes(day)) return {};
  const isZero = plan.zeros.includes(day);
  const nulls = plan.partial.find((partial) => partial.day === day)?.nulls ?? 0;
  const result: UpstreamRow = {};
  fieldsOf(platform).forEach((field, position) => {
    if ((nulls & (1 << position)) !== 0) return;
    const size = (plan.seed * 31 + day * 17 + position * 7) % 100;
    const isMoney = /sales$|spend$/.test(field);
    if (isZero) result[field] = isMoney ? '0.00' : 0;
    else if (isMoney) result[field] = `${plan.refunds.includes(day) ? '-' : ''}${100 + size}.${10 + (size % 90)}`;
    else result[field] = field.includes('fake') ? size % 3 : size;
  });
  return result;
}

/** Returns the daily stats that the replica holds for these rows. */
export function toDailyStats(rows: ClientRows): DailyStat[] {
  return rows.map((row) => ({
    date: toDay(String(row.stat_date)),
    values: METRICS.map(({ upstreamField, kind }) => {
      const value = row[upstreamField];
      if (value === undefined || value === null) return null;
      return kind === 'money' ? Math.round(Number(value) * 100) : Number(value);
    }),
  }));
}
