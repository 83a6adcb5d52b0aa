// An esbuild plugin: the browser gets parsed ICU messages, so it needs no parser.
import { build } from 'esbuild';
import { IntlMessageFormat } from 'intl-messageformat';

const PARSER = '@formatjs/icu-messageformat-parser';

/** Replaces each message with placeholders in the files that match `catalogues` by its syntax tree, and drops the parser. */
export function precompileMessages(catalogues) {
  return {
    name: 'precompile-messages',
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: new RegExp(`^${PARSER}$`) }, ({ kind, resolveDir }) =>
        resolve(`${PARSER}/no-parser.js`, { kind, resolveDir }),
      );
      onLoad({ filter: catalogues }, async ({ path }) => {
        const exports = Object.entries(await importModule(path));
        const lines = exports.map(([name, value]) => `export const ${name} = ${JSON.stringify(parseMessages(value))};`);
        return { contents: lines.join('\n'), loader: 'js' };
      });
    },
  };
}

/** Imports a TypeScript module with everything it imports. */
async function importModule(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function parseMessages(value) {
  if (typeof value !== 'string') {
    return Object.fromEntries(Object.entries(value).map(([key, message]) => [key, parseMessages(message)]));
  }
  if (!value.includes('{')) return value;
  return new IntlMessageFormat(value, 'en', undefined, { ignoreTag: true }).getAst();
}
