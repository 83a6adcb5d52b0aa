import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';

/** Declares a test as `it` does. The run reports it as skipped when LibreOffice is not installed. */
export const itWithLibreOffice = spawnSync('soffice', ['--version']).error ? it.skip : it;

/** Comma, quotes, UTF-8, from the first line, US English, unformatted values, every sheet in a file of its own. */
const CSV_FILTER = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1';

/**
 * Fails unless LibreOffice reads in every sheet of the workbooks, which have names, what they hold: numbers as numbers, days as days,
 * and texts unchanged, also those that look like a number or a formula.
 */
export async function expectReadByLibreOffice(workbooks: Readonly<Record<string, Buffer>>): Promise<void> {
  const converted = convertWithLibreOffice(workbooks);
  for (const [name, workbook] of Object.entries(workbooks)) {
    for (const { sheet, data } of await readXlsxFile(workbook, { trim: false })) {
      const cells = parse(converted[`${name}-${sheet}.csv`] ?? '');
      expect({ name, sheet, cells: cells.map((row) => row.map(parseNumber)) }).toEqual({
        ...{ name, sheet },
        cells: data.map((row) => row.map(expectCell)),
      });
    }
  }
}

/** Returns the value of a text that is a number or a percentage. */
function parseNumber(text: string): string | number {
  if (!/^-?\d+(\.\d+)?(e-?\d+)?%?$/i.test(text)) return text;
  return text.endsWith('%') ? parseFloat(text) / 100 : Number(text);
}

/** Returns what LibreOffice writes for a cell. Two programs write the last digits of a number differently. */
function expectCell(cell: unknown): unknown {
  if (cell instanceof Date) {
    const [year, month, day] = cell.toISOString().slice(0, 10).split('-');
    return `${month}/${day}/${year}`;
  }
  const value = typeof cell === 'string' ? parseNumber(cell) : (cell ?? '');
  return typeof value === 'number' ? expect.closeTo(value, 4) : value;
}

/** Returns what LibreOffice reads in workbooks, as the CSV texts of their sheets by file and sheet: `ru-Days.csv`. */
function convertWithLibreOffice(workbooks: Readonly<Record<string, Buffer>>): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'libreoffice-'));
  try {
    const files = Object.entries(workbooks).map(([name, content]) => {
      const file = join(folder, `${name}.xlsx`);
      writeFileSync(file, content);
      return file;
    });
    const out = join(folder, 'out');
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const args = [profile, '--headless', '--norestore', '--convert-to', CSV_FILTER, '--outdir', out, ...files];
    const { status, stderr } = spawnSync('soffice', args, { encoding: 'utf8', timeout: 60_000 });
    if (status !== 0) throw new Error(`LibreOffice failed: ${stderr}`);
    return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
