import { QueryFailedError } from 'typeorm';
import { OperationalError } from '../errors.js';

const EXPLANATIONS: readonly [prefix: string, code: string, message: string][] = [
  [
    'SQLITE_FULL',
    'disk_full',
    'The disk that holds the replica is full. Free some space; nothing that was held is lost.',
  ],
  [
    'SQLITE_READONLY',
    'database_read_only',
    'The replica file can only be read. Check its owner, its mode and the mount.',
  ],
  ['SQLITE_BUSY', 'database_busy', 'Another process kept the replica file locked for too long.'],
  ['SQLITE_IOERR', 'database_io', 'The disk that holds the replica failed to read or write.'],
  ['SQLITE_CORRUPT', 'database_corrupt', 'The replica file is damaged. Restore a backup: cli restore FILE.'],
  [
    'SQLITE_NOTADB',
    'database_corrupt',
    'The replica file is not a SQLite database. Check DATABASE_URL, or restore a backup.',
  ],
  [
    'SQLITE_CANTOPEN',
    'database_unreachable',
    'The replica file could not be opened. Check DATABASE_URL and the folder.',
  ],
];

/** The SQLite result code of an error, looked up through TypeORM's wrapper; null for any other error. */
export function sqliteCode(error: unknown): string | null {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  // Not instanceof Error: the driver makes all its errors in the realm that loaded it first, which need not be this one.
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : null;
}

/** What the disk did to us becomes an {@link OperationalError} with a plain message; any other error comes back as it is. */
export function explained(error: unknown): unknown {
  const code = sqliteCode(error);
  const match = code && EXPLANATIONS.find(([prefix]) => code.startsWith(prefix));
  return match ? new OperationalError(match[1], match[2], { cause: error }) : error;
}

/** True when the write broke a UNIQUE or PRIMARY KEY rule. */
export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}
