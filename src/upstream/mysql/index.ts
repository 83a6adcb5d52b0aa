export { isTooManyConnections } from './mysql-errors.js';
export { STAT_COLUMNS } from './mysql-layout.js';
export { MysqlPool } from './mysql-pool.js';
export { MysqlReader } from './mysql-reader.js';
export type { StatRow } from './mysql-reader.js';
export { MysqlSource } from './mysql-source.js';
