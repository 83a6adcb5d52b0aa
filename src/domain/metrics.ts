/** The delivery platforms. `grab` is GrabFood, `gojek` is GoFood. */
export const PLATFORMS = ['grab', 'gojek'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The unit of a metric. Money is whole sen (1/100 rupiah) in the code and rupiah at the API; a count is a whole number. */
export type MetricKind = 'money' | 'count';

interface Metric<Name extends string = string, P extends Platform = Platform> {
  /** The name in the code and in JSON. */
  readonly name: Name;
  readonly platform: P;
  /** The name inside the platform's JSON object: `sales` in `grab`. */
  readonly field: string;
  /** The column of the table `client_stat`, and the CSV header. */
  readonly column: string;
  /** The field of an upstream `looker_summary` row. */
  readonly upstreamField: string;
  readonly kind: MetricKind;
  readonly label: string;
}

function defineMetric<P extends Platform, Field extends string>(
  platform: P,
  field: Field,
  kind: MetricKind,
  label: string,
  upstreamField = `${platform}_${toSnakeCase(field)}`,
): Metric<`${P}${Capitalize<Field>}`, P> & { readonly field: Field } {
  const name = `${platform}${field[0]?.toUpperCase()}${field.slice(1)}` as `${P}${Capitalize<Field>}`;
  return { name, platform, field, column: `${platform}_${toSnakeCase(field)}`, upstreamField, kind, label };
}

function toSnakeCase(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * The metric catalogue. A metric is one number of one platform and business day. Columns, parser, writer, CSV header, API and
 * labels derive from this list, so a new metric needs one line here and a migration. docs/UPSTREAM.md, "What the numbers
 * mean", explains each metric.
 */
export const METRICS = [
  defineMetric('grab', 'sales', 'money', 'Grab net sales'),
  defineMetric('grab', 'orders', 'count', 'Grab orders'),
  defineMetric('grab', 'adsSpend', 'money', 'Grab ads spend, discounts not included'),
  defineMetric('grab', 'adsSales', 'money', 'Grab sales from ads'),
  defineMetric('grab', 'newCustomers', 'count', 'Grab new customers'),
  defineMetric('grab', 'repeatedCustomers', 'count', 'Grab repeated customers'),
  defineMetric('grab', 'fakeOrders', 'count', 'Grab orders the agency placed itself', 'grab_fake_orders_count'),
  defineMetric('gojek', 'sales', 'money', 'GoJek gross sales of completed orders'),
  defineMetric('gojek', 'orders', 'count', 'GoJek orders'),
  defineMetric('gojek', 'adsSpend', 'money', 'GoJek ads spend, discounts included'),
  defineMetric('gojek', 'adsSales', 'money', 'GoJek sales from ads'),
  defineMetric('gojek', 'newCustomers', 'count', 'GoJek new customers', 'gojek_new_client'),
  defineMetric('gojek', 'returnedCustomers', 'count', 'GoJek reactivated customers', 'gojek_returned_client'),
  defineMetric('gojek', 'fakeOrders', 'count', 'GoJek orders the agency placed itself', 'gojek_fake_orders_count'),
] as const satisfies readonly Metric[];

export type MetricName = (typeof METRICS)[number]['name'];

/** The position of a metric in {@link METRICS} and in every {@link MetricValues}. */
export const METRIC_INDEX = Object.fromEntries(METRICS.map(({ name }, index) => [name, index])) as Readonly<
  Record<MetricName, number>
>;

/** The positions of each platform's metrics in {@link METRICS}. */
export const PLATFORM_METRICS: Readonly<Record<Platform, readonly number[]>> = {
  grab: METRICS.flatMap(({ platform }, index) => (platform === 'grab' ? [index] : [])),
  gojek: METRICS.flatMap(({ platform }, index) => (platform === 'gojek' ? [index] : [])),
};

/** One value for each metric in the order of {@link METRICS}: sen for money, whole numbers for counts, null when not reported. */
export type MetricValues = readonly (number | null)[];
