import { parse } from 'csv-parse/sync';

/** One record of a CSV file, or the reason why it cannot be read. `line` is its first line, counted from 1. */
export type CsvRecord =
  { readonly line: number; readonly cells: readonly string[] } | { readonly line: number; readonly reason: string };

/** Longer than any record of all columns with their longest texts. */
const MAX_RECORD_LENGTH = 64 * 1024;

const RECORD_ENDS = ['\r\n', '\n', '\r'];

const TOO_LONG = `is longer than ${MAX_RECORD_LENGTH / 1024} kB`;
const BROKEN_QUOTES = 'the quotes do not pair up; a quote inside a quoted cell is written twice';

/**
 * Returns the records of a CSV text without those whose cells are all empty, which Excel writes for rows that were cleared. The
 * delimiter is a comma when the header has one, else a semicolon or a tab when it has that. A record with broken quotes is rejected alone, and parsing continues on the line after its first one. Stops after `limit` records.
 */
export function parseCsvRecords(text: string, limit = Infinity): CsvRecord[] {
  const lines = text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const delimiter = findDelimiter(lines.find((line) => /[^\s,;]/.test(line)) ?? '');
  const records: CsvRecord[] = [];
  for (let at = 0; at < lines.length && records.length < limit;) {
    if (ONLY_SEPARATORS.test(lines[at] ?? '')) {
      at++;
      continue;
    }
    const end = findRecordEnd(lines, at);
    const record = lines.slice(at, end).join('');
    const line = at + 1;
    if (record.length > MAX_RECORD_LENGTH) {
      records.push({ line, reason: TOO_LONG });
      at = line;
      continue;
    }
    const cells = parseCells(record, delimiter);
    if (!cells) records.push({ line, reason: BROKEN_QUOTES });
    else if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells });
    at = cells ? end : line;
  }
  return records;
}

/** A line without a value. Files of Excel end with thousands of them, and parsing each takes long. */
const ONLY_SEPARATORS = /^[\s,;]*$/;

function findDelimiter(header: string): string {
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

/** Returns the index after the record's last line. A record ends on the first line at which its quotes are even in number. */
function findRecordEnd(lines: readonly string[], start: number): number {
  let isQuoted = false;
  for (let at = start; at < lines.length; at++) {
    const quotes = lines[at]?.split('"').length ?? 1;
    if (quotes % 2 === 0) isQuoted = !isQuoted;
    if (!isQuoted) return at + 1;
  }
  return lines.length;
}

/** Returns the cells of one record, none for an empty line; null when its quotes are broken. */
function parseCells(record: string, delimiter: string): string[] | null {
  try {
    // Naming the ends of records spares csv-parse a search for them, which takes longer than the parsing.
    return parse(record, { delimiter, record_delimiter: RECORD_ENDS, skip_empty_lines: true })[0] ?? [];
  } catch {
    return null;
  }
}
