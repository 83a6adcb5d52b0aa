import type { Cli } from '../cli.js';

/** Registers `backup`. */
export function registerBackup(cli: Cli): void {
  cli
    .command('backup', 'copy the replica to a new file, also while the server runs')
    .argument('<file>', 'a new file; it appears once it is whole and checked')
    .action(
      cli.runs(async (file: string) => {
        const { createBackup } = await import('../actions/create-backup.js');
        return createBackup(cli, file);
      }),
    );
}
