import { createReportDocument, type FigureLine } from './report-document.js';
import type { OwnerReport } from '../owner-report.dto.js';
import { NOTHING } from '../words/report-writer.js';

/** Returns a report as plain text for a messenger. It has no markup, because Telegram and WhatsApp mark text differently. */
export function createReportText(report: OwnerReport): string {
  const { writer, ...document } = createReportDocument(report);
  const isMonth = report.previous.kind === 'month';
  const writeFigure = ({ label, value, previousDelta, yearDelta }: FigureLine) => {
    const changes = [
      ...(isDelta(previousDelta)
        ? [writer.text(isMonth ? 'changeMonth' : 'changePrevious', { delta: previousDelta })]
        : []),
      ...(isDelta(yearDelta) ? [writer.text('changeYear', { delta: yearDelta })] : []),
    ];
    return `• ${label}: ${value}${changes.length > 0 ? ` (${changes.join(', ')})` : ''}`;
  };
  const writePlatform = ({ name, lines }: (typeof document.platforms)[number]) => [
    lines.some(({ delta }) => isDelta(delta))
      ? writer.text(isMonth ? 'againstMonth' : 'againstPrevious', { platform: name })
      : name,
    ...lines.map(({ label, value, delta }) => `• ${label}: ${value}${isDelta(delta) ? ` (${delta})` : ''}`),
  ];
  const blocks = [
    [document.name, document.title],
    document.coverage,
    document.comment === null ? [] : [`${writer.text('comment')}:`, document.comment],
    document.figures.map(writeFigure),
    ...document.platforms.map(writePlatform),
    document.extremes,
    document.target,
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
