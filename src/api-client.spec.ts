import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The fields that hold any text. Each other text is a day, a month, an instant or one of a list, and has its type. */
const FREE_TEXTS = new Set([
  ...['name', 'clientName', 'restaurantName', 'restaurant_name', 'upstreamName', 'otherName', 'contactName'],
  ...['contactPhone', 'contactTelegram', 'author', 'actor', 'note', 'notes', 'goals', 'text', 'comment', 'search'],
  ...[
    'message',
    'error',
    'reason',
    'path',
    'field',
    'id',
    'batchId',
    'upstreamId',
    'token',
    'url',
    'version',
    'preview',
  ],
  // A file of a form; a cell of it.
  ...['file', 'before', 'after'],
  // One character a day; the time of a day, HH:MM; a status or a code of HTTP; a rejected text that may be no day.
  ...['spark', 'dueBy', 'lastCall', 'date'],
  // An instant of any zone. The headers of requests, responses and the webhook.
  ...['collectedAt', 'If-None-Match', 'Idempotency-Key', 'Link', 'ETag'],
  ...['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-delivery-timestamp', 'x-delivery-signature'],
  // The named texts themselves.
  ...['Day', 'Instant', 'Month', 'ClientFile'],
]);

describe('the types that openapi-typescript makes of the document', () => {
  let folder: string;
  let types: string;

  /** Runs a program of node_modules and returns what it prints; its failure too. */
  async function run(script: string, ...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
      cwd: folder,
    }).catch((error: unknown) => error as { stdout: string });
    return stdout;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'api-client-'));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await run('openapi-typescript/bin/cli.js', join(ROOT, 'dist/openapi.json'), '--output', join(folder, 'api.ts'));
    types = readFileSync(join(folder, 'api.ts'), 'utf8');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('compile strictly, with the programs of the docs', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    copyFileSync(join(ROOT, 'docs/examples/what-changed.mjs'), join(folder, 'what-changed.mjs'));
    const [, snippet] = /```ts\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs/reference/http.md'), 'utf8')) ?? [];
    writeFileSync(join(folder, 'snippet.ts'), snippet ?? 'missing');
    const options = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--allowJs', '--checkJs'];
    const language = ['--target', 'es2023', '--module', 'nodenext', '--types', 'node', '--skipLibCheck'];
    expect(await run('typescript/bin/tsc', ...options, ...language, 'what-changed.mjs', 'snippet.ts')).toBe('');
  });

  it('have an own type for each text that is no free one', () => {
    const bare = /^\s+"?([\w-]+)"?\??: string(?:\[\]|(?: \| number)?(?: \| null)?);$/gm;
    const texts = [...types.matchAll(bare)].map(([, name = '']) => name);
    expect(texts.length).toBeGreaterThan(100);
    expect([...new Set(texts)].filter((name) => !FREE_TEXTS.has(name))).toEqual([]);
  });

  it('have no never and no unknown', () => {
    // The generator writes these for methods, parameters and kinds of component that do not exist, and for other headers.
    const absent =
      /^\s+(?:query|header|path|cookie|requestBody|content|get|put|post|delete|options|head|patch|trace)\?: never;$|^\s+(?:parameters|requestBodies|pathItems): never;$|^\s+\[name: string\]: unknown;$|^export type \$defs|^\s*(?:\/\*)?\*/;
    const lines = types.split('\n').filter((line) => !absent.test(line));
    expect(lines.filter((line) => /\b(?:never|unknown)\b(?!")/.test(line))).toEqual([]);
  });
});
