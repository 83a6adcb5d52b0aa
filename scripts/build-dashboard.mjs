// Bundles the dashboard's script and style for the browser into a folder, each also as brotli and gzip, named by content.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Writes the files and `manifest.json`, which names them. */
export async function buildDashboard(root, folder) {
  const source = join(root, 'src', 'admin', 'dashboard');
  const entries = { script: join(source, 'client', 'main.tsx'), style: join(source, 'ui', 'style.css') };
  const names = {};
  for (const [kind, entry] of Object.entries(entries)) {
    const { metafile } = await build({
      entryPoints: [entry],
      absWorkingDir: root,
      outdir: folder,
      entryNames: `${kind}-[hash]`,
      bundle: true,
      minify: true,
      format: 'esm',
      target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
      charset: 'utf8',
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
    });
    const [file] = Object.keys(metafile.outputs);
    names[kind] = basename(file);
    const path = join(root, file);
    const body = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(names));
}
