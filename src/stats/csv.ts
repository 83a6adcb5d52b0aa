import { stringify } from 'csv-stringify/sync';

/** Lets spreadsheet programs read the file as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

export type CsvCell = string | number | null;

/** A lone carriage return ends a line for many readers, so a text that has one is quoted too. */
const LINE_BREAK = /[\r\n]/;

/** Records as CSV lines; null is an empty cell, numbers stay raw, a text a spreadsheet would run as a formula is made inert. */
export function csvLines(records: readonly (readonly CsvCell[])[]): string {
  return stringify(
    records.map((record) => record.map((cell) => (typeof cell === 'string' ? inert(cell) : cell))),
    { quoted_match: LINE_BREAK },
  );
}

/** OWASP CSV injection: a leading apostrophe before = + - @, also after white space, and before tab or carriage return. */
function inert(text: string): string {
  return /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u.test(text) ? `'${text}` : text;
}
