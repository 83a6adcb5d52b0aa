import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperationalError } from '../errors.js';

/**
 * Makes the file, readable by its owner only, and its folder, unless they are there. SQLite's WAL files inherit the mode.
 * @throws OperationalError
 */
export function createPrivately(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationalError(
      'database_unreachable',
      `${file} can't be made or written: ${reason}. Check DATABASE_URL.`,
    );
  }
}
