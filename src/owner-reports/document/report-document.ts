import { KEY_FIGURES, PLATFORM_FIGURES, PLATFORM_NAMES, type FigureUnit } from './report-figures.js';
import { describeCoverage, describeTarget } from './describe-report.js';
import type { OwnerReport } from '../owner-report.dto.js';
import { ReportWriter } from '../words/report-writer.js';
import { endOfMonth, PLATFORMS, startOfMonth } from '../../domain/index.js';

/** A line of the table of key figures, written in the language of the report. */
export interface FigureLine {
  readonly label: string;
  readonly value: string;
  readonly previous: string;
  readonly previousDelta: string;
  readonly year: string;
  readonly yearDelta: string;
}

/** A line of a platform's table. */
interface PlatformLine {
  readonly label: string;
  readonly value: string;
  readonly delta: string;
}

/** A report as texts of one language. The page, the message and the workbook are made of it, so all say the same. */
export interface ReportDocument {
  readonly writer: ReportWriter;
  readonly name: string;
  readonly title: string;
  /** What is compared, and what is not. */
  readonly compared: readonly string[];
  readonly coverage: readonly string[];
  /** The headings of the previous period and its changes, and of the last year and its changes. */
  readonly previousHeading: string;
  readonly yearHeading: string;
  /** Empty for a period without data. */
  readonly figures: readonly FigureLine[];
  readonly platforms: readonly { readonly name: string; readonly lines: readonly PlatformLine[] }[];
  /** `share` is the part of the best weekday, 0 to 1. */
  readonly weekdays: readonly {
    readonly name: string;
    readonly sales: string;
    readonly days: string;
    readonly share: number;
  }[];
  readonly extremes: readonly string[];
  readonly target: readonly string[];
  readonly comment: string | null;
  readonly definitions: readonly string[];
}

/** Writes a report in its language. */
export function createReportDocument(report: OwnerReport): ReportDocument {
  const writer = ReportWriter.of(report.language);
  const { previous, year, figures, weekdays } = report;
  const write = (value: number | null, unit: FigureUnit) => writer[unit](value);
  // A change of a share in percent reads like a difference of shares, so a share has none.
  const writeDelta = (delta: number | null, unit: FigureUnit) => (unit === 'percent' ? '' : writer.delta(delta));
  const hasData = report.coverage.days > 0;
  const most = Math.max(0, ...weekdays.map(({ sales }) => sales ?? 0));
  return {
    writer,
    name: report.subject.name,
    title: createTitle(report, writer),
    compared: hasData ? describeComparisons(report, writer) : [],
    coverage: describeCoverage(report, writer),
    previousHeading: writer.text(previous.kind),
    yearHeading: writer.text(year.kind),
    figures: (hasData ? KEY_FIGURES : []).map(({ name, label, unit }) => ({
      label: writer.text(label),
      value: write(figures[name], unit),
      previous: write(previous.figures[name], unit),
      previousDelta: writeDelta(previous.delta[name], unit),
      year: write(year.figures[name], unit),
      yearDelta: writeDelta(year.delta[name], unit),
    })),
    platforms: PLATFORMS.filter((platform) => report.coverage[platform] > 0).map((platform) => ({
      name: PLATFORM_NAMES[platform],
      lines: PLATFORM_FIGURES.map(({ name, label, unit }) => ({
        label: writer.text(label),
        value: write(report.platforms[platform][name], unit),
        delta: writer.delta(previous.platforms[platform][name]),
      })),
    })),
    weekdays:
      most === 0
        ? []
        : weekdays.map(({ weekday, sales, days }) => ({
            name: writer.weekday(weekday),
            sales: writer.money(sales),
            days: writer.text('weekdayDays', { days }),
            share: Math.max(0, (sales ?? 0) / most),
          })),
    extremes: describeExtremes(report, writer),
    target: report.target ? describeTarget(report.target, writer) : [],
    comment: report.comment,
    definitions: (hasData ? (['definitionSales', 'definitionOrders', 'definitionAds'] as const) : []).map((key) =>
      writer.text(key),
    ),
  };
}

function createTitle({ requested }: OwnerReport, writer: ReportWriter): string {
  const { from, to } = requested;
  const isMonth = from === startOfMonth(from) && to === endOfMonth(from);
  return isMonth
    ? writer.text('monthTitle', { month: writer.month(from) })
    : writer.text('periodTitle', { period: writer.period(requested) });
}

function describeComparisons({ previous, year }: OwnerReport, writer: ReportWriter): string[] {
  const sentences: string[] = [];
  const isCompared = [previous, year].filter(({ delta }) => delta.totalSales !== null);
  for (const comparison of [previous, year]) {
    if (isCompared.includes(comparison)) {
      const key = { month: 'comparedMonth', previous: 'comparedPrevious', year: 'comparedYear' } as const;
      sentences.push(writer.text(key[comparison.kind], { period: writer.period(comparison.period) }));
    } else sentences.push(writer.text('notComparable', { name: writer.text(comparison.kind) }));
  }
  if (isCompared.length > 0) sentences.push(writer.text('matchedDays'));
  return sentences;
}

function describeExtremes({ best, worst }: OwnerReport, writer: ReportWriter): string[] {
  return (
    [
      ['best', best],
      ['worst', worst],
    ] as const
  ).flatMap(([key, day]) =>
    day
      ? [
          writer.text(key, {
            day: writer.dayOfWeek(day.date),
            result: [
              writer.money(day.sales),
              ...(day.orders === null ? [] : [writer.text('ordersOf', { orders: day.orders })]),
            ].join(', '),
          }),
        ]
      : [],
  );
}
