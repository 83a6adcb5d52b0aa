import type { Cli, Outcome } from '../cli.js';
import { instant, table } from '../output/text.js';
import { CLI, type TokenRole, ApiTokensService, type TokenInfo } from '../../auth/index.js';
import { Clock } from '../../platform/config/index.js';

/** The options of `token:create`; `days` is how long the token is valid. */
export interface TokenOptions {
  readonly name: string;
  readonly role: TokenRole;
  readonly days?: number;
}

/** Creates an API token. Only this outcome holds its secret. */
export function createToken(cli: Cli, options: TokenOptions): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
    const { id, token } = await app.get(ApiTokensService).create(options, CLI);
    return { document: { id, token }, text: `Token ${id} (shown only now):\n${token}` };
  });
}

/** Lists the API tokens, the expired and revoked ones too. */
export function listTokens(cli: Cli): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
    const items = await app.get(ApiTokensService).list();
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
  });
}

/** Revokes an API token for good. */
export function revokeToken(cli: Cli, id: number): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
    await app.get(ApiTokensService).revoke(id, CLI);
    return { document: { id, revoked: true }, text: `Token ${id} is revoked.` };
  });
}

function stateOf({ revokedAt, expiresAt }: TokenInfo, now: string): string {
  if (revokedAt) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'good';
}
