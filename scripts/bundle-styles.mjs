// Bundles style sheets for the browser: a file and everything it imports.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { writeCompressed } from './write-compressed.mjs';

/** The oldest browsers that the panel supports. */
export const BROWSERS = ['es2022', 'chrome109', 'firefox115', 'safari16.4'];

/** Returns the content of a style sheet with everything it imports. */
export async function bundleStyle(file) {
  const options = { bundle: true, minify: true, target: BROWSERS, charset: 'utf8', write: false, logLevel: 'warning' };
  const { outputFiles } = await build({ entryPoints: [file], entryNames: '[name]-[hash]', outdir: '/', ...options });
  return outputFiles[0];
}

/** Writes the style sheet of a report, which its pages have inside. */
export async function bundleReport(root, folder) {
  await mkdir(folder, { recursive: true });
  const { contents } = await bundleStyle(join(root, 'src/owner-reports/style/report.css'));
  await writeFile(join(folder, 'report.css'), contents);
}

/** Returns a script with everything it imports. */
async function bundleScript(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    entryNames: '[name]-[hash]',
    outdir: '/',
    bundle: true,
    minify: true,
    format: 'esm',
    target: BROWSERS,
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0];
}

/** Writes the style sheets and the script of the shell and `manifest.json`, which names them. Reuses what an earlier build compressed. */
export async function bundleShell(root, folder, earlier) {
  await mkdir(folder, { recursive: true });
  const source = join(root, 'src/admin/shell');
  const files = {
    page: bundleStyle(join(source, 'style/page-entry.css')),
    frame: bundleStyle(join(source, 'style/frame-entry.css')),
    script: bundleScript(join(source, 'browser/page.ts')),
  };
  const names = Object.entries(files).map(async ([kind, file]) => {
    const { path, contents } = await file;
    await writeCompressed(folder, basename(path), contents, earlier);
    return [kind, basename(path)];
  });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(Object.fromEntries(await Promise.all(names))));
}
