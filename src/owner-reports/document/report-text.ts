import { createReportDocument, type FigureLine } from './report-document.js';
import type { OwnerReport } from '../owner-report.dto.js';
import { NOTHING } from '../words/report-writer.js';

/** Returns a report as plain text for a messenger. It has no markup, because Telegram and WhatsApp mark text differently. */
export function createReportText(report: OwnerReport): string {
  const { writer, ...document } = createReportDocument(report);
  const writeFigure = ({ label, value, previousDelta, yearDelta }: FigureLine) => {
    const changes = [
      ...(isDelta(previousDelta) ? [`${document.previousHeading}: ${previousDelta}`] : []),
      ...(isDelta(yearDelta) ? [`${document.yearHeading}: ${yearDelta}`] : []),
    ];
    return `• ${label}: ${value}${changes.length > 0 ? ` (${changes.join('; ')})` : ''}`;
  };
  const blocks = [
    [document.name, document.title],
    document.coverage,
    document.figures.map(writeFigure),
    ...document.platforms.map(({ name, lines }) => [
      name,
      ...lines.map(({ label, value, delta }) => `• ${label}: ${value}${delta === NOTHING ? '' : ` (${delta})`}`),
    ]),
    document.extremes,
    document.target,
    document.comment === null ? [] : [`${writer.text('comment')}:`, document.comment],
    document.compared,
    document.definitions,
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function isDelta(text: string): boolean {
  return text !== '' && text !== NOTHING;
}
