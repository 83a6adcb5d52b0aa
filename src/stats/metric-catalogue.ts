/** The delivery platforms. `gojek` is GoFood. */
export const PLATFORMS = ['grab', 'gojek'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Money is integer sen (1/100 rupiah) inside and rupiah at the border; a count is a whole number. */
export type MetricKind = 'money' | 'count';

interface Metric<Name extends string = string, P extends Platform = Platform> {
  /** The name in code and JSON. */
  readonly name: Name;
  readonly platform: P;
  /** The name inside its platform's object: `sales` of `grab`. */
  readonly field: string;
  /** The column of `client_stat`, also the CSV header. */
  readonly column: string;
  /** The field of an upstream `looker_summary` row. */
  readonly upstreamField: string;
  readonly kind: MetricKind;
  readonly label: string;
}

function metric<P extends Platform, Field extends string>(
  platform: P,
  field: Field,
  kind: MetricKind,
  label: string,
  upstreamField = `${platform}_${snake(field)}`,
): Metric<`${P}${Capitalize<Field>}`, P> & { readonly field: Field } {
  const name = `${platform}${field[0]?.toUpperCase()}${field.slice(1)}` as `${P}${Capitalize<Field>}`;
  return { name, platform, field, column: `${platform}_${snake(field)}`, upstreamField, kind, label };
}

function snake(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * One figure of one platform for one business day: the only list of the metrics. Columns, parser, writer, CSV header, API
 * and labels derive from it; a new metric is one line here and a migration.
 */
export const METRICS = [
  metric('grab', 'sales', 'money', 'Grab net sales'),
  metric('grab', 'orders', 'count', 'Grab orders'),
  metric('grab', 'adsSpend', 'money', 'Grab ads spend, discounts not included'),
  metric('grab', 'adsSales', 'money', 'Grab sales from ads'),
  metric('grab', 'newCustomers', 'count', 'Grab new customers'),
  metric('grab', 'repeatedCustomers', 'count', 'Grab repeated customers'),
  metric('grab', 'fakeOrders', 'count', 'Grab orders the agency placed itself', 'grab_fake_orders_count'),
  metric('gojek', 'sales', 'money', 'GoJek gross sales of completed orders'),
  metric('gojek', 'orders', 'count', 'GoJek orders'),
  metric('gojek', 'adsSpend', 'money', 'GoJek ads spend, discounts included'),
  metric('gojek', 'adsSales', 'money', 'GoJek sales from ads'),
  metric('gojek', 'newCustomers', 'count', 'GoJek new customers', 'gojek_new_client'),
  metric('gojek', 'returnedCustomers', 'count', 'GoJek reactivated customers', 'gojek_returned_client'),
  metric('gojek', 'fakeOrders', 'count', 'GoJek orders the agency placed itself', 'gojek_fake_orders_count'),
] as const satisfies readonly Metric[];

export type MetricName = (typeof METRICS)[number]['name'];
/** The position of a metric in {@link METRICS} and in every {@link MetricValues}. */
export const METRIC_INDEX = Object.fromEntries(METRICS.map(({ name }, index) => [name, index])) as Readonly<
  Record<MetricName, number>
>;

/** The 14 values of a client's day in catalogue order: sen for money, whole numbers for counts, null for "not reported". */
export type MetricValues = readonly (number | null)[];
