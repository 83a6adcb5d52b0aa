// Bundles what AdminJS runs in the browser: its own scripts and our components, named by content and compressed.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { BROWSERS, bundleStyle } from './bundle-styles.mjs';
import { writeCompressed } from './write-compressed.mjs';

const require = createRequire(import.meta.url);

/** Packages that our components share with AdminJS, and the global variables under which its bundles provide them. */
const GLOBALS = {
  react: 'React',
  adminjs: 'AdminJS',
};

const sharedWithAdminjs = {
  name: 'shared-with-adminjs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^.]/ }, ({ path }) => (path in GLOBALS ? { path, namespace: 'global' } : undefined));
    onLoad({ filter: /.*/, namespace: 'global' }, ({ path }) => ({
      contents: `module.exports = window.${GLOBALS[path]}`,
    }));
  },
};

/** Writes the files and `manifest.json`, which names them. Reuses what an earlier build compressed into the folder `earlier`. */
export async function bundleAdminjs(root, folder, earlier) {
  const scripts = join(dirname(require.resolve('adminjs')), 'lib', 'frontend', 'assets', 'scripts');
  const designSystem = join(dirname(require.resolve('@adminjs/design-system')), '..');
  const browser = join(root, 'src', 'admin', 'adminjs', 'browser');
  const files = {
    global: readFile(join(scripts, 'global-bundle.production.js')),
    'design-system': readFile(join(designSystem, 'bundle.production.js')),
    app: readFile(join(scripts, 'app-bundle.production.js')),
    theme: bundleScript(join(browser, 'theme.ts')),
    components: bundleScript(join(browser, 'main.ts')),
    start: bundleScript(join(browser, 'start.ts')),
    style: bundleStyle(join(browser, 'style.css')).then(({ contents }) => contents),
  };
  await mkdir(folder, { recursive: true });
  const names = Object.entries(files).map(async ([kind, content]) => {
    const body = await content;
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
    const name = `${kind}-${hash}.${kind === 'style' ? 'css' : 'js'}`;
    await writeCompressed(folder, name, body, earlier);
    return [kind, name];
  });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(Object.fromEntries(await Promise.all(names))));
}

async function bundleScript(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: 'iife',
    target: BROWSERS,
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    plugins: [sharedWithAdminjs],
  });
  return outputFiles[0].contents;
}
