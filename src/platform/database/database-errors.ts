import { postgresCode, postgresFault } from './postgres/postgres-errors.js';
import { sqliteCode, sqliteFault } from './sqlite/sqlite-errors.js';
import { OperationalError } from '../../domain/index.js';

/** Translates a failure of the disk, the database server or the network to an {@link OperationalError} with a plain message; returns any other error unchanged. */
export function toOperationalError(error: unknown): unknown {
  const fault = sqliteFault(error) ?? postgresFault(error);
  return fault ? new OperationalError(fault.code, fault.message, { cause: error }) : error;
}

const UNIQUE_VIOLATION_CODES = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'];

/** True when the write broke a UNIQUE or PRIMARY KEY rule. On PostgreSQL the unit of work can't continue after it. */
export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_VIOLATION_CODES.includes(sqliteCode(error) ?? '') || postgresCode(error) === '23505';
}
