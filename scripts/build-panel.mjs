// Puts the panel's scripts for the browser into a folder: AdminJS's own bundles and our components, compressed, named by content.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** What AdminJS's bundles leave on the window, for our components to share. */
const GLOBALS = {
  react: 'React',
  adminjs: 'AdminJS',
};

const shared = {
  name: 'shared-with-adminjs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^.]/ }, ({ path }) => (path in GLOBALS ? { path, namespace: 'global' } : undefined));
    onLoad({ filter: /.*/, namespace: 'global' }, ({ path }) => ({
      contents: `module.exports = window.${GLOBALS[path]}`,
    }));
  },
};

/** Writes the files and `manifest.json`, which names them. What an earlier build left in `earlier` is not compressed again. */
export async function buildPanel(root, folder, earlier) {
  const adminjs = join(dirname(require.resolve('adminjs')), 'lib', 'frontend', 'assets', 'scripts');
  const designSystem = join(dirname(require.resolve('@adminjs/design-system')), '..');
  const components = await build({
    entryPoints: [join(root, 'src', 'admin', 'panel', 'client', 'main.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    plugins: [shared],
  });
  const files = {
    global: readFileSync(join(adminjs, 'global-bundle.production.js')),
    'design-system': readFileSync(join(designSystem, 'bundle.production.js')),
    app: readFileSync(join(adminjs, 'app-bundle.production.js')),
    components: Buffer.from(components.outputFiles[0].contents),
    style: readFileSync(join(root, 'src', 'admin', 'panel', 'client', 'style.css')),
  };
  mkdirSync(folder, { recursive: true });
  const names = {};
  for (const [kind, body] of Object.entries(files)) {
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
    names[kind] = `${kind}-${hash}.${kind === 'style' ? 'css' : 'js'}`;
    writeFileSync(join(folder, names[kind]), body);
    const compressed = {
      br: () => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      gz: () => gzipSync(body, { level: 9 }),
    };
    for (const [ending, compress] of Object.entries(compressed)) {
      const file = `${names[kind]}.${ending}`;
      if (existsSync(join(earlier, file))) copyFileSync(join(earlier, file), join(folder, file));
      else writeFileSync(join(folder, file), compress());
    }
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(names));
}
