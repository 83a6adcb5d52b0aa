import { createHash } from 'node:crypto';
import { badResponseError, tooLargeError } from './upstream-call.error.js';
import { parseLenientJson } from './lenient-json.js';
import { errorFromNetwork } from './error-from-network.js';
import type { YieldingExecutor } from '../../platform/event-loop/index.js';

export interface JsonBody {
  /** Undefined when the body is the known one. */
  readonly json: unknown;
  /** Equal only for the same request and the same bytes (SHA-256, base64). */
  readonly fingerprint: string;
}

export interface ReadOptions {
  /** The largest decoded body, in bytes. Bytes are counted while they stream, which stops a gzip bomb early. */
  readonly maxBytes: number;
  /** The path of the request; it is part of the fingerprint. */
  readonly path: string;
  /** The fingerprint of the last response; the same body is not parsed again. */
  readonly known?: string | undefined;
}

/**
 * Returns the JSON of a response. Checks the headers before it reads a byte of the body.
 * @throws UpstreamCallError `upstream_bad_answer`, `upstream_too_large` or a network error.
 */
export async function readJsonBody(
  response: Response,
  { maxBytes, path, known }: ReadOptions,
  executor: YieldingExecutor,
): Promise<JsonBody> {
  const type = response.headers.get('content-type');
  if (!isJson(type))
    throw badResponseError(type?.includes('html') ? 'a web page instead of data' : 'something that is not JSON');
  const chunks = await readChunks(response.body, maxBytes);
  const hash = createHash('sha256').update(`${path}\n`);
  for (const chunk of chunks) hash.update(chunk);
  const fingerprint = hash.digest('base64');
  if (fingerprint === known) return { json: undefined, fingerprint };
  try {
    const json = await executor.run(() => parseLenientJson(new TextDecoder().decode(Buffer.concat(chunks))));
    return { json, fingerprint };
  } catch {
    throw badResponseError('incomplete or broken JSON');
  }
}

function isJson(contentType: string | null): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

async function readChunks(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLargeError(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw errorFromNetwork(error);
  }
  return chunks;
}
