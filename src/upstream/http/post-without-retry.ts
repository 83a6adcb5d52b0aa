import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { cancelledError, tooLargeError } from './upstream-call.error.js';
import { buildHeaders } from './http-client.js';
import { parseLenientJson } from './lenient-json.js';
import { createOutboundAgent } from '../../platform/http/index.js';
import { errorFromNetwork } from './error-from-network.js';

/** Error codes from before the first byte of the request was sent. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_.*|E(HOST|NET)(UNREACH|DOWN))$|CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)_/;
/** A script may work for a quarter of an hour without a byte: keep-alive probes stop routers from dropping the connection. */
const KEEP_ALIVE_MS = 30_000;

const DECOMPRESSORS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

interface PostOptions {
  readonly apiKey: string | undefined;
  /** The largest response body, in bytes. */
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
}

/** The result of a POST: a response, or the reason why there is none and whether the request may have arrived. */
export type PostResponse =
  | { readonly status: number; readonly body: unknown }
  | { readonly status: null; readonly sent: boolean; readonly code: string; readonly reason: string };

/**
 * Sends one POST without a body. It is never repeated, follows no redirect and has no time limit but the signal. `fetch` would
 * give up after five minutes without a response. Only bodies of 2xx and 409 are read: others can hold secrets. Never throws.
 */
export function postWithoutRetry(url: string, { apiKey, maxBodyBytes, signal }: PostOptions): Promise<PostResponse> {
  return new Promise((resolve) => {
    const failed = (error: unknown) => resolve(toFailedResponse(error, signal));
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const headers = { ...Object.fromEntries(buildHeaders(apiKey)), 'content-length': 0 };
    const agent = createOutboundAgent(new URL(url));
    const request = send(url, { method: 'POST', agent, headers, signal }, (response) => {
      const status = response.statusCode ?? 0;
      const hasUsefulBody = (status >= 200 && status < 300) || status === 409;
      if (!hasUsefulBody) {
        response.destroy();
        resolve({ status, body: undefined });
        return;
      }
      readJson(response, maxBodyBytes).then((body) => resolve({ status, body }), failed);
    });
    request.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS));
    request.on('error', failed);
    request.end();
  });
}

/**
 * Returns the JSON of a response as `fetch` reads it: decompressed, without a byte order mark; undefined when it is not JSON.
 * @throws UpstreamCallError `upstream_too_large` by the number of decompressed bytes.
 */
async function readJson(response: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decompress(response)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLargeError(maxBytes);
    chunks.push(chunk);
  }
  try {
    return parseLenientJson(new TextDecoder().decode(Buffer.concat(chunks)));
  } catch {
    return undefined;
  }
}

/** Returns the content of a response. A server may compress it although the request asks for nothing of the kind. */
function decompress(response: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? '';
  const create = DECOMPRESSORS.get(encoding);
  // The callback is required; an error reaches the reader through the stream itself.
  return create ? pipeline(response, create(), () => undefined) : response;
}

function toFailedResponse(error: unknown, signal: AbortSignal): PostResponse {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const callError = signal.aborted ? cancelledError() : errorFromNetwork(error);
  return { status: null, sent: !NEVER_SENT.test(code), code: callError.code, reason: callError.message };
}
