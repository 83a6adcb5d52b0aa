import { MAX_DAYS, wholeNumber } from '../arguments.js';
import type { Cli } from '../cli.js';

/** Registers `top`. */
export function registerTop(cli: Cli): void {
  cli
    .command('top', 'rank the clients by total sales')
    .option('--days <n>', 'length of the period, which ends yesterday', wholeNumber(1, MAX_DAYS), 30)
    .option('--limit <n>', 'how many clients', wholeNumber(1, 1_000_000), 5)
    .action(
      cli.runs(async (options: { days: number; limit: number }) => {
        const { showTop } = await import('../actions/show-top.js');
        return showTop(cli, options);
      }),
    );
}
