import { InvalidArgumentError, Option } from 'commander';
import type { ClientChoice, SyncOptions } from '../actions/sync-clients.js';
import { dayArgument, idArgument, loadDayParser, MAX_DAYS, wholeNumber } from '../arguments.js';
import type { Cli } from '../cli.js';

const BY_NAME = 'name:';

/** Registers `sync`. */
export function registerSync(cli: Cli): void {
  const command = cli
    .command('sync', 'copy from upstream and wait for the end; a running server does the work if there is one')
    .addOption(
      new Option('--days <n>', 'the last N days').argParser(wholeNumber(1, MAX_DAYS)).conflicts(['from', 'to', 'full']),
    )
    .addOption(new Option('--from <day>', 'first day, with --to').argParser(dayArgument).conflicts('full'))
    .addOption(new Option('--to <day>', 'last day, yesterday at the latest').argParser(dayArgument).conflicts('full'))
    .option('--client <id|name:NAME>', 'only this client; may be repeated', clientChoice)
    .option('--full', 'everything a nightly run reads')
    .option('--exact', 'take upstream literally: what it does not give is removed')
    .addHelpText('after', '\nWithout a window: the latest days, and everything of a client without any.')
    .action(
      cli.runs(async (options: SyncOptions) => {
        const { syncClients } = await import('../actions/sync-clients.js');
        return syncClients(cli, options);
      }),
    );
  cli.beforeParsing(command, loadDayParser);
}

function clientChoice(text: string, earlier: readonly ClientChoice[] = []): readonly ClientChoice[] {
  if (text.startsWith(BY_NAME) && text.length > BY_NAME.length)
    return [...earlier, { name: text.slice(BY_NAME.length) }];
  try {
    return [...earlier, { id: idArgument(text) }];
  } catch {
    throw new InvalidArgumentError('It must be an id, or name: followed by the exact name.');
  }
}
