export { PostgresDatabase } from './postgres-database.js';
export { connectionTo } from './postgres-server.js';
