export { MAX_SHEET_ROWS } from './cell.js';
export type { Cell, CellKind, Sheet } from './cell.js';
export { createWorkbook, XLSX_TYPE } from './create-workbook.js';
