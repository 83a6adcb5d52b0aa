import { badAnswer, CallFault } from './call-fault.js';
import type { UpstreamErrorCode } from './upstream-source.js';

const CHECK = 'Check DELIVERY_STATS_API_URL and that the server runs.';

const KNOWN: readonly (readonly [RegExp, UpstreamErrorCode, string])[] = [
  [/^ECONNREFUSED$/, 'upstream_unreachable', `Nothing answers at the address of the statistics server. ${CHECK}`],
  [/^ENOTFOUND$/, 'upstream_unreachable', `The name of the statistics server does not exist. ${CHECK}`],
  [/^EAI_/, 'upstream_unreachable', "The name service did not answer. Check this machine's network."],
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
  [/^(ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/, 'upstream_timeout', `The statistics server did not answer in time. ${CHECK}`],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)_/,
    'upstream_unreachable',
    'The certificate or encryption of the statistics server is not accepted. Tell whoever runs it.',
  ],
];

/** What a rejected `fetch` or body read means. Fetch says "fetch failed"; the reason stands in its nested causes. */
export function networkFault(error: unknown): CallFault {
  if (error instanceof CallFault) return error;
  const codes = codesOf(error);
  for (const [pattern, code, text] of KNOWN) {
    const found = codes.find((candidate) => pattern.test(candidate));
    if (found) return new CallFault(code, `${text} (${found})`, true);
  }
  const found = codes[0] ?? 'unknown';
  if (/^(HPE_|Z_|UND_ERR_HEADERS_OVERFLOW)/.test(found)) return badAnswer(`something broken (${found})`);
  return new CallFault('upstream_unreachable', `The statistics server could not be reached (${found}). ${CHECK}`, true);
}

/** The codes of an error and its causes, outermost first. Codes only: messages and other properties can quote the answer. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  const seen = new Set<unknown>();
  for (let queue = [error]; queue.length > 0 && seen.size < 20;) {
    const [current, ...rest] = queue;
    queue = rest;
    if (typeof current !== 'object' || current === null || seen.has(current)) continue;
    seen.add(current);
    if ('code' in current && typeof current.code === 'string') codes.push(current.code);
    if ('cause' in current) queue.push(current.cause);
    if ('errors' in current && Array.isArray(current.errors)) queue.push(...(current.errors as unknown[]));
  }
  return codes;
}
