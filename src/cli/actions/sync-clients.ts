import type { Cli, Outcome } from '../cli.js';
import { wrongOption } from '../output/failure.js';
import { syncAndWatch } from '../sync/sync-and-follow.js';
import { ClientsService } from '../../clients/index.js';
import { parseInput } from '../../platform/http/index.js';
import type { Day } from '../../domain/index.js';
import { RunRequest } from '../../sync/index.js';

/** A client as `--client` names it. */
export type ClientChoice = { readonly id: number } | { readonly name: string };

/** The options of `sync`. */
export interface SyncOptions {
  readonly days?: number;
  readonly from?: Day;
  readonly to?: Day;
  readonly client?: readonly ClientChoice[];
  readonly full?: true;
  readonly exact?: true;
}

/** Starts a run, or joins the active one, and waits for its end. */
export async function syncClients(cli: Cli, options: SyncOptions): Promise<Outcome> {
  const { days: daysBack, from, to, full, exact, client } = options;
  const request = parseInput(RunRequest, { daysBack, from, to, full, exact });
  return syncAndWatch(cli, async (app) =>
    client ? { ...request, clientIds: await findClientIds(app.get(ClientsService), client) } : request,
  );
}

/** Returns the ids of the chosen clients. @throws UserError 400 naming every client that does not exist. */
async function findClientIds(clients: ClientsService, choices: readonly ClientChoice[]): Promise<number[]> {
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
