import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The last cell of a row: a file, and the title of a test in it. */
const TEST = /\| `((?:src|test)\/[^`]+)`: (.+?) +\|$/gm;

describe('docs/TRAPS.md', () => {
  const tests = [...read('docs/TRAPS.md').matchAll(TEST)].map(([, file = '', title = '']): [string, string] => [
    file,
    title,
  ]);

  it('names a test for every trap', () => {
    const rows = read('docs/TRAPS.md').match(/^\| (?!trap|-).+$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(60);
    expect(tests).toHaveLength(rows.length);
  });

  it.each(tests)('names a test of %s: %s', (file, title) => {
    expect(read(file)).toContain(title);
  });
});
