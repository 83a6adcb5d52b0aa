import { z } from 'zod';
import {
  FIGURES,
  METRICS,
  PLATFORMS,
  type FigureKind,
  type FigureName,
  type MetricName,
  type PlatformFigures,
} from '../../domain/index.js';
import { CountSchema, fieldsOf } from '../../platform/http/index.js';

/** The meaning of the figures that are not metrics. */
const DERIVED: Readonly<Record<Exclude<FigureName, MetricName>, string>> = {
  totalSales: 'Grab net sales and GoJek gross sales',
  totalOrders: 'Orders of both platforms',
  newCustomers: 'New customers of both platforms',
  adsSpend: 'Ads spend of both platforms',
  adsSales: 'Sales from ads of both platforms',
  fakeOrders: 'Orders the agency placed itself, on both platforms',
  averageCheck: 'Sales / orders',
  roas: 'Sales from ads / ads spend',
  adShare: 'Ads spend / sales',
};
const MEANINGS = {
  ...(Object.fromEntries(METRICS.map(({ name, label }) => [name, label])) as Record<MetricName, string>),
  ...DERIVED,
} satisfies Record<FigureName, string>;

const UNITS: Readonly<Record<FigureKind, string>> = { money: 'rupiah', count: 'a count', ratio: 'a fraction' };
const FIGURE_NAMES = FIGURES.map(({ name }) => name);
const FIGURE_KINDS = Object.fromEntries(FIGURES.map(({ name, kind }) => [name, kind])) as Record<
  FigureName,
  FigureKind
>;

const schemaOfKind = (kind: FigureKind) => (kind === 'count' ? z.int() : z.number()).nullable();

/** The fields of the figures of a period: money in rupiah, ratios as fractions, null for a figure that does not exist. */
export const figureFields = fieldsOf(FIGURE_NAMES, (name) =>
  schemaOfKind(FIGURE_KINDS[name]).describe(`${MEANINGS[name]}, ${UNITS[FIGURE_KINDS[name]]}.`),
);

/** The delta of every figure. */
const DeltasSchema = z
  .object(fieldsOf(FIGURE_NAMES, (name) => z.number().nullable().describe(`The change of: ${MEANINGS[name]}.`)))
  .meta({ id: 'Deltas', description: 'The delta of every figure as a fraction; null where there is none.' });

const PLATFORM_FIGURES: Readonly<Record<keyof PlatformFigures, readonly [FigureKind, string]>> = {
  sales: ['money', 'Grab: net sales. GoJek: gross sales of completed orders'],
  orders: ['count', 'Orders'],
  averageCheck: ['money', 'Sales / orders'],
  adsSpend: ['money', 'Ads spend, which includes discounts on GoJek and does not on Grab'],
  adsSales: ['money', 'Sales from ads'],
  roas: ['ratio', 'Sales from ads / ads spend; not comparable across platforms'],
  adShare: ['ratio', 'Ads spend / sales'],
  newCustomers: ['count', 'New customers'],
  returningCustomers: ['count', 'Grab: repeated customers. GoJek: reactivated customers only'],
  fakeOrders: ['count', 'Orders the agency placed itself'],
};
const PLATFORM_FIGURE_NAMES = Object.keys(PLATFORM_FIGURES) as (keyof PlatformFigures)[];

/** The fields of one row of the platform table. */
export const platformFigureFields = fieldsOf(PLATFORM_FIGURE_NAMES, (name) => {
  const [kind, meaning] = PLATFORM_FIGURES[name];
  return schemaOfKind(kind).describe(`${meaning}, ${UNITS[kind]}.`);
});

/** The delta of every figure of one row of the platform table. */
export const PlatformDeltasSchema = z
  .object(
    fieldsOf(PLATFORM_FIGURE_NAMES, (name) =>
      z.number().nullable().describe(`The change of: ${PLATFORM_FIGURES[name][1]}.`),
    ),
  )
  .meta({ id: 'PlatformDeltas', description: 'The deltas of one row of the platform table, as fractions.' });

export const PlatformSchema = z
  .enum(PLATFORMS)
  .meta({ id: 'Platform', description: '`grab` is GrabFood, `gojek` is GoFood.' });

export const CoverageSchema = z
  .object({
    days: CountSchema.describe('Days on which any platform reported.'),
    expected: CountSchema.describe('Days on which a report was expected.'),
    grab: CountSchema.describe('Days on which Grab reported.'),
    gojek: CountSchema.describe('Days on which GoJek reported.'),
  })
  .meta({ id: 'Coverage', description: 'How much of a period was reported; of several clients, in client-days.' });

export const MatchedSchema = z
  .object({
    pairs: CountSchema.describe('The pairs of which both platform-days were reported.'),
    of: CountSchema.describe('The larger of the numbers of reported platform-days of the two periods.'),
    share: z.number().min(0).max(1).nullable().describe('pairs / of; null when nothing was reported.'),
  })
  .meta({ id: 'Matched', description: 'How much of a period can be compared.' });

/** The fields that say how a period compares with the comparison, over the days that both report. */
export const comparedFields = {
  delta: DeltasSchema,
  matched: MatchedSchema.nullable().describe('How much is compared; null without a comparison.'),
  totalSalesDelta: z
    .number()
    .nullable()
    .describe('How much more was sold, in rupiah; null where `matched.share` is too small for a delta.'),
};

/** The fields that say how complete a day or a bucket is. */
export const completenessFields = {
  reported: CountSchema.describe('How many were reported.'),
  expected: CountSchema.describe('How many reports were expected.'),
  complete: z.boolean().describe('Whether all that was expected has been reported and every day is over.'),
};
