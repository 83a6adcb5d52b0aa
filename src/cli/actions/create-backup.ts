import type { Cli, Outcome } from '../cli.js';
import { interruptible } from '../interrupt.js';
import { requireSqliteFile } from '../sqlite-file.js';
import { bytes } from '../output/text.js';
import { copyAndVerify, createNewFile } from '../../operations/backup/index.js';

/** Writes a complete, checked copy of the SQLite replica to a new file, also while a server writes to the replica. */
export function createBackup(cli: Cli, file: string): Promise<Outcome> {
  return interruptible(async (signal) => {
    const databaseFile = requireSqliteFile(cli.config, 'pg_dump --format=custom --file FILE DATABASE_URL');
    const progress = (part: number) =>
      cli.progress.show(part < 1 ? `Copying ${Math.floor(part * 100)}%` : 'Checking the copy…');
    const copy = await createNewFile(file, (partial) => copyAndVerify(databaseFile, partial, { signal, progress }));
    return { document: { file, ...copy }, text: `${file}: ${bytes(copy.bytes)}, checked` };
  });
}
