import { createHash } from 'node:crypto';
import { badAnswer, tooLarge } from './call-fault.js';
import { parseLooseJson } from './json-text.js';
import { networkFault } from './network-fault.js';
import type { Turns } from './turns.js';

export interface JsonBody {
  /** Undefined when the body is the known one. */
  readonly json: unknown;
  /** The same only for the same question and the same bytes. */
  readonly fingerprint: string;
}

export interface ReadOptions {
  /** Bound of the decoded body; counted while it streams, so that a gzip bomb never unfolds. */
  readonly maxBytes: number;
  /** What the body answers, as text; it goes into the fingerprint. */
  readonly question: string;
  /** The fingerprint of a body that need not be parsed again. */
  readonly known?: string | undefined;
}

/**
 * The JSON of a response. What can be refused by its headers is refused before a byte of the body is read.
 * @throws CallFault
 */
export async function readJson(
  response: Response,
  { maxBytes, question, known }: ReadOptions,
  turns: Turns,
): Promise<JsonBody> {
  const type = response.headers.get('content-type');
  if (!isJson(type))
    throw badAnswer(type?.includes('html') ? 'a web page instead of data' : 'something that is not JSON');
  const chunks = await readChunks(response.body, maxBytes);
  const hash = createHash('sha256').update(`${question}\n`);
  for (const chunk of chunks) hash.update(chunk);
  const fingerprint = hash.digest('base64');
  if (fingerprint === known) return { json: undefined, fingerprint };
  try {
    const json = await turns.take(() => parseLooseJson(new TextDecoder().decode(Buffer.concat(chunks))));
    return { json, fingerprint };
  } catch {
    throw badAnswer('incomplete or broken JSON');
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
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw networkFault(error);
  }
  return chunks;
}
