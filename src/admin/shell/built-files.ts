import { readFileSync } from 'node:fs';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { OperationalError, UserError } from '../../domain/index.js';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
const ENDINGS = { br: '.br', gzip: '.gz', identity: '' } as const;
const ENCODINGS = ['br', 'gzip', 'identity'] as const satisfies readonly (keyof typeof ENDINGS)[];

/** The files of a folder that the build wrote for the browser: compressed, named by content and listed in `manifest.json`. */
export class BuiltFiles<Kind extends string> {
  private manifest: Readonly<Record<Kind, string>> | undefined;
  private readonly bodies = new Map<string, Buffer>();

  /** `folder` is a URL that ends with a slash. Nothing is read before the first use. */
  constructor(
    private readonly folder: URL,
    private readonly kinds: readonly Kind[],
  ) {}

  /** The file name of each kind. @throws OperationalError `not_built` */
  get names(): Readonly<Record<Kind, string>> {
    this.manifest ??= this.readManifest();
    return this.manifest;
  }

  /** Sends one of the files, which the browser may keep for good. @throws UserError 404 for an unknown name */
  send(name: string, request: Request, response: Response): void {
    if (!Object.values(this.names).includes(name)) throw new UserError('not_found', 'There is no such file', 404);
    const accepted = request.acceptsEncodings([...ENCODINGS]);
    const encoding = ENCODINGS.find((known) => known === accepted) ?? 'identity';
    response.set({
      'content-type': CONTENT_TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    if (encoding !== 'identity') response.set('content-encoding', encoding);
    response.send(this.readBody(name + ENDINGS[encoding]));
  }

  private readManifest(): Readonly<Record<Kind, string>> {
    try {
      const manifest = z.record(z.enum(this.kinds), z.string());
      return manifest.parse(JSON.parse(readFileSync(new URL('manifest.json', this.folder), 'utf8')));
    } catch (error) {
      throw new OperationalError('not_built', 'The panel was not built. Run: npm run build', { cause: error });
    }
  }

  private readBody(file: string): Buffer {
    const body = this.bodies.get(file) ?? readFileSync(new URL(file, this.folder));
    this.bodies.set(file, body);
    return body;
  }
}
