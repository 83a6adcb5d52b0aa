import type { Cli } from '../cli.js';

/** Registers `status`. */
export function registerStatus(cli: Cli): void {
  cli.command('status', 'show what the replica holds and how the last sync went').action(
    cli.runs(async () => {
      const { showStatus } = await import('../actions/show-status.js');
      return showStatus(cli);
    }),
  );
}
