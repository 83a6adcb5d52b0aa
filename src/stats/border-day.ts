import { addKnown, reported, totalSales } from './day-row.js';
import type { Day } from './day.js';
import { valueAtBorder } from './figures.js';
import { METRICS, PLATFORMS, type MetricKind, type MetricValues, type Platform } from './metric-catalogue.js';
import { FAKE_INDEX, ORDERS_INDEX } from './period-sums.js';

type FieldOf<P extends Platform> = Extract<(typeof METRICS)[number], { platform: P }>['field'];

/** One day as it stands in JSON: money in rupiah; a platform is null when it did not report. */
export interface BorderDay {
  readonly date: Day;
  readonly grab: Readonly<Record<FieldOf<'grab'>, number | null>> | null;
  readonly gojek: Readonly<Record<FieldOf<'gojek'>, number | null>> | null;
  readonly totalSales: number | null;
  readonly totalOrders: number | null;
}

const FIELDS: Readonly<Record<Platform, readonly { index: number; field: string; kind: MetricKind }[]>> = {
  grab: fieldsOf('grab'),
  gojek: fieldsOf('gojek'),
};

const NOTHING: MetricValues = METRICS.map(() => null);

/** A day for the border; `values` undefined means no row is held. With `excludeFake` orders are without fake orders. */
export function borderDay(date: Day, values: MetricValues | undefined, excludeFake: boolean): BorderDay {
  const held = values ?? NOTHING;
  const shown = excludeFake ? withoutFake(held) : held;
  return {
    date,
    grab: platformOf(shown, 'grab') as BorderDay['grab'],
    gojek: platformOf(shown, 'gojek') as BorderDay['gojek'],
    totalSales: valueAtBorder(totalSales(shown), 'money'),
    totalOrders: addKnown(shown[ORDERS_INDEX.grab], shown[ORDERS_INDEX.gojek]),
  };
}

/** A day's values with orders counted without the orders the agency placed itself. */
export function withoutFake(values: MetricValues): MetricValues {
  const result = [...values];
  for (const platform of PLATFORMS) {
    const orders = values[ORDERS_INDEX[platform]];
    if (orders != null) result[ORDERS_INDEX[platform]] = orders - (values[FAKE_INDEX[platform]] ?? 0);
  }
  return result;
}

function platformOf(values: MetricValues, platform: Platform): Record<string, number | null> | null {
  if (!reported(values, platform)) return null;
  const result: Record<string, number | null> = {};
  for (const { index, field, kind } of FIELDS[platform]) result[field] = valueAtBorder(values[index] ?? null, kind);
  return result;
}

function fieldsOf(platform: Platform) {
  return METRICS.flatMap((metric, index) =>
    metric.platform === platform ? [{ index, field: metric.field, kind: metric.kind }] : [],
  );
}
