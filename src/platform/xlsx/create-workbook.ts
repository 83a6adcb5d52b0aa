import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Sheet } from './cell.js';
import { writeSheetXml } from './sheet-xml.js';
import { createWorkbookParts, sheetPath, type DayFormat } from './workbook-parts.js';

/** The media type of a workbook. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const MAX_SHEET_NAME = 31;

/**
 * Returns a workbook as a stream of bytes. Rows are read only as fast as the bytes are taken, and compressed outside the main
 * thread, so that memory stays flat and other requests run. Texts are never formulas: each is stored as a text. An error of a
 * sheet's rows destroys the stream.
 */
export function createWorkbook(sheets: readonly Sheet[], dayFormat: DayFormat): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream.pipe(new PassThrough());
  zip.on('error', (error: Error) => output.destroy(error));
  for (const [path, xml] of createWorkbookParts(toSheetNames(sheets), dayFormat)) zip.addBuffer(Buffer.from(xml), path);
  for (const [index, sheet] of sheets.entries()) {
    zip.addReadStreamLazy(sheetPath(index), (callback) => {
      const source = Readable.from(writeSheetXml(sheet));
      // The archive does not pass on the errors of its sources, and does not end them when nobody reads any more.
      source.on('error', (error) => output.destroy(error));
      output.on('close', () => source.destroy());
      callback(null, source);
    });
  }
  zip.end();
  return output;
}

/** Returns a name for each sheet that Excel accepts: 31 characters, none of `[]:*?/\`, no apostrophe at an end, no name twice. */
function toSheetNames(sheets: readonly Sheet[]): string[] {
  const taken = new Set<string>();
  return sheets.map(({ name }) => {
    const allowed = name
      .replace(/[[\]:*?/\\]|\p{Cc}/gu, ' ')
      .slice(0, MAX_SHEET_NAME)
      .replace(/\p{Surrogate}/gu, ' ')
      .replace(/^'+|'+$/g, ' ');
    const base = allowed.trim() === '' ? 'Sheet' : allowed;
    let unique = base;
    for (let count = 2; taken.has(unique.toLowerCase()); count++) {
      const suffix = ` (${count})`;
      unique = base.slice(0, MAX_SHEET_NAME - suffix.length) + suffix;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
