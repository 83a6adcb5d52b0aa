import { Option } from 'commander';
import type { ExportOptions } from '../actions/export-stats.js';
import { dayArgument, loadDayParser } from '../arguments.js';
import type { Cli } from '../cli.js';

/** Registers `export`. */
export function registerExport(cli: Cli): void {
  const command = cli
    .command('export', 'write the statistics of a period as CSV, to stdout or a file')
    .requiredOption('--from <day>', 'first day', dayArgument)
    .requiredOption('--to <day>', 'last day', dayArgument)
    .addOption(
      new Option('--view <view>', 'every day of every client, or one line a client')
        .choices(['days', 'list'])
        .default('days'),
    )
    .option('--out <file>', 'a new file; it appears once it is whole')
    .addHelpText('after', '\nWith --json and without --out the CSV is the field "csv" of the document.')
    .action(
      cli.runs(async (options: ExportOptions) => {
        const { exportStats } = await import('../actions/export-stats.js');
        return exportStats(cli, options);
      }),
    );
  cli.beforeParsing(command, loadDayParser);
}
