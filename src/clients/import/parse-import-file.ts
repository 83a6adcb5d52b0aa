import { COLUMNS, ImportColumn, NEVER_EMPTY } from './import-columns.js';
import { parseCsvRecords, type CsvRecord } from './csv-records.js';
import { unescapeFormula } from '../../platform/csv/index.js';
import { UserError, type ProblemDetail } from '../../domain/index.js';
import { isNestedTooDeeply } from '../../platform/http/index.js';

/** One record of a file. `line` is the line in a CSV file or the position in a JSON array, counted from 1. */
export interface Candidate {
  readonly line: number;
  readonly record: unknown;
}

export interface Rejection {
  readonly line: number;
  readonly reason: string;
  /** The columns and the rules that they break; the path is empty for a rule about the whole record. */
  readonly details: readonly ProblemDetail[];
}

/** Returns what a rejection says about the columns of a record. */
export function rejectFields(details: Rejection['details']): Pick<Rejection, 'reason' | 'details'> {
  const sentences = details.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return { reason: sentences.join('; '), details };
}

interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly Rejection[];
}

/**
 * Returns the text of a file. Names are kept verbatim, so a file in another encoding would name restaurants that do not exist.
 * @throws UserError 400 `bad_file` for a file that is not UTF-8.
 */
export function decodeImportFile(content: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    const details = [{ path: 'file', message: 'is no UTF-8 text' }];
    throw new UserError('bad_file', `${name} is no UTF-8 text. In Excel, save it as "CSV UTF-8".`, 400, details);
  }
}

/**
 * Returns the records of CSV with a header, or of a JSON array of objects, and the records that cannot be read. Stops
 * after `limit` records of CSV.
 * @throws UserError 400 `bad_file` when the file as a whole cannot be read.
 */
export function parseImportFile(text: string, limit = Infinity): Candidates {
  const content = text.replace(/^\uFEFF/, '');
  return /^\s*\[/.test(content) ? parseJsonCandidates(content) : parseCsvCandidates(content, limit);
}

function parseJsonCandidates(text: string): Candidates {
  if (isNestedTooDeeply(Buffer.from(text))) throw new UserError('bad_file', 'The file is nested too deeply');
  let records: unknown;
  try {
    records = JSON.parse(text);
  } catch (error) {
    throw new UserError(
      'bad_file',
      `The file is no valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!Array.isArray(records)) throw new UserError('bad_file', 'The file must hold a JSON array of objects');
  return {
    candidates: records.map((record: unknown, index) => ({ line: index + 1, record: emptyCellsToNull(record) })),
    rejected: [],
  };
}

function parseCsvCandidates(text: string, limit: number): Candidates {
  const [header, ...records] = parseCsvRecords(text, limit + 1);
  const columns = parseHeader(header);
  const candidates: Candidate[] = [];
  const rejected: Rejection[] = [];
  for (const record of records) {
    const { line } = record;
    if ('reason' in record) rejected.push({ line, ...rejectFields([{ path: '', message: record.reason }]) });
    else {
      const reason = findShapeProblem(record.cells, columns);
      if (reason !== null) rejected.push({ line, ...rejectFields([{ path: '', message: reason }]) });
      else candidates.push({ line, record: emptyCellsToNull(toFields(columns, record.cells)) });
    }
  }
  return { candidates, rejected };
}

/** Returns why the cells of a record do not fit the header; null when they do. Empty cells at the end fit any header. */
function findShapeProblem(cells: readonly string[], columns: readonly string[]): string | null {
  const surplus = cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (surplus || cells.length < columns.length) return `has ${cells.length} cells, the header has ${columns.length}`;
  const unnamed = columns.findIndex((name, at) => name === '' && cells[at]?.trim() !== '');
  return unnamed < 0 ? null : `has a value in column ${unnamed + 1}, which has no name in the header`;
}

/** Returns the cells by the names of their columns. An apostrophe that kept a text from running as a formula is removed. */
function toFields(columns: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const fields = columns.map((name, at) => [name, toValue(name, unescapeFormula(cells[at] ?? ''))] as const);
  return Object.fromEntries(fields.filter(([name]) => name !== ''));
}

/** Returns the value of a cell. A target is a number; any other text there is left for the schema to reject. */
function toValue(column: string, cell: string): unknown {
  return column === 'monthlyTarget' && /^\s*\d{1,15}\s*$/.test(cell) ? Number(cell) : cell;
}

function parseHeader(header: CsvRecord | undefined): string[] {
  if (!header) throw new UserError('bad_file', 'The file is empty', 400, [{ path: 'file', message: 'is empty' }]);
  if ('reason' in header) {
    const details = [{ path: 'file', message: header.reason }];
    throw new UserError('bad_file', `The header of the file: ${header.reason}`, 400, details);
  }
  const names = header.cells.map((cell) => cell.trim());
  const problem = findHeaderProblem(names);
  if (problem === null) return names;
  const message = `The header of the file: ${problem.reason}. Known columns: ${COLUMNS.join(', ')}`;
  throw new UserError('bad_file', message, 400, problem.details);
}

function findHeaderProblem(header: readonly string[]): Pick<Rejection, 'reason' | 'details'> | null {
  const tell = (reason: string, paths: readonly string[], message: string) => ({
    reason,
    details: paths.map((path) => ({ path, message })),
  });
  const names = header.filter((name) => name !== '');
  const unknown = names.filter((name) => !ImportColumn.safeParse(name).success);
  if (unknown.length > 0) return tell(`unknown columns: ${unknown.join(', ')}`, unknown, 'unknown column');
  const twice = names.filter((name, at) => names.indexOf(name) < at);
  if (twice.length > 0) return tell(`columns given twice: ${twice.join(', ')}`, twice, 'given twice');
  return names.includes('name') ? null : tell('there is no column "name"', ['name'], 'is not in the header');
}

/** Replaces empty cells with null, which clears the field, and drops empty cells of {@link NEVER_EMPTY}. */
function emptyCellsToNull(record: unknown): unknown {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return record;
  const cells = Object.entries(record as Record<string, unknown>);
  return Object.fromEntries(
    cells
      .map(([key, value]) => [key, value === '' ? null : value] as const)
      .filter(([key, value]) => value !== null || !NEVER_EMPTY.includes(key)),
  );
}
