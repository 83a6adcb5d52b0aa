import { readFile } from 'node:fs/promises';
import { CLI } from '../auth/actor.js';
import { ClientsImportService, type ImportResult } from '../clients/clients-import.service.js';
import { ClientsService } from '../clients/clients.service.js';
import { UserError } from '../errors.js';
import type { Cli } from './cli.js';
import { count, NOTHING, table } from './text.js';

/** `clients:import` and `clients:list`. */
export function addClients(cli: Cli): void {
  cli
    .command('clients:import', 'add and change clients from a CSV file with a header, or a JSON array')
    .argument('<file>', 'the file; - reads stdin')
    .addHelpText(
      'after',
      `
Columns: name (needed), status (active, paused, churned), contactName, contactPhone, contactTelegram, notes, goals,
startDate (YYYY-MM-DD), upstreamName. A client is found by its name. An absent column changes nothing, an empty cell
clears. No sync is started.`,
    )
    .action(
      cli.runs(async (file: string) => {
        const text = decoded(file === '-' ? await stdinOf(cli) : await readFile(file), file);
        return cli.withProduct(async (app) => {
          const result = await app.get(ClientsImportService).import(text, CLI);
          return { document: result, text: importText(result), complete: result.rejected.length === 0 };
        });
      }),
    );

  cli.command('clients:list', 'list the clients by name, the archived ones last').action(
    cli.runs(() =>
      cli.withProduct(async (app) => {
        const clients = app.get(ClientsService);
        const found = [...(await clients.list({})), ...(await clients.list({ status: 'archived' }))];
        const items = found.map(({ syncRequestedAt: _, ...client }) => client);
        const rows = items.map(({ id, name, upstreamName, status, archivedAt, startDate }) => [
          String(id),
          name,
          archivedAt ? 'archived' : status,
          startDate ?? NOTHING,
          upstreamName === name ? 'the same' : upstreamName,
        ]);
        const text = table(['>id', 'name', 'status', 'start', 'upstream name'], rows);
        return {
          document: { items, total: items.length },
          text: items.length > 0 ? text : 'There are no clients yet.',
        };
      }),
    ),
  );
}

function importText({ created, updated, unchanged, rejected }: ImportResult): string {
  const summary = `${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(rejected.length)} rejected`;
  if (rejected.length > 0) {
    const rows = rejected.map(({ line, reason }) => [String(line), reason]);
    return `${summary}\n\n${table(['>line', 'reason'], rows)}`;
  }
  return created > 0 ? `${summary}\nCopy their statistics with: npm run --silent cli -- sync` : summary;
}

async function stdinOf({ io }: Cli): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of io.stdin) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Names are kept verbatim, so a file in another encoding would name restaurants that do not exist. */
function decoded(content: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    const name = file === '-' ? 'The input' : file;
    throw new UserError('bad_file', `${name} is no UTF-8 text. In Excel, save it as "CSV UTF-8".`);
  }
}
