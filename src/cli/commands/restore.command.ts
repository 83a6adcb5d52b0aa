import type { Cli } from '../cli.js';

/** Registers `restore`. */
export function registerRestore(cli: Cli): void {
  cli
    .command('restore', 'put a backup in the place of the replica; what was there is kept beside it')
    .argument('<file>', 'the backup')
    .addHelpText('after', '\nThe server must be stopped.')
    .action(
      cli.runs(async (backup: string) => {
        const { restoreBackup } = await import('../actions/restore-backup.js');
        return restoreBackup(cli, backup);
      }),
    );
}
