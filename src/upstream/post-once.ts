import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { cancelled, tooLarge } from './call-fault.js';
import { headersWith } from './http-client.js';
import { networkFault } from './network-fault.js';

/** Faults before a byte of the request went out. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_.*|E(HOST|NET)(UNREACH|DOWN))$|CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)_/;
/** A script may work for a quarter of an hour without a byte: the connection must not be forgotten on the way. */
const KEEP_ALIVE_MS = 30_000;

interface PostOptions {
  readonly apiKey: string | undefined;
  /** Of the answer; a longer one is not understood. */
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
}

/** What came of a POST: an answer, or a reason why there is none and whether the request may have arrived. */
export type PostAnswer =
  | { readonly status: number; readonly body: unknown }
  | { readonly status: null; readonly sent: boolean; readonly code: string; readonly reason: string };

/**
 * One POST without a body; never repeated, redirects are not followed, and no limit but the signal. Not `fetch`, which gives
 * up on an answer that takes longer than five minutes. Only bodies of 2xx and 409 are read: others can hold secrets.
 */
export function postOnce(url: string, { apiKey, maxBodyBytes, signal }: PostOptions): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const failed = (error: unknown) => resolve(faultAnswer(error, signal));
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const headers = { ...Object.fromEntries(headersWith(apiKey)), 'content-length': 0 };
    const request = send(url, { method: 'POST', agent: false, headers, signal }, (response) => {
      const status = response.statusCode ?? 0;
      const telling = (status >= 200 && status < 300) || status === 409;
      if (!telling) {
        response.destroy();
        resolve({ status, body: undefined });
        return;
      }
      bodyOf(response, maxBodyBytes).then((body) => resolve({ status, body }), failed);
    });
    request.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS));
    request.on('error', failed);
    request.end();
  });
}

/** The JSON of an answer; undefined when it is none. */
async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

function faultAnswer(error: unknown, signal: AbortSignal): PostAnswer {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const fault = signal.aborted ? cancelled() : networkFault(error);
  return { status: null, sent: !NEVER_SENT.test(code), code: fault.code, reason: fault.message };
}
