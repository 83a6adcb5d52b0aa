import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { OperationalError } from '../../errors.js';

/** Where the build puts the browser's files; the same from src/ and from dist/. */
const FOLDER = new URL('../../../dist/dashboard/', import.meta.url);

const Manifest = z.object({ script: z.string(), style: z.string() });

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
const ENCODINGS = { br: '.br', gzip: '.gz', identity: '' } as const;
export type Encoding = keyof typeof ENCODINGS;

export interface Asset {
  readonly type: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/** The dashboard's script and style, compressed by the build; their names carry the hash of their content. */
@Injectable()
export class DashboardAssets {
  /** Names of the files a page needs. */
  readonly names: z.output<typeof Manifest>;
  private readonly assets: ReadonlyMap<string, Asset>;

  /** @throws OperationalError `not_built` */
  constructor() {
    try {
      this.names = Manifest.parse(JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8')));
    } catch (error) {
      throw new OperationalError('not_built', 'The panel was not built. Run: npm run build', { cause: error });
    }
    this.assets = new Map(Object.values(this.names).map((name) => [name, read(name)]));
  }

  find(name: string): Asset | undefined {
    return this.assets.get(name);
  }
}

function read(name: string): Asset {
  const body = (ending: string) => readFileSync(new URL(name + ending, FOLDER));
  return {
    type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    bodies: { br: body(ENCODINGS.br), gzip: body(ENCODINGS.gzip), identity: body(ENCODINGS.identity) },
  };
}
