import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from '@jest/globals';

/** Declares a test as `it` does. The run reports it as skipped when LibreOffice is not installed. */
export const itWithLibreOffice = spawnSync('soffice', ['--version']).error ? it.skip : it;

/** Comma, quotes, UTF-8, from the first line, US English, unformatted values, every sheet in a file of its own. */
const CSV_FILTER = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1';

/** Returns what LibreOffice reads in workbooks, as the CSV texts of their sheets by file and sheet: `ru-Days.csv`. */
export function convertWithLibreOffice(workbooks: Readonly<Record<string, Buffer>>): Readonly<Record<string, string>> {
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
