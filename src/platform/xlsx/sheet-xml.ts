import { setImmediate as nextEventLoopTurn } from 'node:timers/promises';
import { MAX_SHEET_ROWS, type Cell, type Sheet } from './cell.js';
import { SHEET_START, styleOf } from './workbook-parts.js';
import { toCellText } from './xml-text.js';
import { toDayNumber } from '../../domain/index.js';

/** Rows that are written between two turns of the event loop. */
const ROWS_PER_TURN = 250;

/** The number by which spreadsheets store 1 January 1970. */
const EPOCH_SERIAL = 25_569;

/** Yields the XML of a sheet in pieces. Other requests run between two pieces. @throws RangeError for more rows than a sheet holds. */
export async function* writeSheetXml(sheet: Sheet): AsyncGenerator<string> {
  yield `${SHEET_START}${viewXml(sheet.frozenRows)}${columnsXml(sheet.columnWidths)}<sheetData>`;
  let piece = '';
  let rowNumber = 0;
  for await (const row of sheet.rows) {
    rowNumber += 1;
    if (rowNumber > MAX_SHEET_ROWS) throw new RangeError(`A sheet holds ${MAX_SHEET_ROWS} rows at most`);
    piece += rowXml(row, rowNumber);
    if (rowNumber % ROWS_PER_TURN > 0) continue;
    yield piece;
    piece = '';
    await nextEventLoopTurn();
  }
  yield `${piece}</sheetData></worksheet>`;
}

function viewXml(frozenRows: number): string {
  const pane =
    frozenRows > 0
      ? `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`
      : '';
  return `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
}

function columnsXml(widths: readonly number[]): string {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return columns.length > 0 ? `<cols>${columns.join('')}</cols>` : '';
}

function rowXml(cells: readonly Cell[], rowNumber: number): string {
  let xml = `<row r="${rowNumber}">`;
  for (const [index, cell] of cells.entries()) if (cell) xml += cellXml(cell, `${columnName(index)}${rowNumber}`);
  return `${xml}</row>`;
}

function cellXml(cell: NonNullable<Cell>, address: string): string {
  const style = styleOf(cell.kind);
  switch (cell.kind) {
    case 'text':
    case 'heading':
      return `<c r="${address}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${toCellText(cell.value)}</t></is></c>`;
    case 'day':
      return `<c r="${address}" s="${style}"><v>${toDayNumber(cell.value) + EPOCH_SERIAL}</v></c>`;
    case 'money':
    case 'count':
    case 'ratio':
    case 'percent':
      if (!Number.isFinite(cell.value)) throw new RangeError(`Cell ${address} holds ${cell.value}, which is no number`);
      return `<c r="${address}" s="${style}"><v>${cell.value}</v></c>`;
  }
}

/** Returns the name of a column: A, B, ... Z, AA. `index` counts from 0. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
