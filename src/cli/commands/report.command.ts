import { Option } from 'commander';
import type { ReportOptions } from '../actions/write-report.js';
import { dayArgument, idArgument, loadDayParser } from '../arguments.js';
import type { Cli } from '../cli.js';

/** Registers `report`. */
export function registerReport(cli: Cli): void {
  const command = cli
    .command('report', 'write the report of a client, or of an owner with all their clients, for a month or a period')
    .option('--client <id>', 'the id of a client', idArgument)
    .option('--owner <id>', 'the id of an owner, instead of a client', idArgument)
    .option('--month <month>', 'YYYY-MM; by default the last month')
    .option('--from <day>', 'first day, instead of a month', dayArgument)
    .option('--to <day>', 'last day', dayArgument)
    .addOption(new Option('--lang <lang>', "by default the owner's language").choices(['ru', 'en', 'id']))
    .addOption(new Option('--format <format>', 'of the file').choices(['text', 'html', 'xlsx']).default('text'))
    .option('--out <file>', 'a new file; XLSX needs it')
    .action(
      cli.runs(async (options: ReportOptions) => {
        const { writeReport } = await import('../actions/write-report.js');
        return writeReport(cli, options);
      }),
    );
  cli.beforeParsing(command, loadDayParser);
}
