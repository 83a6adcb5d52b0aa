import { stringify } from 'csv-stringify/sync';

/** The first character of the file. It makes spreadsheet programs read the file as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

export type CsvCell = string | number | null;

/** Many readers end a line at a single carriage return, so a text with one is quoted too. */
const LINE_BREAK = /[\r\n]/;

/** Returns records as CSV lines. Null is an empty cell, numbers stay raw, and a text cannot run as a formula. */
export function formatCsvRecords(records: readonly (readonly CsvCell[])[]): string {
  return stringify(
    records.map((record) => record.map((cell) => (typeof cell === 'string' ? escapeFormula(cell) : cell))),
    { quoted_match: LINE_BREAK },
  );
}

/** Characters at which some programs start a new cell. Excel splits at the separator of its language, also inside quotes. */
const SEPARATOR = /([;|\t\r\n])/;
/** A part of a text that would run as a formula, also behind the apostrophes of an earlier escape. */
const FORMULA = /^'*\s*[=+\-@＝＋－＠]/u;

/**
 * Puts an apostrophe before all that a spreadsheet would run as a formula: = + - @ at the start of the text or after a
 * {@link SEPARATOR}, white space ignored. A text that starts with a tab or line break gets one too. Source: OWASP, CSV Injection.
 */
function escapeFormula(text: string): string {
  return mapEscapable(text, (part) => `'${part}`);
}

/** Returns the text of a cell that {@link formatCsvRecords} wrote. */
export function unescapeFormula(cell: string): string {
  return mapEscapable(cell, (part) => (part.startsWith("'") ? part.slice(1) : part));
}

/** Changes the parts of a text that need an apostrophe. A part with apostrophes before it counts too, so that the change can be undone. */
function mapEscapable(text: string, change: (part: string) => string): string {
  const parts = text.split(SEPARATOR);
  return parts
    .map((part, index) => {
      const isSeparator = index % 2 === 1;
      const startsWithBreak = index === 0 && /^'*$/.test(part) && /^[\t\r\n]/.test(parts[1] ?? '');
      return !isSeparator && (FORMULA.test(part) || startsWithBreak) ? change(part) : part;
    })
    .join('');
}
