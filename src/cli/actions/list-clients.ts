import type { Cli, Outcome } from '../cli.js';
import { NOTHING, table } from '../output/text.js';
import { ClientsService } from '../../clients/index.js';

/** Lists the clients by name, the archived ones last. */
export function listClients(cli: Cli): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
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
  });
}
