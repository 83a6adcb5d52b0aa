import type { Cli } from '../cli.js';

/** Registers `collect`. */
export function registerCollect(cli: Cli): void {
  cli
    .command('collect', 'have upstream collect and wait for the end; a running server does the work if there is one')
    .option('--then-sync', 'then copy the days a collection rewrites')
    .action(
      cli.runs(async (options: { thenSync?: boolean }) => {
        const { collect } = await import('../actions/collect.js');
        return collect(cli, options);
      }),
    );
}
