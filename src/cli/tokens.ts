import { Option } from 'commander';
import { CLI } from '../auth/actor.js';
import { ROLES, type Role } from '../auth/roles.js';
import { TokensService, type TokenInfo } from '../auth/tokens.service.js';
import { Clock } from '../config/config.module.js';
import { idArgument, wholeNumber } from './arguments.js';
import type { Cli } from './cli.js';
import { instant, table } from './text.js';

/** `token:create`, `token:list` and `token:revoke`: the keys of scripts and monitors. */
export function addTokens(cli: Cli): void {
  cli
    .command('token:create', 'make a key for the API')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--days <n>', 'how long it is good; without it, until it is revoked', wholeNumber(1, 3650))
    .action(
      cli.runs((options: { name: string; role: Role; days?: number }) =>
        cli.withProduct(async (app) => {
          const { id, token } = await app.get(TokensService).create(options, CLI);
          return { document: { id, token }, text: `Token ${id} (shown only now):\n${token}` };
        }),
      ),
    );

  cli.command('token:list', 'list the keys, the expired and revoked ones too').action(
    cli.runs(() =>
      cli.withProduct(async (app) => {
        const items = await app.get(TokensService).list();
        const now = app.get(Clock).now().toISOString();
        const rows = items.map((token) => [
          String(token.id),
          token.name,
          token.role,
          stateOf(token, now),
          instant(token.createdAt),
          token.expiresAt === null ? 'never' : instant(token.expiresAt),
        ]);
        const text = table(['>id', 'name', 'role', 'state', 'created', 'expires'], rows);
        return { document: { items, total: items.length }, text: items.length > 0 ? text : 'There are no tokens.' };
      }),
    ),
  );

  cli
    .command('token:revoke', 'end a key for good')
    .argument('<id>', 'its id in token:list', idArgument)
    .action(
      cli.runs((id: number) =>
        cli.withProduct(async (app) => {
          await app.get(TokensService).revoke(id, CLI);
          return { document: { id, revoked: true }, text: `Token ${id} is revoked.` };
        }),
      ),
    );
}

function stateOf({ revokedAt, expiresAt }: TokenInfo, now: string): string {
  if (revokedAt) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'good';
}
