import type { Cli, Outcome } from '../cli.js';
import { ReplicaOrigin } from '../../platform/database/index.js';

/** Records that the upstream of this replica has moved. @throws UserError when the replica copies another one than `from` */
export function rebindUpstream(cli: Cli, { from, to }: { from: string; to: string }): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
    await app.get(ReplicaOrigin).rebind(from, to);
    const text = `This replica copies ${to} from now on. Start the server with DELIVERY_STATS_API_URL=${to}`;
    return { document: { from, to }, text };
  });
}
