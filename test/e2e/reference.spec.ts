import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { EnvironmentSchema } from '../../src/platform/config/index.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Routes of the panel, which are outside of the OpenAPI document; test/e2e/routes.spec.ts calls them. */
const PANEL_ROUTES: readonly string[] = [
  'POST /admin/sync_stats',
  'POST /admin/collect_data',
  'GET /admin/sync_status',
  'POST /admin/logout',
  'POST /admin/language',
  'POST /admin/theme',
];

describe('docs/reference', () => {
  it('matches the environment variables, the commands and the HTTP operations of the built product', async () => {
    const stderr = await new Promise((resolve) => {
      const env = { PATH: process.env.PATH };
      execFile(process.execPath, ['scripts/reference.mjs', '--check'], { cwd: ROOT, env }, (_error, _stdout, text) =>
        resolve(text),
      );
    });
    expect(stderr).toBe('');
  });

  it('describes every environment variable', () => {
    const undescribed = Object.entries(EnvironmentSchema.shape).filter(([, schema]) => !schema.description);
    expect(undescribed.map(([name]) => name)).toEqual([]);
  });
});

/** Pages for operators and callers. docs/UPSTREAM.md names the routes of the upstream, CONTRIBUTING.md those of examples. */
const PAGES = [
  'README.md',
  'docs/OPERATIONS.md',
  'docs/SCALING.md',
  'docs/PERFORMANCE.md',
  ...readdirSync(join(ROOT, 'docs/reference')).map((name) => `docs/reference/${name}`),
];
/** Variables of others that the pages name: of compose.yaml, of the programs that call the API, and of Node. */
const FOREIGN_VARIABLES = [
  'POSTGRES_PASSWORD',
  'DELIVERY_STATS_TOKEN',
  'NODE_USE_ENV_PROXY',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_COLOR',
  'NO_PROXY',
];

describe('what the docs name', () => {
  const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

  /** Returns the first group of each match, with the page that has it. */
  function find(pattern: RegExp): { page: string; name: string }[] {
    return PAGES.flatMap((page) => [...read(page).matchAll(pattern)].map(([, name = '']) => ({ page, name })));
  }

  /** Returns a call in one form: `GET /clients/*` for `GET /api/v1/clients/{id}`, `/clients/:id` and `/clients/ID`. */
  const normalize = (call: string) =>
    call.replace(' /api/v1/', ' /').replace(/\/(?:\{\w+\}|:\w+|[A-Z]+)(?=\/|$)/g, '/*');

  it('exists: routes', () => {
    // Another test compares this table with the product, and test/e2e/routes.spec.ts calls every route.
    const table = [...read('docs/reference/http.md').matchAll(/^\| `([A-Z]+ \/[^`]*)` +\|/gm)].map(
      ([, call = '']) => call,
    );
    const known = new Set([...table, ...PANEL_ROUTES].map(normalize));
    expect(table.length).toBeGreaterThan(20);
    const named = find(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`?\s]*)/g);
    expect(named.filter(({ name }) => !known.has(normalize(name)))).toEqual([]);
  });

  it('exists: environment variables', () => {
    const known = new Set([...Object.keys(EnvironmentSchema.shape), ...FOREIGN_VARIABLES]);
    const named = find(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g);
    expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
  });

  it('exists: commands', () => {
    const known = new Set([...read('docs/reference/cli.md').matchAll(/^### `([^`]+)`$/gm)].map(([, name]) => name));
    expect(known.size).toBeGreaterThan(10);
    const named = find(/`(?:npm run (?:--silent )?cli -- |cli )([a-z]+(?:[:-][a-z]+)*)/g);
    expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
  });
});
