import { readFile } from 'node:fs/promises';
import type { Cli } from '../cli.js';

/** The document that the build wrote beside this code. */
const DOCUMENT = new URL('../../openapi.json', import.meta.url);

/** Registers `openapi`. */
export function registerOpenapi(cli: Cli): void {
  cli.command('openapi', 'print the OpenAPI document of the HTTP API; needs no database').action(
    cli.runs(async () => {
      const text = await readFile(DOCUMENT, 'utf8');
      return { document: JSON.parse(text) as unknown, text: text.trimEnd() };
    }),
  );
}
