import { driverErrorCode, type Fault } from '../driver-error-code.js';

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
  const code = driverErrorCode(error);
  return code?.startsWith('SQLITE_') === true ? code : null;
}

/** Returns a failure of the disk or file with a plain message; null for any other error. */
export function sqliteFault(error: unknown): Fault | null {
  const code = sqliteCode(error);
  const match = code && EXPLANATIONS.find(([prefix]) => code.startsWith(prefix));
  return match ? { code: match[1], message: match[2] } : null;
}
