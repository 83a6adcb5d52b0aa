import { Option } from 'commander';
import type { TokenOptions } from '../actions/tokens.js';
import { idArgument, TOKEN_ROLE_NAMES, wholeNumber } from '../arguments.js';
import type { Cli } from '../cli.js';

/** Registers `token:create`, `token:list` and `token:revoke`. */
export function registerTokens(cli: Cli): void {
  cli
    .command('token:create', 'make a key for the API')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(TOKEN_ROLE_NAMES).makeOptionMandatory())
    .option('--days <n>', 'how long it is good; without it, until it is revoked', wholeNumber(1, 3650))
    .action(
      cli.runs(async (options: TokenOptions) => {
        const { createToken } = await import('../actions/tokens.js');
        return createToken(cli, options);
      }),
    );

  cli.command('token:list', 'list the keys, the expired and revoked ones too').action(
    cli.runs(async () => {
      const { listTokens } = await import('../actions/tokens.js');
      return listTokens(cli);
    }),
  );

  cli
    .command('token:revoke', 'end a key for good')
    .argument('<id>', 'its id in token:list', idArgument)
    .action(
      cli.runs(async (id: number) => {
        const { revokeToken } = await import('../actions/tokens.js');
        return revokeToken(cli, id);
      }),
    );
}
