import { z } from 'zod';
import { figureFields } from './figures.schema.js';
import {
  addKnown,
  hasReported,
  calculateTotalSales,
  toFigureDto,
  METRICS,
  PLATFORMS,
  type MetricKind,
  type MetricValues,
  type Platform,
  FAKE_ORDERS_INDEX,
  ORDERS_INDEX,
  type Day,
} from '../../domain/index.js';
import { DaySchema, fieldsOf, type Dto } from '../../platform/http/index.js';

type FieldOf<P extends Platform> = Extract<(typeof METRICS)[number], { platform: P }>['field'];

/** Returns the metrics of a platform, as a period has them. */
function fieldSchemasOf<P extends Platform>(platform: P) {
  const metrics = METRICS.filter((metric) => metric.platform === platform);
  const names = new Map(metrics.map(({ field, name }) => [field, name]));
  return fieldsOf([...names.keys()] as FieldOf<P>[], (field) => figureFields[names.get(field)!]);
}

/** One day in JSON. Money is in rupiah; a platform is null when it did not report. */
export const DayDto = z
  .object({
    date: DaySchema,
    grab: z
      .object(fieldSchemasOf('grab'))
      .meta({ id: 'GrabMetrics', description: 'What Grab reported for a day; money in rupiah.' })
      .nullable()
      .describe('Null when Grab did not report.'),
    gojek: z
      .object(fieldSchemasOf('gojek'))
      .meta({ id: 'GojekMetrics', description: 'What GoJek reported for a day; money in rupiah.' })
      .nullable()
      .describe('Null when GoJek did not report.'),
    totalSales: z.number().nullable().describe('Rupiah; null when no platform reported sales.'),
    totalOrders: z.int().nullable().describe('Null when no platform reported orders.'),
  })
  .meta({ id: 'DayStatistics', description: 'The statistics of one client and day.' });
export type DayDto = Dto<typeof DayDto>;

const FIELDS: Readonly<Record<Platform, readonly { index: number; field: string; kind: MetricKind }[]>> = {
  grab: listFields('grab'),
  gojek: listFields('gojek'),
};

const NOT_REPORTED: MetricValues = METRICS.map(() => null);

/**
 * Returns a day in the units of the API. `values` is undefined when the replica has no daily stat. With `excludeFake` orders
 * do not include fake orders.
 */
export function toDayDto(date: Day, values: MetricValues | undefined, excludeFake: boolean): DayDto {
  const held = values ?? NOT_REPORTED;
  const counted = excludeFake ? excludeFakeOrders(held) : held;
  return {
    date,
    grab: toPlatformDto(counted, 'grab') as DayDto['grab'],
    gojek: toPlatformDto(counted, 'gojek') as DayDto['gojek'],
    totalSales: toFigureDto(calculateTotalSales(counted), 'money'),
    totalOrders: addKnown(counted[ORDERS_INDEX.grab], counted[ORDERS_INDEX.gojek]),
  };
}

/** Returns a day's values with the orders reduced by the orders that the agency placed itself. */
export function excludeFakeOrders(values: MetricValues): MetricValues {
  const result = [...values];
  for (const platform of PLATFORMS) {
    const orders = values[ORDERS_INDEX[platform]];
    if (orders != null) result[ORDERS_INDEX[platform]] = orders - (values[FAKE_ORDERS_INDEX[platform]] ?? 0);
  }
  return result;
}

function toPlatformDto(values: MetricValues, platform: Platform): Record<string, number | null> | null {
  if (!hasReported(values, platform)) return null;
  const result: Record<string, number | null> = {};
  for (const { index, field, kind } of FIELDS[platform]) result[field] = toFigureDto(values[index] ?? null, kind);
  return result;
}

function listFields(platform: Platform) {
  return METRICS.flatMap((metric, index) =>
    metric.platform === platform ? [{ index, field: metric.field, kind: metric.kind }] : [],
  );
}
