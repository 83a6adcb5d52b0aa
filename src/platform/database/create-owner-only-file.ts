import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperationalError } from '../../domain/index.js';

/**
 * Creates the file with mode 0600 and its folder, unless they exist. SQLite's WAL files inherit the mode.
 * @throws OperationalError `database_unreachable` when the file can't be created.
 */
export function createOwnerOnlyFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationalError(
      'database_unreachable',
      `${file} can't be created or written: ${reason}. Check DATABASE_URL.`,
    );
  }
}
