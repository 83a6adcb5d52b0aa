import type { Readable } from 'node:stream';
import { createReportDocument } from './report-document.js';
import { KEY_FIGURES, PLATFORM_FIGURES, PLATFORM_NAMES } from './report-figures.js';
import type { OwnerReport } from '../owner-report.dto.js';
import { PLATFORMS } from '../../domain/index.js';
import { createWorkbook, type Cell } from '../../platform/xlsx/index.js';

const WIDTHS = [34, 22, 22, 14, 22, 14];

/** Returns a report as a workbook: the summary, and every day of the period. Numbers are numbers and days are dates. */
export function createReportWorkbook(report: OwnerReport): Readable {
  const { writer } = createReportDocument(report);
  const sheets = [
    { name: writer.text('summarySheet'), columnWidths: WIDTHS, frozenRows: 0, rows: listSummary(report) },
    { name: writer.text('daysSheet'), columnWidths: [14, 18, 12, 16], frozenRows: 1, rows: listDayRows(report) },
  ];
  return createWorkbook(sheets, report.language === 'en' ? 'd mmm yyyy' : 'dd.mm.yyyy');
}

const text = (value: string): Cell => ({ kind: 'text', value });
const heading = (value: string): Cell => ({ kind: 'heading', value });
const number = (kind: 'money' | 'count' | 'percent', value: number | null): Cell =>
  value === null ? null : { kind, value };

function listSummary(report: OwnerReport): Cell[][] {
  const { writer, ...document } = createReportDocument(report);
  const { previous, platforms } = report;
  const lines = (texts: readonly string[]) => texts.map((line) => [text(line)]);
  return [
    [heading(document.name)],
    [heading(document.title)],
    ...lines(document.coverage),
    ...(document.figures.length > 0 ? listFigures(report) : []),
    ...PLATFORMS.filter((platform) => report.coverage[platform] > 0).flatMap((platform) => [
      [],
      [heading(PLATFORM_NAMES[platform]), heading(writer.text('value')), heading(writer.text('change'))],
      ...PLATFORM_FIGURES.map(({ name, label, unit }) => [
        text(writer.text(label)),
        number(unit, platforms[platform][name]),
        number('percent', previous.platforms[platform][name]),
      ]),
    ]),
    [],
    ...lines([...document.extremes, ...document.target]),
    ...(document.comment === null ? [] : [[], [heading(writer.text('comment'))], [text(document.comment)]]),
    [],
    ...lines([...document.compared, ...document.definitions]),
  ];
}

/** Returns the key figures with both comparisons, below an empty row. */
function listFigures(report: OwnerReport): Cell[][] {
  const { writer, ...document } = createReportDocument(report);
  const { figures, previous, year } = report;
  return [
    [],
    [
      heading(writer.text('keyFigures')),
      heading(writer.text('value')),
      heading(document.previousHeading),
      heading(writer.text('change')),
      heading(document.yearHeading),
      heading(writer.text('change')),
    ],
    ...KEY_FIGURES.map(({ name, label, unit }) => [
      text(writer.text(label)),
      number(unit, figures[name]),
      number(unit, previous.figures[name]),
      unit === 'percent' ? null : number('percent', previous.delta[name]),
      number(unit, year.figures[name]),
      unit === 'percent' ? null : number('percent', year.delta[name]),
    ]),
  ];
}

function listDayRows(report: OwnerReport): Cell[][] {
  const { writer } = createReportDocument(report);
  return [
    (['date', 'sales', 'orders', 'completeDay'] as const).map((key) => heading(writer.text(key))),
    ...report.days.map(({ date, sales, orders, complete }) => [
      { kind: 'day', value: date } as const,
      number('money', sales),
      number('count', orders),
      text(writer.text(complete && sales !== null ? 'yes' : 'no')),
    ]),
  ];
}
