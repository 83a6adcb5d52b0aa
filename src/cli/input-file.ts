import { readFile } from 'node:fs/promises';
import type { Cli } from './cli.js';
import { UserError } from '../domain/index.js';

/**
 * Returns the text of a file; `-` reads stdin. Names are kept verbatim, so a file in another encoding would name restaurants that
 * do not exist.
 * @param advice what to do about a file that is no UTF-8.
 * @throws UserError `bad_file`
 */
export async function readInputFile({ io }: Cli, file: string, advice: string): Promise<string> {
  const content = file === '-' ? await readAll(io.stdin) : await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new UserError('bad_file', `${file === '-' ? 'The input' : file} is no UTF-8 text. ${advice}`);
  }
}

async function readAll(stdin: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stdin) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
