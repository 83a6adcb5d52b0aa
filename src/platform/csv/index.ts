export { type CsvCell, BYTE_ORDER_MARK, formatCsvRecords, unescapeFormula } from './csv.js';
