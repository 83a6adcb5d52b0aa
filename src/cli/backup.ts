import { copyChecked } from '../backup/copy-replica.js';
import { makeNewFile } from '../backup/new-file.js';
import type { Cli } from './cli.js';
import { interruptible } from './interrupt.js';
import { bytes } from './text.js';

/** `backup`: a whole, checked copy of the replica, also while a server writes to it. */
export function addBackup(cli: Cli): void {
  cli
    .command('backup', 'copy the replica to a new file, also while the server runs')
    .argument('<file>', 'a new file; it appears once it is whole and checked')
    .action(
      cli.runs((file: string) =>
        interruptible(async (signal) => {
          const databaseFile = cli.replicaFile('pg_dump --format=custom --file FILE DATABASE_URL');
          const progress = (part: number) =>
            cli.progress.show(part < 1 ? `Copying ${Math.floor(part * 100)}%` : 'Checking the copy…');
          const copy = await makeNewFile(file, (partial) => copyChecked(databaseFile, partial, { signal, progress }));
          return { document: { file, ...copy }, text: `${file}: ${bytes(copy.bytes)}, checked` };
        }),
      ),
    );
}
