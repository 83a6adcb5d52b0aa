import { InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.js';
import type { DEMO_UPSTREAM } from '../../platform/database/index.js';

/** The demo upstream has this name in place of an address. */
const DEMO_ADDRESS: typeof DEMO_UPSTREAM = 'demo';

/** Registers `upstream:moved`. */
export function registerUpstream(cli: Cli): void {
  cli
    .command('upstream:moved', 'say that the upstream this replica copies has a new address')
    .requiredOption('--from <url>', 'the address the replica remembers', upstreamAddress)
    .requiredOption('--to <url>', 'the new one, as in DELIVERY_STATS_API_URL', upstreamAddress)
    .action(
      cli.runs(async (options: { from: string; to: string }) => {
        const { rebindUpstream } = await import('../actions/rebind-upstream.js');
        return rebindUpstream(cli, options);
      }),
    );
}

/** Parses an address into the form that the replica stores: origin and path without a trailing slash. */
function upstreamAddress(text: string): string {
  if (text === DEMO_ADDRESS) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new InvalidArgumentError('It must be an http(s) address, e.g. https://stats.example.com');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
