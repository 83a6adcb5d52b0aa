import { badResponseError, UpstreamCallError } from './upstream-call.error.js';
import type { UpstreamErrorCode } from '../upstream-source.js';

const CHECK = 'Check DELIVERY_STATS_API_URL and that the server runs.';

const KNOWN: readonly (readonly [RegExp, UpstreamErrorCode, string])[] = [
  [/^ECONNREFUSED$/, 'upstream_unreachable', `No server responds at the address of the statistics server. ${CHECK}`],
  [/^ENOTFOUND$/, 'upstream_unreachable', `The name of the statistics server does not exist. ${CHECK}`],
  [/^EAI_/, 'upstream_unreachable', "The name service did not respond. Check this machine's network."],
  [
    /^E(HOST|NET)(UNREACH|DOWN)$/,
    'upstream_unreachable',
    "There is no way to the statistics server. Check this machine's network.",
  ],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    'upstream_unreachable',
    'The statistics server cut the connection. If it goes on, tell whoever runs it.',
  ],
  [/^(ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/, 'upstream_timeout', `The statistics server did not respond in time. ${CHECK}`],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)_/,
    'upstream_unreachable',
    'The certificate or encryption of the statistics server is not accepted. Tell whoever runs it.',
  ],
];

/** Returns the error for a rejected `fetch` or body read. The message of fetch is "fetch failed"; its nested causes hold the reason. */
export function errorFromNetwork(error: unknown): UpstreamCallError {
  if (error instanceof UpstreamCallError) return error;
  const codes = codesOf(error);
  for (const [pattern, code, text] of KNOWN) {
    const found = codes.find((candidate) => pattern.test(candidate));
    if (found) return new UpstreamCallError(code, `${text} (${found})`, true);
  }
  const found = codes[0] ?? 'unknown';
  if (/^(HPE_|Z_|UND_ERR_HEADERS_OVERFLOW)/.test(found)) return badResponseError(`something broken (${found})`);
  return new UpstreamCallError(
    'upstream_unreachable',
    `The statistics server could not be reached (${found}). ${CHECK}`,
    true,
  );
}

/** Returns the codes of an error and its causes, outermost first. Messages and other properties can quote the response. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  const seen = new Set<unknown>();
  for (let queue = [error]; queue.length > 0 && seen.size < 20;) {
    const [current, ...rest] = queue;
    queue = rest;
    if (typeof current !== 'object' || current === null || seen.has(current)) continue;
    seen.add(current);
    if ('code' in current && typeof current.code === 'string') codes.push(current.code);
    // The parser's error of Node 24 has a name and no code.
    else if ('name' in current && current.name === 'HTTPParserError') codes.push('HPE_UNKNOWN');
    if ('cause' in current) queue.push(current.cause);
    if ('errors' in current && Array.isArray(current.errors)) queue.push(...(current.errors as unknown[]));
  }
  return codes;
}
