import { PLATFORM_NAMES } from './report-figures.js';
import type { OwnerReport } from '../owner-report.dto.js';
import type { ReportWriter } from '../words/report-writer.js';

/** Returns in sentences how much of the period was reported, and which days are missing. */
export function describeCoverage({ clients, coverage, missing }: OwnerReport, writer: ReportWriter): readonly string[] {
  const { days, expected } = coverage;
  if (days === 0) return [writer.text('noData')];
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
  const summary = hasSeveral
    ? writer.text('coverageClientDays', { days, expected })
    : days >= expected && missing.length === 0
      ? writer.text('coverageAll', { days })
      : writer.text('coverageDays', { days, expected });
  return [summary, ...sentences, ...(missing.length > 0 ? [writer.text('missingEffect')] : [])];
}

/** Returns in sentences how the month goes against its target. */
export function describeTarget(
  { target, sales, share, forecast, pace, countedDays, elapsedDays, days }: NonNullable<OwnerReport['target']>,
  writer: ReportWriter,
): readonly string[] {
  const counts = { counted: countedDays, elapsed: elapsedDays };
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
