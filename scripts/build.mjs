// Compiles src/ to dist/. With --if-needed it does so only when a source is newer than the last build.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDashboard } from './build-dashboard.mjs';
import { buildPanel } from './build-panel.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'dist', '.sources');

const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
  .map((entry) => join(entry.parentPath, entry.name));
const hash = createHash('sha256');
for (const file of [
  join(root, 'package.json'),
  join(root, 'tsconfig.json'),
  join(root, 'tsconfig.build.json'),
  join(root, 'scripts', 'build-dashboard.mjs'),
  join(root, 'scripts', 'build-panel.mjs'),
  ...sources.sort(),
]) {
  hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
}
const stamp = hash.digest('hex');

const built = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
if (!process.argv.includes('--if-needed') || !built) {
  process.stderr.write('Building…\n');
  // Built aside and swapped in, so that a process which runs from dist never sees half of it.
  const next = join(root, `dist.next-${process.pid}`);
  const old = join(root, `dist.old-${process.pid}`);
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  try {
    const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', next, '--noEmitOnError'];
    execFileSync(process.execPath, args, { stdio: ['ignore', 2, 2] });
    await buildDashboard(root, join(next, 'dashboard'));
    await buildPanel(root, join(next, 'panel'), join(root, 'dist', 'panel'));
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    process.stderr.write(`The build failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  writeFileSync(join(next, '.sources'), stamp);
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(next, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
}
