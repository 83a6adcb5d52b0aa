import { statSync } from 'node:fs';
import { OperationalError } from '../errors.js';
import type { Cli } from './cli.js';
import { copyReplica } from './copy-replica.js';
import { interruptible } from './interrupt.js';
import { makeNewFile } from './new-file.js';
import { inspectReplica } from './replica-inspection.js';
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
          const progress = (part: number) => cli.progress.show(`Copying ${Math.floor(part * 100)}%`);
          await makeNewFile(file, async (partial) => {
            await copyReplica(databaseFile, partial, { signal, progress });
            cli.progress.show('Checking the copy…');
            const { damage } = inspectReplica(partial);
            if (damage.length > 0) {
              throw new OperationalError(
                'database_corrupt',
                `The replica is damaged, so no backup was made: ${damage[0]}`,
              );
            }
          });
          const { size } = statSync(file);
          return { document: { file, bytes: size }, text: `${file}: ${bytes(size)}, checked` };
        }),
      ),
    );
}
