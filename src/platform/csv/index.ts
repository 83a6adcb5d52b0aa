export { BYTE_ORDER_MARK, formatCsvRecords, unescapeFormula } from './csv.js';
