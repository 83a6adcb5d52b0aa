import { InvalidArgumentError, Option } from 'commander';
import { ClientsService } from '../clients/clients.service.js';
import { parsed } from '../http/validation.js';
import { MAX_PERIOD_DAYS } from '../stats/period.js';
import { RunRequest } from '../sync/sync.schemas.js';
import type { Day } from '../stats/day.js';
import { dayArgument, idArgument, wholeNumber } from './arguments.js';
import type { Cli } from './cli.js';
import { wrongOption } from './failure.js';
import { syncAndWatch } from './sync-run.js';

/** A client as `--client` names it. */
type ClientChoice = { readonly id: number } | { readonly name: string };

interface SyncOptions {
  readonly days?: number;
  readonly from?: Day;
  readonly to?: Day;
  readonly client?: readonly ClientChoice[];
  readonly full?: true;
  readonly exact?: true;
}

const BY_NAME = 'name:';

/** `sync`: copies from upstream, or lets the running server do it, and waits for the end. */
export function addSync(cli: Cli): void {
  cli
    .command('sync', 'copy from upstream and wait for the end; a running server does the work if there is one')
    .addOption(
      new Option('--days <n>', 'the last N days')
        .argParser(wholeNumber(1, MAX_PERIOD_DAYS))
        .conflicts(['from', 'to', 'full']),
    )
    .addOption(new Option('--from <day>', 'first day, with --to').argParser(dayArgument).conflicts('full'))
    .addOption(new Option('--to <day>', 'last day, yesterday at the latest').argParser(dayArgument).conflicts('full'))
    .option('--client <id|name:NAME>', 'only this client; may be repeated', clientChoice)
    .option('--full', 'everything a nightly run reads')
    .option('--exact', 'take upstream literally: what it does not give is removed')
    .addHelpText('after', '\nWithout a window: the latest days, and everything of a client without any.')
    .action(
      cli.runs((options: SyncOptions) => {
        const { days: daysBack, from, to, full, exact, client } = options;
        const request = parsed(RunRequest, { daysBack, from, to, full, exact });
        return syncAndWatch(cli, async (app) =>
          client ? { ...request, clientIds: await idsOf(app.get(ClientsService), client) } : request,
        );
      }),
    );
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

/** @throws UserError 400 naming every client that does not exist. */
async function idsOf(clients: ClientsService, choices: readonly ClientChoice[]): Promise<number[]> {
  const all = [...(await clients.list({})), ...(await clients.list({ status: 'archived' }))];
  const ids: number[] = [];
  const unknown: string[] = [];
  for (const choice of choices) {
    const found = all.find(({ id, name }) => ('id' in choice ? id === choice.id : name === choice.name));
    if (found) ids.push(found.id);
    else unknown.push('id' in choice ? String(choice.id) : `"${choice.name}"`);
  }
  if (unknown.length > 0) throw wrongOption('--client', `there is no client ${unknown.join(', ')}`);
  return ids;
}
