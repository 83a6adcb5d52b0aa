import { parse } from 'csv-parse/sync';

/** One record of a CSV file and the line it starts on, or why it can't be read. Lines count from 1. */
export type CsvRecord =
  { readonly line: number; readonly cells: readonly string[] } | { readonly line: number; readonly reason: string };

const BROKEN_QUOTES = 'the quotes do not pair up; a quote inside a quoted cell is written twice';

/**
 * The records of a CSV text, empty lines left out; the delimiter is the comma unless the header has only semicolons. A
 * record with broken quotes is refused alone: reading goes on with the line after the one it starts on.
 */
export function csvRecords(text: string): CsvRecord[] {
  const lines = text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const header = lines.find((line) => line.trim() !== '') ?? '';
  const delimiter = header.includes(';') && !header.includes(',') ? ';' : ',';
  const records: CsvRecord[] = [];
  for (let at = 0; at < lines.length;) {
    const end = endOfRecord(lines, at);
    const cells = cellsOf(lines.slice(at, end).join(''), delimiter);
    const line = at + 1;
    if (!cells) records.push({ line, reason: BROKEN_QUOTES });
    else if (cells.length > 0) records.push({ line, cells });
    at = cells ? end : line;
  }
  return records;
}

/** A whole record has an even number of quotes; line breaks before that are part of a cell. */
function endOfRecord(lines: readonly string[], start: number): number {
  let open = false;
  for (let at = start; at < lines.length; at++) {
    const quotes = lines[at]?.split('"').length ?? 1;
    if (quotes % 2 === 0) open = !open;
    if (!open) return at + 1;
  }
  return lines.length;
}

/** The cells of one record, none for an empty line; null when its quotes are broken. */
function cellsOf(record: string, delimiter: string): string[] | null {
  try {
    return parse(record, { delimiter, skip_empty_lines: true })[0] ?? [];
  } catch {
    return null;
  }
}
