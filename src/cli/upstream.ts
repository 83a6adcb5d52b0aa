import { InvalidArgumentError } from 'commander';
import { DEMO_UPSTREAM, UpstreamMemory } from '../database/upstream-memory.js';
import type { Cli } from './cli.js';

/** `upstream:moved`: the same upstream at a new address. */
export function addUpstream(cli: Cli): void {
  cli
    .command('upstream:moved', 'say that the upstream this replica copies has a new address')
    .requiredOption('--from <url>', 'the address the replica remembers', address)
    .requiredOption('--to <url>', 'the new one, as in DELIVERY_STATS_API_URL', address)
    .action(
      cli.runs(({ from, to }: { from: string; to: string }) =>
        cli.withProduct(async (app) => {
          await app.get(UpstreamMemory).moved(from, to);
          const text = `This replica copies ${to} from now on. Start the server with DELIVERY_STATS_API_URL=${to}`;
          return { document: { from, to }, text };
        }),
      ),
    );
}

/** An address as the replica remembers it: origin and path, no slash at the end. */
function address(text: string): string {
  if (text === DEMO_UPSTREAM) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new InvalidArgumentError('It must be an http(s) address, e.g. https://stats.example.com');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
