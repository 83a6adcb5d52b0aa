import { PLATFORM_NAMES } from './report-figures.js';
import type { OwnerReport } from '../owner-report.dto.js';
import type { ReportWriter } from '../words/report-writer.js';

/** Returns in sentences which part of the period the figures cover, how much of it was reported, and which days are missing. */
export function describeCoverage(report: OwnerReport, writer: ReportWriter): readonly string[] {
  const { clients, coverage, missing, isOver, period } = report;
  const key = report.previous.kind === 'month' ? 'toDateMonth' : 'toDate';
  const toDate = isOver ? [] : [writer.text(key, { period: writer.period(period) })];
  if (coverage.days === 0) return [...toDate, writer.text('noData')];
  const hasSeveral = clients.length > 1;
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  const sentences = missing.map(({ clientId, platform, days: missingDays, periods }) =>
    writer.text(hasSeveral ? 'missingOf' : 'missing', {
      client: names.get(clientId) ?? '',
      platform: PLATFORM_NAMES[platform],
      days: missingDays,
      periods: writer.periods(periods),
    }),
  );
  const silent = clients.filter((client) => client.coverage.days === 0 && client.coverage.expected > 0);
  if (silent.length > 0) sentences.push(writer.text('noDataOf', { names: silent.map(({ name }) => name).join(', ') }));
  const summary = hasSeveral ? summarizeSeveral(report, writer) : summarizeOne(report, writer);
  return [...toDate, summary, ...sentences, ...(sentences.length > 0 ? [writer.text('missingEffect')] : [])];
}

function summarizeOne({ coverage: { days, expected }, missing, days: all }: OwnerReport, writer: ReportWriter): string {
  if (days >= expected && missing.length === 0) return writer.text('coverageAll', { days });
  const complete = all.filter((day) => day.complete && day.sales !== null).length;
  return complete < days
    ? writer.text('coverageDaysComplete', { days, expected, complete })
    : writer.text('coverageDays', { days, expected });
}

function summarizeSeveral({ coverage: { days, expected }, missing }: OwnerReport, writer: ReportWriter): string {
  if (days < expected) return writer.text('coverageClientDays', { days, expected });
  return writer.text(missing.length > 0 ? 'coverageSome' : 'coverageAllOf');
}

/** Returns in sentences how the month goes against its target. */
export function describeTarget(
  { target, sales, share, forecast, pace, countedDays, elapsedDays, days }: NonNullable<OwnerReport['target']>,
  writer: ReportWriter,
): readonly string[] {
  const counts = { counted: countedDays, elapsed: elapsedDays };
  if (sales === null) return [writer.text('targetNoSales', { target: writer.money(target) })];
  const line = writer.text('targetLine', {
    target: writer.money(target),
    sales: writer.money(sales),
    share: writer.percent(share),
  });
  if (elapsedDays >= days) return [line, writer.text('targetOver', counts)];
  if (forecast === null) return [line, writer.text('targetNoForecast', counts)];
  const values = { forecast: writer.money(forecast), pace: writer.percent(pace), ...counts };
  return [line, writer.text('targetForecast', values)];
}
