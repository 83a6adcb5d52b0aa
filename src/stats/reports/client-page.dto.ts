import { z } from 'zod';
import { DayDto, toDayDto } from './day.dto.js';
import {
  comparedFields,
  completenessFields,
  CoverageSchema,
  figureFields,
  MatchedSchema,
  PlatformDeltasSchema,
  platformFigureFields,
  PlatformSchema,
} from './figures.schema.js';
import { Freshness } from './freshness/freshness.dto.js';
import { clientFields } from './leaderboard/leaderboard.dto.js';
import type { ReportView } from './report-view.js';
import { listSuspiciousZeros } from './suspicious-zeros.js';
import type { ClientPrefixSums } from '../cache/client-prefix-sums.js';
import type { PlatformActivity } from '../cache/platform-activity.js';
import {
  calculateFigures,
  calculatePlatformTable,
  createMatchedSums,
  DailyCompleteness,
  isComparable,
  listBuckets,
  listDays,
  calculateDelta,
  toDayNumber,
  toFiguresDto,
  toMatched,
  toPlatformFiguresDto,
  type Day,
  type Interval,
  type MatchedSums,
  type Period,
  type PeriodSums,
  type Platform,
  type PlatformFigures,
} from '../../domain/index.js';
import { PeriodSchema, type Dto } from '../../platform/http/index.js';

const PlatformFiguresDto = z
  .object(platformFigureFields)
  .meta({ id: 'PlatformFigures', description: 'One row of the platform table. Money is in rupiah.' });

/** The figures of each platform and of both together. Money is in rupiah. */
export const PlatformTableDto = z
  .object({ grab: PlatformFiguresDto, gojek: PlatformFiguresDto, total: PlatformFiguresDto })
  .meta({ id: 'PlatformTable', description: 'The figures of each platform and of both together.' });
export type PlatformTableDto = Dto<typeof PlatformTableDto>;

/** A row of the platform table with its deltas, which compare the days that this platform reported in both periods. */
const ComparedPlatformFigures = z
  .object({ ...platformFigureFields, delta: PlatformDeltasSchema, matched: MatchedSchema.nullable() })
  .meta({ id: 'ComparedPlatformFigures', description: 'A row of the platform table with its deltas.' });
export type ComparedPlatformFigures = Dto<typeof ComparedPlatformFigures>;

/** A day of the client page, and whether it is complete. */
export const ClientDay = DayDto.extend({
  complete: z.boolean().describe('Whether every expected platform reported and the day is over.'),
  missing: z
    .array(PlatformSchema)
    .describe('The platforms that are expected to report the day and did not; none before the day is over.'),
  suspiciousZeros: z
    .array(PlatformSchema)
    .describe('The platforms that report no sales and no orders, although they usually sell and others did.'),
}).meta({ id: 'ClientDay', description: 'A day of a client, and whether it is complete.' });
export type ClientDay = Dto<typeof ClientDay>;

/** The figures of some days of the period, as all that was reported on them. Completeness counts days. */
export const ClientBucket = z
  .object({ ...PeriodSchema.shape, ...figureFields, ...completenessFields })
  .meta({ id: 'ClientBucket', description: 'The figures of some days. `reported` and `expected` count days.' });
export type ClientBucket = Dto<typeof ClientBucket>;

/** The figures and days of one client's period, and those of the comparison period. Money is in rupiah. */
export const ClientPage = z
  .object({
    client: z.object(clientFields).meta({ id: 'ListedClient', description: 'A client, as reports name it.' }),
    period: PeriodSchema,
    comparePeriod: PeriodSchema.nullable(),
    summary: z
      .object({ ...figureFields, ...comparedFields })
      .meta({ id: 'ComparedFigures', description: 'The figures of a period and how they compare.' }),
    compare: z
      .object({ ...figureFields, coverage: CoverageSchema, days: z.array(ClientDay), platforms: PlatformTableDto })
      .meta({ id: 'ClientComparison', description: 'The figures of the comparison period.' })
      .nullable(),
    days: z.array(ClientDay).describe('Every day of the period, oldest first.'),
    buckets: z.array(ClientBucket).optional().describe('Absent when the query names no interval.'),
    platforms: z
      .object({
        grab: ComparedPlatformFigures,
        gojek: ComparedPlatformFigures,
        total: ComparedPlatformFigures,
      })
      .describe('The figures of each platform and of both together, with their deltas.'),
    coverage: CoverageSchema,
    freshness: Freshness,
  })
  .meta({ id: 'ClientPage', description: 'The figures and days of one client and period.' });
export type ClientPage = Dto<typeof ClientPage>;

/** What the parts of a client page are made from. */
export interface ClientPageContext {
  readonly prefixSums: ClientPrefixSums;
  readonly activity: PlatformActivity;
  readonly view: ReportView;
  /** The last day that is over. */
  readonly yesterday: Day;
}

/** Returns every day of a period, oldest first. */
export function toClientDays(
  { prefixSums, activity, view: { platforms, excludeFake }, yesterday }: ClientPageContext,
  period: Period,
): ClientDay[] {
  const { marks } = prefixSums;
  const range = { from: toDayNumber(period.from), to: toDayNumber(period.to), platforms };
  const zeros = listSuspiciousZeros(prefixSums, activity, range);
  return listDays(period).map((date, index) => {
    const isOver = date <= yesterday;
    const missing = isOver ? marks.listMissing(range.from + index, platforms) : [];
    return {
      ...toDayDto(date, prefixSums.valuesOn(range.from + index, platforms), excludeFake),
      complete: isOver && missing.length === 0,
      missing,
      suspiciousZeros:
        zeros.length === 0 ? [] : zeros.filter((zero) => zero.date === date).map(({ platform }) => platform),
    };
  });
}

/** Returns the buckets of a period, oldest first. */
export function toClientBuckets(
  { prefixSums, view: { period, from, to, platforms, excludeFake }, yesterday }: ClientPageContext,
  interval: Interval,
): ClientBucket[] {
  const completeness = new DailyCompleteness(from, to);
  prefixSums.marks.addCompletenessTo(completeness, Math.min(to, toDayNumber(yesterday)), platforms);
  return listBuckets(period, interval).map((bucket) => ({
    ...bucket,
    ...toFiguresDto(
      calculateFigures(prefixSums.sumDays(toDayNumber(bucket.from), toDayNumber(bucket.to), platforms), excludeFake),
    ),
    ...completeness.sumDays(bucket, yesterday),
  }));
}

/** Returns the platform table of the view's period with the deltas of each row. */
export function toComparedPlatforms(
  { prefixSums, view: { comparison, platforms, excludeFake } }: ClientPageContext,
  sums: PeriodSums,
): ClientPage['platforms'] {
  const table = toPlatformTableDto(sums, excludeFake);
  const compare = (row: keyof PlatformTableDto, rowPlatforms: readonly Platform[]): ComparedPlatformFigures => {
    if (!comparison) return { ...table[row], delta: toPlatformDeltas(row, null, excludeFake), matched: null };
    const matched = prefixSums.sumMatched(comparison, rowPlatforms);
    return { ...table[row], delta: toPlatformDeltas(row, matched, excludeFake), matched: toMatched(matched) };
  };
  const only = (platform: Platform) => platforms.filter((known) => known === platform);
  return {
    grab: compare('grab', only('grab')),
    gojek: compare('gojek', only('gojek')),
    total: compare('total', platforms),
  };
}

/** Returns the platform table of a period. */
export function toPlatformTableDto(sums: PeriodSums, excludeFake: boolean): PlatformTableDto {
  const { grab, gojek, total } = calculatePlatformTable(sums, excludeFake);
  return {
    grab: toPlatformFiguresDto(grab),
    gojek: toPlatformFiguresDto(gojek),
    total: toPlatformFiguresDto(total),
  };
}

/** Returns the deltas of one row of the platform table, by the rules of `calculateMatchedDeltas`. */
export function toPlatformDeltas(
  row: keyof PlatformTableDto,
  sums: MatchedSums | null,
  excludeFake: boolean,
): PlatformFigures {
  const comparable = sums !== null && isComparable(toMatched(sums)) ? sums : createMatchedSums();
  const current = calculatePlatformTable(comparable.current, excludeFake)[row];
  const compared = calculatePlatformTable(comparable.compared, excludeFake)[row];
  const names = Object.keys(current) as (keyof PlatformFigures)[];
  return Object.fromEntries(
    names.map((name) => [name, calculateDelta(current[name], compared[name])]),
  ) as unknown as PlatformFigures;
}
