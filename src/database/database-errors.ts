import { OperationalError } from '../errors.js';
import { postgresCode, postgresFault } from './postgres-errors.js';
import { sqliteCode, sqliteFault } from './sqlite-errors.js';

/** What the disk, the server or the network did to us becomes an {@link OperationalError} with a plain message; any other error comes back as it is. */
export function explained(error: unknown): unknown {
  const fault = sqliteFault(error) ?? postgresFault(error);
  return fault ? new OperationalError(fault.code, fault.message, { cause: error }) : error;
}

const UNIQUE = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'];

/** True when the write broke a UNIQUE or PRIMARY KEY rule. On PostgreSQL the unit of work is lost by then. */
export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE.includes(sqliteCode(error) ?? '') || postgresCode(error) === '23505';
}
