/** @jsxImportSource preact */
import type { DashboardMessages } from '../../../i18n/dashboard-messages.js';
import {
  alignComparison,
  ChartBuckets,
  chartPeriod,
  clientChartDays,
  notesOfBuckets,
} from '../../shared/chart-data.js';
import type { ClientView } from '../../server/dashboard.dto.js';
import type { Model } from '../../shared/model.js';
import { comparisonChoiceOf, intervalOf } from '../../shared/state.js';
import { Chart, type Series } from './chart.js';
import { useI18n } from '../i18n-context.js';
import type { ClientDay } from '../../../../stats/index.js';
import { addKnown, PLATFORMS, type Platform } from '../../../../domain/index.js';

/** The values of one platform on one day. */
type PlatformDay = NonNullable<ClientDay[Platform]>;

type ReadValue = (day: ClientDay) => number | null;

/** A line of a chart, and how to read its values from a day. */
interface Line extends Pick<Series, 'line'> {
  readonly label: (messages: DashboardMessages) => string;
  readonly read: ReadValue;
}

/** What a chart shows. */
interface Subject {
  readonly id: 'sales' | 'orders' | 'customers' | 'ads';
  readonly kind: 'money' | 'count';
  readonly lines: readonly Line[];
}

const total = (read: (platform: PlatformDay) => number | null): ReadValue => {
  return ({ grab, gojek }) => addKnown(grab && read(grab), gojek && read(gojek));
};
const perPlatform = (read: (platform: PlatformDay) => number | null): readonly Line[] => [
  { line: 'grab', label: ({ platforms }) => platforms.grab, read: ({ grab }) => grab && read(grab) },
  { line: 'gojek', label: ({ platforms }) => platforms.gojek, read: ({ gojek }) => gojek && read(gojek) },
  { line: 'total', label: ({ platforms }) => platforms.total, read: total(read) },
];

/** The charts of a client's page, in their order. */
export const SUBJECTS: readonly Subject[] = [
  { id: 'sales', kind: 'money', lines: perPlatform(({ sales }) => sales) },
  { id: 'orders', kind: 'count', lines: perPlatform(({ orders }) => orders) },
  {
    id: 'customers',
    kind: 'count',
    lines: [
      { line: 'first', label: ({ figures }) => figures.newCustomers, read: total((day) => day.newCustomers) },
      {
        line: 'second',
        label: ({ figures }) => figures.returning,
        read: ({ grab, gojek }) => addKnown(grab?.repeatedCustomers ?? null, gojek?.returnedCustomers ?? null),
      },
    ],
  },
  {
    id: 'ads',
    kind: 'money',
    lines: [
      { line: 'first', label: ({ figures }) => figures.adsSpend, read: total((day) => day.adsSpend) },
      { line: 'second', label: ({ figures }) => figures.adsSales, read: total((day) => day.adsSales) },
    ],
  },
];

/** One subject of a client over time. */
export function SubjectChart({
  subject: { id, kind, lines },
  model,
  view,
}: {
  subject: Subject;
  model: Model;
  view: ClientView;
}) {
  const { messages, t } = useI18n();
  const { page } = view;
  const { shown, board } = model;
  const days = clientChartDays(view);
  const before = days.length - page.days.length;
  const chart = new ChartBuckets({
    shown: chartPeriod(page.period, before),
    interval: intervalOf(shown, board.today),
  });
  const isComplete = chart.every(days.map(({ complete }) => complete));
  const series: Series[] = lines
    .filter(({ line }) => shown.platform === 'all' || (line !== 'grab' && line !== 'gojek'))
    .map(({ line, label, read }) => ({
      line,
      label: label(messages),
      values: chart.sum(days.map(read)),
      isComplete:
        line === 'grab' || line === 'gojek'
          ? chart.every(days.map((day) => isPlatformComplete(day, line)))
          : isComplete,
    }));
  const main = lines.at(-1);
  if (page.compare && main?.line === 'total') {
    const compared = alignComparison(page.period, comparisonChoiceOf(shown, board.today), page.compare.days);
    const padded = [...new Array<null>(before).fill(null), ...compared];
    series.unshift({
      line: 'comparison',
      label: messages.chart.comparison,
      values: chart.sum(padded.map((day) => day && main.read(day))),
      isComplete: chart.every(padded.map((day) => day?.complete ?? false)),
    });
  }
  const missingIn = (index: number) => {
    const bucket = chart.buckets[index];
    if (!bucket || isComplete[index]) return null;
    const incomplete = days.filter(
      ({ date, missing }) => date >= bucket.from && date <= bucket.to && missing.length > 0,
    );
    const platforms = PLATFORMS.filter((platform) => incomplete.some(({ missing }) => missing.includes(platform)));
    if (platforms.length === 0) return null;
    const names = platforms.map((platform) => messages.platforms[platform]).join(', ');
    return t(messages.chart.missingPlatforms, { names, days: incomplete.length });
  };
  return (
    <Chart
      id={`chart-${id}`}
      title={messages.chart[id]}
      explanation={messages.chart.explanations[id]}
      kind={kind}
      buckets={chart.buckets}
      series={series}
      marked={before > 0 ? page.period : null}
      note={missingIn}
      flags={notesOfBuckets(view.notes.items, chart.buckets)}
    />
  );
}

/** Returns whether a platform reported a day on which it was expected to. */
function isPlatformComplete({ complete, missing }: ClientDay, platform: Platform): boolean {
  return complete || (missing.length > 0 && !missing.includes(platform));
}
