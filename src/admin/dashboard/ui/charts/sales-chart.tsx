/** @jsxImportSource preact */
import { alignComparison, ChartBuckets, chartPeriod, completeDays, notesOfBuckets } from '../../shared/chart-data.js';
import type { Model } from '../../shared/model.js';
import { comparisonChoiceOf, intervalOf } from '../../shared/state.js';
import { Chart, type Series } from './chart.js';
import { useI18n } from '../i18n-context.js';

/** The total sales of all listed restaurants over time, who is missing, and the notes of the restaurants as flags. */
export function SalesChart({ model: { board, notes, shown } }: { model: Model }) {
  const { messages, t } = useI18n();
  const { days, compareDays, daysBefore, period } = board;
  const before = daysBefore?.sales.length ?? 0;
  const chart = new ChartBuckets({ shown: chartPeriod(period, before), interval: intervalOf(shown, board.today) });
  const isComplete = chart.every(completeDays(board));
  const series: Series[] = [
    {
      line: 'total',
      label: messages.chart.total,
      values: chart.sum([...(daysBefore?.sales ?? []), ...days.sales]),
      isComplete,
    },
  ];
  if (compareDays) {
    const align = <T,>(values: readonly T[]) => [
      ...new Array<null>(before).fill(null),
      ...alignComparison(period, comparisonChoiceOf(shown, board.today), values),
    ];
    series.unshift({
      line: 'comparison',
      label: messages.chart.comparison,
      values: chart.sum(align(compareDays.sales)),
      isComplete: chart.every(
        align(compareDays.expected.map((expected, at) => expected === compareDays.reported[at])).map(Boolean),
      ),
    });
  }
  const names = new Map(board.rows.map(({ id, name }) => [id, name]));
  const missingOn = (index: number) => {
    const bucket = chart.buckets[index];
    if (!bucket || isComplete[index] || bucket.from !== bucket.to) return null;
    const portfolio = index < before ? daysBefore : days;
    const at = index < before ? index : index - before;
    const expected = portfolio?.expected[at] ?? 0;
    const reported = portfolio?.reported[at] ?? 0;
    if (expected === 0) return null;
    const named = (portfolio?.missing[at] ?? []).map((id) => names.get(id) ?? `#${id}`);
    const more = expected - reported - named.length;
    const list = more > 0 ? [...named, t(messages.portfolio.more, { count: more })] : named;
    return t(messages.chart.missing, { reported, expected, names: list.join(', ') });
  };
  const flags = (notes?.items ?? []).map(({ id, clientId, day, text }) => ({
    ...{ id, day },
    text: `${names.get(clientId) ?? `#${clientId}`}: ${text}`,
  }));
  // The server sends no notes when they are too many.
  const isWithoutFlags = notes !== null && notes.total > notes.items.length;
  return (
    <Chart
      id="chart-sales"
      title={messages.portfolio.daily}
      {...(isWithoutFlags && { explanation: t(messages.chart.tooManyNotes, { count: notes.total }) })}
      kind="money"
      buckets={chart.buckets}
      series={series}
      marked={before > 0 ? period : null}
      note={missingOn}
      flags={notesOfBuckets(flags, chart.buckets)}
    />
  );
}
