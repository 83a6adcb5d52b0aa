// Bundles the dashboard's script and style for the browser, named by content and compressed.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { BROWSERS } from './bundle-styles.mjs';
import { precompileMessages } from './precompile-messages.mjs';
import { writeCompressed } from './write-compressed.mjs';

/** The file that has all messages of the dashboard in a language. */
const CATALOGUE = /i18n[\\/](en|ru)[\\/]dashboard\.ts$/;

/** The languages of the dashboard. A page has one, so each has a script of its own. */
const LANGUAGES = ['en', 'ru'];

/** Writes the files and `manifest.json`, which names them. Reuses what an earlier build compressed into the folder `earlier`. */
export async function bundleDashboard(root, folder, earlier) {
  await mkdir(folder, { recursive: true });
  const source = join(root, 'src', 'admin', 'dashboard');
  const script = join(source, 'browser', 'main.tsx');
  const entries = { en: script, ru: script, style: join(source, 'ui', 'style.css') };
  const names = Object.entries(entries).map(async ([kind, entry]) => {
    const { outputFiles } = await build({
      entryPoints: [entry],
      absWorkingDir: root,
      outdir: folder,
      entryNames: `${kind}-[hash]`,
      bundle: true,
      minify: true,
      format: 'esm',
      target: BROWSERS,
      charset: 'utf8',
      legalComments: 'none',
      plugins: [leaveOut(LANGUAGES.filter((language) => language !== kind)), precompileMessages(CATALOGUE)],
      write: false,
      logLevel: 'warning',
    });
    const [{ path, contents }] = outputFiles;
    await writeCompressed(folder, basename(path), contents, earlier);
    return [kind, basename(path)];
  });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(Object.fromEntries(await Promise.all(names))));
}

/** Returns a plugin that empties the catalogues of some languages. */
function leaveOut(languages) {
  return {
    name: 'leave-out-languages',
    setup({ onLoad }) {
      onLoad({ filter: CATALOGUE }, ({ path }) => {
        const language = basename(dirname(path));
        return languages.includes(language)
          ? { contents: 'export const dashboard = undefined;', loader: 'js' }
          : undefined;
      });
    },
  };
}
