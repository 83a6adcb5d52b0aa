// Bundles the dashboard's script and style for the browser, named by content and compressed.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { BROWSERS } from './bundle-styles.mjs';
import { precompileMessages } from './precompile-messages.mjs';
import { writeCompressed } from './write-compressed.mjs';

/** Writes the files and `manifest.json`, which names them. Reuses what an earlier build compressed into the folder `earlier`. */
export async function bundleDashboard(root, folder, earlier) {
  await mkdir(folder, { recursive: true });
  const source = join(root, 'src', 'admin', 'dashboard');
  const entries = { script: join(source, 'browser', 'main.tsx'), style: join(source, 'ui', 'style.css') };
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
      plugins: [precompileMessages(/i18n[\\/](en|ru)[\\/]dashboard\.ts$/)],
      write: false,
      logLevel: 'warning',
    });
    const [{ path, contents }] = outputFiles;
    await writeCompressed(folder, basename(path), contents, earlier);
    return [kind, basename(path)];
  });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(Object.fromEntries(await Promise.all(names))));
}
