import { badAnswer, tooLarge } from './call-fault.js';
import { parseLooseJson } from './json-text.js';
import { networkFault } from './network-fault.js';
import type { Turns } from './turns.js';

/**
 * The JSON of a response. What can be refused by its headers is refused before a byte of the body is read.
 * @param maxBytes bound of the decoded body; counted while it streams, so that a gzip bomb never unfolds.
 * @throws CallFault
 */
export async function readJson(response: Response, maxBytes: number, turns: Turns): Promise<unknown> {
  const type = response.headers.get('content-type');
  if (!isJson(type))
    throw badAnswer(type?.includes('html') ? 'a web page instead of data' : 'something that is not JSON');
  const text = await readText(response.body, maxBytes);
  try {
    return await turns.take(() => parseLooseJson(text));
  } catch {
    throw badAnswer('incomplete or broken JSON');
  }
}

function isJson(contentType: string | null): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

async function readText(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      parts.push(decoder.decode(chunk, { stream: true }));
    }
  } catch (error) {
    throw networkFault(error);
  }
  parts.push(decoder.decode());
  return parts.join('');
}
