import {
  METRICS,
  PLATFORM_METRICS,
  toDayNumber,
  type DailyStat,
  type MetricKind,
  type MetricValues,
  type Platform,
} from '../../domain/index.js';

/** The metrics of a platform, and by their kind, because money needs wider numbers than counts. */
export interface Layout {
  readonly metrics: readonly number[];
  readonly money: readonly number[];
  readonly counts: readonly number[];
  /** The bits of all metrics, by their position in the platform. */
  readonly allKnown: number;
}

function createLayout(platform: Platform): Layout {
  const metrics = PLATFORM_METRICS[platform];
  const ofKind = (kind: MetricKind) => metrics.filter((metric) => METRICS[metric]!.kind === kind);
  return { metrics, money: ofKind('money'), counts: ofKind('count'), allKnown: (1 << metrics.length) - 1 };
}

/** Where the metrics of each platform stand. */
export const LAYOUT: Readonly<Record<Platform, Layout>> = { grab: createLayout('grab'), gojek: createLayout('gojek') };

/** Where the value of each metric stands in the arrays of its platform. */
export const SLOTS = METRICS.map(({ platform, kind }, metric) => {
  const isMoney = kind === 'money';
  const metrics = LAYOUT[platform][isMoney ? 'money' : 'counts'];
  return { isMoney, width: metrics.length, slot: metrics.indexOf(metric) };
});

/** A day of a client's history. */
export interface NumberedDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly values: MetricValues;
  /** The bits of the metrics that each platform reports, by their position in the platform; 0 for no report. */
  readonly known: Readonly<Record<Platform, number>>;
}

/** Returns a daily stat as histories are made from it. */
export function toNumberedDay({ date, values }: DailyStat): NumberedDay {
  const known = { grab: toMask(values, LAYOUT.grab.metrics), gojek: toMask(values, LAYOUT.gojek.metrics) };
  return { day: toDayNumber(date), values, known };
}

function toMask(values: MetricValues, metrics: readonly number[]): number {
  let mask = 0;
  for (let position = 0; position < metrics.length; position++)
    if (values[metrics[position]!] != null) mask |= 1 << position;
  return mask;
}
