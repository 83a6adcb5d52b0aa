import { readFileSync } from 'node:fs';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { OperationalError, UserError } from '../../errors.js';

/** Where the build puts the browser's files; the same from src/ and from dist/. */
const BUILT = new URL('../../../dist/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
const ENDINGS = { br: '.br', gzip: '.gz', identity: '' } as const;
const ENCODINGS = ['br', 'gzip', 'identity'] as const satisfies readonly (keyof typeof ENDINGS)[];

/** Files for the browser that the build compressed and named by their content, in a folder of dist/ with a `manifest.json`. */
export class BuiltFiles<Kind extends string> {
  /** The name of each file of the folder. */
  readonly names: Readonly<Record<Kind, string>>;
  private readonly folder: URL;
  private readonly bodies = new Map<string, Buffer>();

  /** @throws OperationalError `not_built` */
  constructor(folder: string, kinds: readonly Kind[]) {
    this.folder = new URL(`${folder}/`, BUILT);
    try {
      const manifest = z.record(z.enum(kinds), z.string());
      this.names = manifest.parse(JSON.parse(readFileSync(new URL('manifest.json', this.folder), 'utf8')));
    } catch (error) {
      throw new OperationalError('not_built', 'The panel was not built. Run: npm run build', { cause: error });
    }
  }

  /** Answers one of the files, to be kept by the browser for good. @throws UserError 404 */
  send(name: string, request: Request, response: Response): void {
    if (!Object.values(this.names).includes(name)) throw new UserError('not_found', 'There is no such file', 404);
    const accepted = request.acceptsEncodings([...ENCODINGS]);
    const encoding = ENCODINGS.find((known) => known === accepted) ?? 'identity';
    response.set({
      'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    if (encoding !== 'identity') response.set('content-encoding', encoding);
    response.send(this.body(name + ENDINGS[encoding]));
  }

  private body(file: string): Buffer {
    const body = this.bodies.get(file) ?? readFileSync(new URL(file, this.folder));
    this.bodies.set(file, body);
    return body;
  }
}
